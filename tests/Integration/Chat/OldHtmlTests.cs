using Xunit;

namespace ChatMonolith.Tests.Integration.Chat;

[Collection("chat")]
public sealed class OldHtmlTests(TestHost host)
{
    [Fact]
    public async Task What_an_older_version_rendered_is_rendered_once_more_and_kept()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var answer = await ana.HearAsync(session, "Some *words*");
        await TestDatabase.ScalarAsync<int>(host.ConnectionString, "update chat.messages set html = '<p>old</p>', html_version = 0 where id = $1 returning 1", answer.Id);
        var before = await StoredAsync(answer.Id, "revision || ' ' || content");

        Assert.Contains("<em>words</em>", (await ana.MessageAsync(session, answer.Id)).Html, StringComparison.Ordinal);

        Assert.Equal(answer.Html, await Soon.UntilAsync(() => StoredAsync(answer.Id, "html"), html => html != "<p>old</p>"));
        Assert.NotEqual("0", await StoredAsync(answer.Id, "html_version::text"));
        Assert.Equal(before, await StoredAsync(answer.Id, "revision || ' ' || content"));
    }

    Task<string> StoredAsync(Guid id, string what) => TestDatabase.ScalarAsync<string>(host.ConnectionString, $"select {what} from chat.messages where id = $1", id);
}
