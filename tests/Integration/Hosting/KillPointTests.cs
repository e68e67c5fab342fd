using System.Net;
using System.Net.Http.Json;
using ChatMonolith.Tests.Integration.Chat;
using ChatMonolith.Tests.Integration.OpenAi;
using Xunit;
using Xunit.Abstractions;

namespace ChatMonolith.Tests.Integration.Hosting;

/// <summary>
/// The host dies by kill -9 in every phase of what people do, with a stream and a socket open on each session that come back afterwards. Nothing that
/// was acknowledged is lost or there twice, every answer has an end, what was stored stays, and viewers see what is stored.
/// </summary>
[Trait("Category", "slow")]
public sealed class KillPointTests(ITestOutputHelper output) : IAsyncLifetime
{
    const int Rounds = 4;
    static readonly TimeSpan Promised = TimeSpan.FromSeconds(60);
    readonly string _data = Directory.CreateTempSubdirectory("chatmonolith-points-").FullName;
    readonly List<Mortal> _people = [];
    string _database = "", _connection = "";

    public async Task InitializeAsync() => (_database, _connection) = await TestDatabase.CreateAsync();

    [Fact]
    public async Task Whatever_people_were_doing_when_the_host_died_nothing_acknowledged_is_lost_and_viewers_see_what_is_stored()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("KILL_SEED"), out var given) ? given : Environment.TickCount;
        output.WriteLine($"KILL_SEED={seed}");
        var random = new Random(seed);
        await using var provider = await OpenAiTestServer.StartAsync("held-model");
        var program = await StartAsync(provider);
        try
        {
            using (var admin = program.NewClient())
            {
                await SignInAsync(admin, "first@example.org");
                foreach (var phase in KillPhases.All) _people.Add(await Mortal.BeAsync(program, admin, phase.Method.Name));
            }
            for (var round = 0; round < Rounds; round++)
            {
                var points = await Task.WhenAll(_people.Zip(KillPhases.All).Select(async p =>
                {
                    await p.First.BeginAsync(program, provider, _connection, new(random.Next()));
                    return await p.Second(p.First);
                }));
                // All at once, and the end right behind the last word of the server.
                await Task.WhenAll(points.Select(p => p.Act()));
                await program.KillAsync();
                foreach (var person in _people) person.Unheard = person.Unheard is { } open ? IgnoreAsync(open) : null;
                await program.DisposeAsync();

                program = await StartAsync(provider);
                foreach (var person in _people) await person.ReturnAsync(program);
                Assert.Equal(0L, await Soon.UntilAsync(() => CountAsync("select count(*) from chat.runs where ended_at is null"), n => n == 0, Promised));
                foreach (var (person, point) in _people.Zip(points))
                {
                    await point.Check();
                    await person.AssertViewersAsync();
                }
                Assert.Equal(0L, await Soon.UntilAsync(() => CountAsync("select count(*) from chat.runs r left join analytics.usage_ledger l on l.run_id = r.id where l.run_id is null"), n => n == 0, Promised));
                Assert.Equal(0L, await CountAsync("select count(*) from (select session_id, client_message_id from chat.messages where client_message_id is not null group by 1, 2 having count(*) > 1) d"));
                Assert.Equal(0L, await CountAsync("select count(*) from chat.run_pieces"));
            }
        }
        finally
        {
            foreach (var person in _people) await person.DisposeAsync();
            await program.DisposeAsync();
        }
    }

    static async Task IgnoreAsync(Task open)
    {
        try
        {
            await open;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or TaskCanceledException) { } // Nobody knows whether it came to be.
    }

    async Task<RunningProgram> StartAsync(OpenAiTestServer provider)
    {
        var program = await RunningProgram.StartBuiltAsync(_data,
            ("ConnectionStrings__Supabase", _connection), ("OPENAI_BASE_URL", provider.BaseUrl), ("OPENAI_API_KEY", "sk-test"),
            ("Setup__AdminEmail", "first@example.org"), ("Setup__AdminPassword", TestHost.Password), ("Node__Name", "mortal"), ("ASPNETCORE_ENVIRONMENT", "Production"),
            ("Chat__AnswersAtOnce", "1"), ("Chat__UndoSeconds", "300"), ("Accounts__TriesPerMinute", "100000"));
        using var client = program.NewClient();
        await SignInAsync(client, "first@example.org");
        await Soon.UntilAsync(() => client.GetStringAsync("/api/agents"), agents => agents.Contains(Mortal.Agent, StringComparison.Ordinal), Promised);
        return program;
    }

    internal static async Task SignInAsync(HttpClient client, string email)
    {
        using var answer = await client.PostAsJsonAsync("/api/sign-in", new { email, password = TestHost.Password });
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
    }

    Task<long> CountAsync(string sql) => TestDatabase.ScalarAsync<long>(_connection, sql);

    public async Task DisposeAsync()
    {
        await TestDatabase.DropAsync(_database);
        Directory.Delete(_data, recursive: true);
    }
}
