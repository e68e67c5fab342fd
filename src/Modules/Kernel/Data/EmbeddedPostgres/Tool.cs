using System.Diagnostics;

namespace ChatMonolith.Modules.Kernel.Data.EmbeddedPostgres;

/// <summary>The outcome of a short-lived program.</summary>
internal sealed record Tool(bool Succeeded, string Output)
{
    public static Task<Tool> RunAsync(string program, IEnumerable<string> arguments, CancellationToken ct) =>
        RunAsync(new ProcessStartInfo(program, arguments), input: null, ct);

    public static async Task<Tool> RunAsync(ProcessStartInfo start, string? input, CancellationToken ct)
    {
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        Process process;
        try
        {
            process = await LauncherThread.StartAsync(start);
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return new Tool(false, e.Message);
        }

        using (process)
        {
            try
            {
                var output = process.StandardOutput.ReadToEndAsync(ct);
                var errors = process.StandardError.ReadToEndAsync(ct);
                await FeedAsync(process, input);
                await process.WaitForExitAsync(ct);
                return new Tool(process.ExitCode == 0, $"{await output}{await errors}".Trim());
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                throw;
            }
        }
    }

    private static async Task FeedAsync(Process process, string? input)
    {
        try
        {
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading; its exit code and output tell why.
        }
    }
}
