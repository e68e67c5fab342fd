using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Npgsql;

namespace ChatMonolith.Tests.Integration.Hosting;

/// <summary>The program as <c>./run</c> starts it: a process of its own that tests talk to over HTTP and by signals.</summary>
sealed partial class RunningProgram : IAsyncDisposable
{
    // The first start restores and builds.
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(8);
    readonly StringBuilder _output = new();
    readonly Process _process;
    readonly string _data;

    RunningProgram(Process process, string data) => (_process, _data) = (process, data);

    public int ProcessId => _process.Id;
    public Uri Address { get; private set; } = null!;
    public string Output { get { lock (_output) return _output.ToString(); } }

    /// <summary>The path of the set-up link; null when the start printed none.</summary>
    public string? SetupLink => Setup().Match(Output) is { Success: true } match ? match.Groups[1].Value : null;

    public static async Task<RunningProgram> StartAsync(string folder, string data, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(Path.Combine(folder, "run"), ["--", "--urls", "http://127.0.0.1:0", "--Data:Directory", data])
        {
            WorkingDirectory = Path.GetTempPath(), RedirectStandardOutput = true, RedirectStandardError = true,
        };
        return await LaunchAsync(start, data, environment);
    }

    /// <summary>The program that was built with these tests, without its start script.</summary>
    public static Task<RunningProgram> StartBuiltAsync(string data, params (string Name, string Value)[] environment) =>
        LaunchAsync(Built(data, "http://127.0.0.1:0"), data, environment);

    /// <summary>What the built program says and how it ends when it refuses to start.</summary>
    public static async Task<(int ExitCode, string Output, string Error)> RefusedAsync(string data, string urls, params (string Name, string Value)[] environment)
    {
        var start = Built(data, urls);
        foreach (var name in start.Environment.Keys.Where(IsSettings).ToList()) start.Environment.Remove(name);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        try
        {
            await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
        return (process.ExitCode, await output, await error);
    }

    static ProcessStartInfo Built(string data, string urls) =>
        new("dotnet", [Path.Combine(AppContext.BaseDirectory, "ChatMonolith.Host.dll"), "--urls", urls, "--Data:Directory", data])
        {
            WorkingDirectory = AppContext.BaseDirectory, RedirectStandardOutput = true, RedirectStandardError = true,
        };

    static async Task<RunningProgram> LaunchAsync(ProcessStartInfo start, string data, (string Name, string Value)[] environment)
    {
        foreach (var name in start.Environment.Keys.Where(IsSettings).ToList()) start.Environment.Remove(name);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        var program = new RunningProgram(Process.Start(start)!, data);
        await program.UntilListeningAsync();
        return program;
    }

    async Task UntilListeningAsync()
    {
        var listening = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        void Read(object _, DataReceivedEventArgs line)
        {
            lock (_output) _output.AppendLine(line.Data);
            // The set-up link comes before this line.
            if (line.Data is not null && Started().IsMatch(line.Data) && Listening().Match(Output) is { Success: true } at) listening.TrySetResult(new(at.Groups[1].Value));
        }
        _process.OutputDataReceived += Read;
        _process.ErrorDataReceived += Read;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        _ = _process.WaitForExitAsync().ContinueWith(_ => listening.TrySetException(new InvalidOperationException($"It ended: {Output}")), TaskScheduler.Default);
        try
        {
            Address = await listening.Task.WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            await DisposeAsync();
            throw new TimeoutException($"It does not listen: {Output}");
        }
    }

    public HttpClient NewClient() => new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(60) };

    /// <summary>The process id of the embedded server.</summary>
    public int DatabaseProcess() => int.Parse(PostmasterLines()[0], CultureInfo.InvariantCulture);

    public string ConnectionString() => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1", Port = int.Parse(PostmasterLines()[3], CultureInfo.InvariantCulture), Username = "chatmonolith", Database = "chatmonolith",
        Password = File.ReadAllText(Path.Combine(_data, "postgres.password")).Trim(), Pooling = false,
    }.ConnectionString;

    string[] PostmasterLines() => File.ReadAllLines(Path.Combine(_data, "postgres", "postmaster.pid"));

    /// <summary>Asks it to end, as a service manager does, and gives its exit code.</summary>
    public async Task<int> TerminateAsync()
    {
        using (var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)])) await kill.WaitForExitAsync();
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
        return _process.ExitCode;
    }

    /// <summary>Kills the host alone and at once.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
    }

    /// <summary>True when no process of the number runs any more.</summary>
    public static async Task<bool> IsGoneAsync(int process)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(15));
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (Directory.Exists($"/proc/{process}"))
            if (patience.IsCancellationRequested || !await tick.WaitForNextTickAsync()) return false;
        return true;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    static bool IsSettings(string name) =>
        name.StartsWith("ASPNETCORE_", StringComparison.Ordinal) || name.StartsWith("ConnectionStrings__", StringComparison.Ordinal)
        || name is "DOTNET_ENVIRONMENT" or "OPENAI_API_KEY" or "OPENAI_BASE_URL" or "ANTHROPIC_API_KEY" or "ANTHROPIC_BASE_URL" or "OLLAMA_HOST"
        // What the build that runs these tests tells its children.
        || name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase) || name.StartsWith("VSTEST", StringComparison.OrdinalIgnoreCase) || name is "MSBuildSDKsPath";

    [GeneratedRegex(@"Now listening on: (http://\S+)")]
    private static partial Regex Listening();

    [GeneratedRegex("Application started")]
    private static partial Regex Started();

    [GeneratedRegex(@"Set up the first administrator: http://[^/]+(/setup\?token=\S+)")]
    private static partial Regex Setup();
}
