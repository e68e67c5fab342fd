using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Xunit;

namespace ChatMonolith.Tests.Integration.Chat;

[Collection("host")]
public sealed class SendTests(TestHost host)
{
    [Fact]
    public async Task A_message_is_stored_and_answered_by_the_chosen_agent()
    {
        var ana = await host.SignInAsync();
        var created = await ana.Client.PostAsJsonAsync("/api/sessions", new { title = "First" });
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        var session = (await created.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetGuid();

        var sent = await ana.Client.PostAsJsonAsync($"/api/sessions/{session}/messages", new { content = "Hello there" });

        Assert.Equal(HttpStatusCode.Accepted, sent.StatusCode);
    }
}
