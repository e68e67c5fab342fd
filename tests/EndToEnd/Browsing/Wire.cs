using System.Net;
using System.Net.Sockets;

namespace ChatMonolith.Tests.EndToEnd;

/// <summary>The network between a browser and the program, which a test can cut: what is open breaks, what is new is refused.</summary>
sealed class Wire : IAsyncDisposable
{
    readonly List<TcpClient> _open = [];
    readonly Lock _gate = new();
    TcpListener _listener = new(IPAddress.Loopback, 0);
    Task _accepting = Task.CompletedTask;

    public Wire(Uri target)
    {
        Target = target;
        Mend();
        Address = new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");
    }

    /// <summary>Where the program is; elsewhere after it was started again.</summary>
    public Uri Target { get; set; }

    /// <summary>What the browser takes for the program.</summary>
    public Uri Address { get; }

    public void Mend()
    {
        _listener.Start();
        _accepting = AcceptAsync(_listener);
    }

    public void Cut()
    {
        var where = (IPEndPoint)_listener.LocalEndpoint;
        _listener.Stop();
        lock (_gate)
        {
            foreach (var client in _open)
            {
                // Reset, as by a cable that was pulled, not the orderly end of a server that has said everything.
                client.Client.LingerState = new(true, 0);
                client.Client.Dispose();
            }
            _open.Clear();
        }
        _listener = new(where);
    }

    async Task AcceptAsync(TcpListener listener)
    {
        try
        {
            while (true) _ = PassAsync(await listener.AcceptTcpClientAsync());
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException) { } // Cut.
    }

    async Task PassAsync(TcpClient browser)
    {
        using var program = new TcpClient { NoDelay = true };
        try
        {
            browser.NoDelay = true;
            lock (_gate) _open.AddRange([browser, program]);
            await program.ConnectAsync(Target.Host, Target.Port);
            var (there, back) = (browser.GetStream(), program.GetStream());
            await Task.WhenAny(there.CopyToAsync(back), back.CopyToAsync(there));
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or InvalidOperationException) { } // Cut.
        finally
        {
            lock (_gate) _open.RemoveAll(c => c == browser || c == program);
            browser.Dispose();
        }
    }

    public async ValueTask DisposeAsync()
    {
        Cut();
        await _accepting;
    }
}
