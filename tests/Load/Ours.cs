using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json;
using ChatMonolith.Tests.Integration.Hosting;
using Npgsql;

namespace ChatMonolith.Tests.Load;

/// <summary>The program as it is built, with everything on: accounts, sessions, the feed, Markdown, the ledger. A page is open in each session.</summary>
sealed class Ours : Subject, IAsyncDisposable
{
    readonly RunningProgram _program;
    readonly HttpClient _client;
    readonly CookieContainer _cookies;
    readonly NpgsqlDataSource _source;
    readonly List<OpenPage> _pages = [];

    Ours(RunningProgram program, HttpClient client, CookieContainer cookies) =>
        (_program, _client, _cookies, _source) = (program, client, cookies, NpgsqlDataSource.Create(program.ConnectionString() + ";Pooling=true;Maximum Pool Size=1"));

    public int ProcessId => _program.ProcessId;
    public int DatabaseProcess => _program.DatabaseProcess();
    public string ConnectionString => _program.ConnectionString();

    public static async Task<Ours> StartAsync(string data, Uri provider)
    {
        const string Email = "load@example.org", Password = "a long enough sentence";
        var program = await RunningProgram.StartBuiltAsync(data,
            ("Setup__AdminEmail", Email), ("Setup__AdminPassword", Password), ("Logging__LogLevel__Default", "Warning"), ("Logging__LogLevel__Microsoft.Hosting.Lifetime", "Information"),
            ("Agents__Providers__0__Name", "paced"), ("Agents__Providers__0__BaseUrl", new Uri(provider, "/v1").ToString()), ("Agents__Providers__0__Models", "paced"),
            // One person asks all of it.
            ("Chat__AnswersAtOnce", "1000"), ("Chat__RequestsPerMinute", "1000000"), ("Chat__SocketsPerPerson", "1000000"),
            // Sockets that only stay open answer no ping, and would be gone before they are counted.
            ("Chat__SocketHeartbeatSeconds", "3600"));
        var cookies = new CookieContainer();
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = cookies, MaxConnectionsPerServer = 10_000 }) { BaseAddress = program.Address, Timeout = TimeSpan.FromMinutes(2) };
        using var signedIn = await client.PostAsJsonAsync("/api/sign-in", new { email = Email, password = Password });
        if (signedIn.StatusCode != HttpStatusCode.OK && signedIn.StatusCode != HttpStatusCode.NoContent) throw new InvalidOperationException($"{signedIn.StatusCode}");
        return new(program, client, cookies);
    }

    /// <summary>Opens so many pages, each of a session of its own.</summary>
    public async Task OpenAsync(int pages)
    {
        while (_pages.Count < pages) _pages.Add(await NewAsync());
    }

    async Task<OpenPage> NewAsync()
    {
        using var made = await _client.PostAsJsonAsync("/api/sessions", new { agent = "paced/paced" });
        made.EnsureSuccessStatusCode();
        return await OpenPage.OpenAsync(_client, (await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetGuid());
    }

    // What was said in a session before is sent to the model again: long answers would make those of later rounds dearer.
    async Task<Crowd> FreshAsync(int pages)
    {
        var crowd = new Crowd();
        while (crowd.Pages.Count < pages) crowd.Pages.Add(await NewAsync());
        return crowd;
    }

    /// <summary>So many more streams of the open sessions, until disposed.</summary>
    public async Task<IAsyncDisposable> WatchAsync(int streams)
    {
        var crowd = new Crowd();
        for (var i = 0; i < streams; i++) crowd.Pages.Add(await OpenPage.OpenAsync(_client, _pages[i % _pages.Count].Session));
        return crowd;
    }

    /// <summary>So many sockets of the open sessions, until disposed.</summary>
    public async Task<IAsyncDisposable> ConnectAsync(int sockets)
    {
        var crowd = new Crowd();
        for (var i = 0; i < sockets; i++)
        {
            var socket = new ClientWebSocket();
            socket.Options.Cookies = _cookies;
            socket.Options.SetRequestHeader("Origin", _program.Address.GetLeftPart(UriPartial.Authority));
            crowd.Sockets.Add(socket);
            await socket.ConnectAsync(new UriBuilder(_program.Address) { Scheme = "ws", Path = $"/chat/{_pages[i % _pages.Count].Session}", Query = "content=0" }.Uri, CancellationToken.None);
        }
        return crowd;
    }

    /// <summary>Answers in so many sessions at once, each watched by several pages: how long after it was written each stamped word came to each of them.</summary>
    public async Task<List<double>> FanOutAsync(int answers, int viewers, int tokens)
    {
        await using var asking = await FreshAsync(answers);
        await using var watching = new Crowd();
        foreach (var page in asking.Pages)
            for (var i = 0; i < viewers; i++) watching.Pages.Add(await OpenPage.OpenAsync(_client, page.Session));
        var delays = watching.Pages.Select(p => p.DelaysAsync()).ToList();
        // Each page of a session reads to its end, or what comes would wait for it.
        var asked = asking.Pages.Select(async (page, i) =>
        {
            await Task.Delay(TimeSpan.FromSeconds(2d * i / answers));
            return await page.AskAsync($"{PacedProvider.Stamped} {i} {tokens}");
        }).ToList();
        await Task.WhenAll(asked);
        return [.. (await Task.WhenAll(delays)).SelectMany(d => d)];
    }

    /// <summary>Quick answers in new sessions at the same time: milliseconds of processor time for 1,000 tokens.</summary>
    public async Task<double> QuickAsync(int answers, int tokens)
    {
        await using var asking = await FreshAsync(answers);
        var before = CpuTime.Of(_program.ProcessId) + CpuTime.OfDatabase(DatabaseProcess);
        await Task.WhenAll(asking.Pages.Select(p => p.AskAsync($"{PacedProvider.Quick} {tokens}")));
        await QuietAsync(tokens);
        return (CpuTime.Of(_program.ProcessId) + CpuTime.OfDatabase(DatabaseProcess) - before) * 1000 / (answers * tokens);
    }

    sealed class Crowd : IAsyncDisposable
    {
        public List<OpenPage> Pages { get; } = [];
        public List<ClientWebSocket> Sockets { get; } = [];

        public ValueTask DisposeAsync()
        {
            foreach (var page in Pages) page.Dispose();
            foreach (var socket in Sockets) socket.Dispose();
            return ValueTask.CompletedTask;
        }
    }

    // A stream lives ten minutes.
    protected override async Task PrepareAsync()
    {
        for (var i = 0; i < _pages.Count; i++)
        {
            if (_pages[i].Age < TimeSpan.FromMinutes(5)) continue;
            _pages[i].Dispose();
            _pages[i] = await OpenPage.OpenAsync(_client, _pages[i].Session);
        }
    }

    protected override (double, double) Cpu() => (CpuTime.Of(_program.ProcessId), CpuTime.OfDatabase(DatabaseProcess));

    protected override Task<Heard> AskAsync(int number, int tokens) => _pages[number].AskAsync($"Question {number} {tokens}");

    protected override async Task QuietAsync(int tokens)
    {
        await using var waiting = _source.CreateCommand("select count(*) from chat.outbox");
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while ((long)(await waiting.ExecuteScalarAsync())! > 0) await tick.WaitForNextTickAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var page in _pages) page.Dispose();
        _client.Dispose();
        await _source.DisposeAsync();
        await _program.DisposeAsync();
    }
}
