using System.Net.Http.Json;
using ChatMonolith.Tests.Integration;
using ChatMonolith.Tests.Integration.Chat;
using ChatMonolith.Tests.Integration.Hosting;
using ChatMonolith.Tests.Integration.OpenAi;
using Xunit;
using Xunit.Abstractions;

namespace ChatMonolith.Tests.EndToEnd;

/// <summary>
/// Two people at browsers while everything breaks at random, in one test: streams and sockets, tabs, and the host by kill -9. Afterwards both see the
/// same to the byte, the one who lived through it and the one who opens the page, and it is what is stored and what the provider said.
/// </summary>
[Collection("access")]
public sealed class BreakTests(BrowserFixture browser, ITestOutputHelper output) : IAsyncLifetime
{
    const int Points = 200, RoundsPerLife = 3;
    const string Model = "test-model";

    static readonly string[] Pieces =
    [
        "# Ti", "des\n\nThe **mo", "on** pulls", ", and the *sun", "* too.\n\n", "1. spring\n2. ne", "ap\n   - in ", "between\n\n", "```js\nif (a < b) ", "go();\n", "```\n\n",
        "| a | b |\n|--", "-|---|\n| 1 | 2 |\n\n", "> quo", "ted\n\n", "See [th", "is](https://example.org) and `co", "de`. ", "A long line of words that goes on. ", "\n\nEnd of it. ",
    ];

    readonly string _data = Directory.CreateTempSubdirectory("chatmonolith-breaks-").FullName;
    readonly List<string> _log = [];
    string _database = "", _connection = "";

    public async Task InitializeAsync() => (_database, _connection) = await TestDatabase.CreateAsync();

    [Fact]
    public Task Nothing_is_lost_and_nothing_is_there_twice_whatever_breaks() => browser.RunAsync(async journey =>
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("KILL_SEED"), out var given) ? given : Environment.TickCount;
        output.WriteLine($"KILL_SEED={seed}");
        var random = new Random(seed);
        foreach (var broken in new[] { "Connection closed before receiving a handshake response", "net::ERR_EMPTY_RESPONSE", "net::ERR_SOCKET_NOT_CONNECTED" }) journey.Problems.Allow(broken);
        await using var provider = await OpenAiTestServer.StartAsync(Model);
        var program = await StartAsync(provider);
        await using Wire anas = new(program.Address), bens = new(program.Address);
        try
        {
            var people = await EnterAsync(journey, program, anas, bens);
            var session = people[0].Person.SessionId;
            var points = 0;
            for (var round = 1; points < Points; round++)
            {
                var (asker, question) = (people[random.Next(2)], $"Question {round}?");
                var script = provider.Next(question);
                await asker.SayAsync(question, random.Next(3) == 0);
                await script.Asked.SoonAsync();
                var text = "";
                for (var i = random.Next(5, 25); i > 0; i--)
                {
                    var piece = Pieces[random.Next(Pieces.Length)];
                    await script.SendAsync(piece);
                    text += piece;
                    for (; random.Next(5) > 1; points++) _log.Add($"{round}: {await people[random.Next(2)].BreakAsync(random, session)}");
                }
                var isDeath = round % RoundsPerLife == 0;
                var kept = await StoredAsync(session);
                if (isDeath)
                {
                    await program.KillAsync();
                    await program.DisposeAsync();
                    program = await StartAsync(provider);
                    anas.Target = bens.Target = program.Address;
                    points++;
                }
                else await script.FinishAsync();
                await AssertSameAsync(people, round, random.Next(2));

                var stored = await StoredAsync(session);
                Assert.StartsWith(kept, stored, StringComparison.Ordinal);
                if (isDeath) Assert.StartsWith(stored, text, StringComparison.Ordinal);
                else Assert.Equal(text, stored);
                Assert.Equal(1L, await TestDatabase.ScalarAsync<long>(_connection, "select count(*) from chat.messages where content = $1", question));
            }
            Assert.Equal(0L, await TestDatabase.ScalarAsync<long>(_connection, "select count(*) from chat.runs where ended_at is null"));
            output.WriteLine($"{points} breaks");
        }
        finally
        {
            foreach (var line in _log.TakeLast(40)) output.WriteLine(line);
            await program.DisposeAsync();
        }
    });

    /// <summary>One opens the page anew; the other has lived through it all.</summary>
    static async Task AssertSameAsync(Fragile[] people, int round, int anew)
    {
        foreach (var person in people)
        {
            await person.ReturnAsync();
            await person.UntilOverAsync(2 * round);
        }
        await people[anew].Person.Page.ReloadAsync();
        await people[anew].Person.LiveAsync();
        await people[anew].UntilOverAsync(2 * round);
        await Soon.UntilAsync(
            async () => Difference(await people[anew].TranscriptAsync(), await people[1 - anew].TranscriptAsync()), difference => difference is "", TimeSpan.FromSeconds(5));
    }

    static string Difference(string fresh, string lived)
    {
        var same = fresh.Zip(lived).TakeWhile(c => c.First == c.Second).Count();
        return fresh == lived ? "" : $"fresh …{Around(fresh, same)}{Environment.NewLine}lived …{Around(lived, same)}";
    }

    static string Around(string text, int at) => text[Math.Max(0, at - 300)..Math.Min(text.Length, at + 300)];

    static async Task<Fragile[]> EnterAsync(Journey journey, RunningProgram program, Wire anas, Wire bens)
    {
        using var admin = program.NewClient();
        await SignInAsync(admin);
        foreach (var name in new[] { "Ana", "Ben" })
            (await admin.PostAsJsonAsync("/api/admin/users", new { email = $"{name}@example.org", password = TestHost.Password, displayName = name, role = "member" })).EnsureSuccessStatusCode();
        Fragile[] people = [new(await journey.VisitAsync(wire: anas), anas), new(await journey.VisitAsync(wire: bens), bens)];
        foreach (var (person, name) in people.Zip(["Ana", "Ben"]))
        {
            person.Person.Name = name;
            await Tabs.OfAsync(person.Person);
            await person.SignInAsync($"{name}@example.org", TestHost.Password);
        }
        await people[0].Person.StartSessionAsync();
        await people[0].Person.ShareAsync(people[1].Person);
        await people[1].Person.OpenSessionAsync(people[0].Person.SessionId);
        return people;
    }

    /// <summary>What the database has of the last answer, whether it is over or not.</summary>
    Task<string> StoredAsync(Guid session) => TestDatabase.ScalarAsync<string>(_connection, """
        select m.content || coalesce((select string_agg(p.text, '' order by p.number) from chat.run_pieces p where p.run_id = r.id), '')
        from chat.runs r join chat.messages m on m.id = r.message_id where m.session_id = $1 order by r.id desc limit 1
        """, session);

    async Task<RunningProgram> StartAsync(OpenAiTestServer provider)
    {
        var program = await RunningProgram.StartBuiltAsync(_data,
            ("ConnectionStrings__Supabase", _connection), ("OPENAI_BASE_URL", provider.BaseUrl), ("OPENAI_API_KEY", "sk-test"),
            ("Setup__AdminEmail", "first@example.org"), ("Setup__AdminPassword", TestHost.Password), ("Node__Name", "fragile"), ("ASPNETCORE_ENVIRONMENT", "Production"),
            ("Accounts__TriesPerMinute", "100000"));
        using var client = program.NewClient();
        await SignInAsync(client);
        await Soon.UntilAsync(() => client.GetStringAsync("/api/agents"), agents => agents.Contains(Model, StringComparison.Ordinal));
        return program;
    }

    static async Task SignInAsync(HttpClient client) =>
        (await client.PostAsJsonAsync("/api/sign-in", new { email = "first@example.org", password = TestHost.Password })).EnsureSuccessStatusCode();

    public async Task DisposeAsync()
    {
        await TestDatabase.DropAsync(_database);
        Directory.Delete(_data, recursive: true);
    }
}
