using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace ChatMonolith.Tests.Load;

/// <summary>The provider or the relay as a process of its own.</summary>
sealed partial class Role : IAsyncDisposable
{
    readonly Process _process;

    Role(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }
    public int ProcessId => _process.Id;

    public static async Task<Role> StartAsync(string role, params string[] settings)
    {
        var process = Process.Start(new ProcessStartInfo("dotnet", [typeof(Role).Assembly.Location, role, "--urls", "http://127.0.0.1:0", .. settings]) { RedirectStandardOutput = true })!;
        while (await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(1)) is { } line)
            if (Listening().Match(line) is { Success: true } at)
            {
                // Read on, or the process would wait for somebody to.
                _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
                return new(process, new(at.Groups[1].Value));
            }
        throw new InvalidOperationException($"The {role} ended with {process.ExitCode.ToString(CultureInfo.InvariantCulture)}.");
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    [GeneratedRegex("^Listening at (.+)$")]
    private static partial Regex Listening();
}
