using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using ChatMonolith.Tests.Integration.Chat;
using Xunit;

namespace ChatMonolith.Tests.Integration.Hosting;

/// <summary>What the console of a real start says of each request.</summary>
[Trait("Category", "slow")]
public sealed class RequestLogTests : IAsyncLifetime
{
    const string Secret = "s3cret-token-of-a-link";
    readonly string _data = Directory.CreateTempSubdirectory("chatmonolith-log-").FullName;
    string _database = "", _connection = "";

    public async Task InitializeAsync() => (_database, _connection) = await TestDatabase.CreateAsync();

    [Fact]
    public async Task Every_request_has_one_line_without_query_token_or_what_was_sent()
    {
        await using var program = await RunningProgram.StartBuiltAsync(_data, ("ConnectionStrings__Supabase", _connection));
        using var client = program.NewClient();

        await client.GetAsync($"/setup?token={Secret}");
        await client.GetAsync($"/invite/{Secret}");
        await client.GetAsync($"/there-is-nothing-here?token={Secret}");
        using var form = new FormUrlEncodedContent([new("email", $"{Secret}@example.org"), new("password", Secret)]);
        await client.PostAsync($"/sign-in?returnUrl={Secret}", form);
        await TestDatabase.CloseAsync(_connection);
        Assert.Equal(HttpStatusCode.InternalServerError, (await client.GetAsync($"/invite/{Secret}?failed")).StatusCode);
        Assert.Equal(HttpStatusCode.InternalServerError, (await client.PostAsJsonAsync($"/api/sign-in?{Secret}", new { email = $"{Secret}@example.org", password = Secret })).StatusCode);
        await client.GetAsync("/health/live?last");

        await Soon.UntilAsync(() => Task.FromResult(program.Output), output => output.Contains("GET /health/live 200", StringComparison.Ordinal));
        Assert.Equal(
            [
                "GET /setup 403", "GET /invite/{token} 404", "GET /there-is-nothing-here 401", "POST /sign-in 401",
                "GET /invite/{token} 500", "POST /api/sign-in 500", "GET /health/live 200",
            ],
            Regex.Matches(program.Output, @"ChatMonolith\.Requests\[\d+\] (\S+ \S+ \d+) \d+ ms").Select(m => m.Groups[1].Value));
        Assert.DoesNotContain(Secret, program.Output, StringComparison.Ordinal);
    }

    public async Task DisposeAsync()
    {
        await TestDatabase.DropAsync(_database);
        Directory.Delete(_data, recursive: true);
    }
}
