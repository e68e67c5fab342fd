using Xunit;

namespace ChatMonolith.Tests.Integration.Chat;

/// <summary>The answer that grows inside a response is one more way to see a session, and ends with the right to see it.</summary>
[Collection("chat")]
public sealed class GrowingPageTests(TestHost host)
{
    [Fact]
    public async Task A_message_that_is_deleted_meanwhile_does_not_end_it()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var earlier = await ana.HearAsync(session, "An earlier answer");
        var (_, script) = await ana.AskAsync(session);
        using var response = await ana.NavigateAsync($"/chat/{session}?live=1");
        var page = new GrowingBody(await response.Content.ReadAsStreamAsync());
        await script.SendAsync("Before it.\n\n");
        await page.UntilAsync("Before it.");
        await script.SendAsync("Unread by then.\n\n");
        await ana.GoneAsync(earlier.Id);
        await script.SendAsync("After it.");
        _ = script.FinishAsync();

        Assert.Contains("After it.", await page.ToEndAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("You can no longer see", page.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("removed")]
    [InlineData("signed out")]
    [InlineData("deleted")]
    public async Task Who_may_not_see_the_session_any_more_sees_no_more_of_the_answer(string how)
    {
        var (ana, ben) = (await ChatClient.SignInAsync(host), await ChatClient.SignInAsync(host));
        var session = await ana.StartAsync();
        await ana.ShareAsync(session, ben);
        var (_, script) = await ana.AskAsync(session);
        using var response = await ben.NavigateAsync($"/chat/{session}?live=1");
        var page = new GrowingBody(await response.Content.ReadAsStreamAsync());
        await script.SendAsync("What Ben may see.\n\n");
        await page.UntilAsync("What Ben may see.");

        using var done = await (how switch
        {
            "removed" => ana.RemoveAsync(session, ben.User.Email),
            "signed out" => ben.User.PostAsync("/sign-out", null),
            _ => ana.DeleteAsync(session),
        });

        Assert.Contains("You can no longer see this session", await page.ToEndAsync().SoonAsync(TimeSpan.FromSeconds(5)), StringComparison.Ordinal);
        Assert.EndsWith("</html>", page.Text.TrimEnd(), StringComparison.Ordinal);
        _ = script.Say("What he may not.").FinishAsync();
    }
}
