using System.Net.Sockets;
using ChatMonolith.Modules.Kernel;
using Microsoft.AspNetCore.Connections;
using Npgsql;

namespace ChatMonolith.Host;

/// <summary>
/// Tells what whoever starts the program can put right (a taken port, a wrong setting) from what is a mistake of ours: the former is one
/// sentence, the latter keeps its stack trace.
/// </summary>
sealed class StartUp
{
    // Log what the start failed of, with a stack trace, before anybody can say it in words.
    static readonly string[] Hosts = ["Microsoft.Extensions.Hosting.Internal.Host", "Microsoft.AspNetCore.Hosting.Diagnostics"];
    volatile bool _started;

    public void Watch(WebApplicationBuilder builder)
    {
        foreach (var host in Hosts) builder.Logging.AddFilter(host, level => level >= (_started ? LogLevel.Warning : LogLevel.None));
    }

    public void Watch(WebApplication app) => app.Lifetime.ApplicationStarted.Register(() => _started = true);

    /// <summary>Runs until it is told to end. What had started when the start failed ends before the database does.</summary>
    public static async Task RunAsync(WebApplication app)
    {
        try
        {
            await app.StartAsync();
        }
        catch
        {
            await app.StopAsync();
            throw;
        }
        await app.WaitForShutdownAsync();
    }

    /// <summary>The sentence for the terminal; null once the program runs, and for what nobody foresaw.</summary>
    public string? Refusal(Exception e) => _started ? null : e switch
    {
        StartRefusedException => e.Message,
        NpgsqlException => $"The database cannot be used: {e.Message.ReplaceLineEndings(" ")} Check ConnectionStrings:Supabase, and that the database server runs.",
        IOException { InnerException: AddressInUseException } => $"{e.Message} End the program that uses it, or choose another address: --urls http://127.0.0.1:5081",
        SocketException => $"The address to listen on cannot be used: {e.Message}. Check --urls.",
        IOException or UnauthorizedAccessException => $"{e.Message} Check that Data:Directory and its parents belong to the user who starts the program.",
        FormatException or { InnerException: FormatException } => $"A setting cannot be read: {e.Message}",
        _ => null,
    };
}
