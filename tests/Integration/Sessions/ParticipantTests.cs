using System.Net;
using AngleSharp.Html.Parser;
using ChatMonolith.Tests.Integration.Chat;
using Xunit;

namespace ChatMonolith.Tests.Integration.Sessions;

[Collection("host")]
public sealed class ParticipantTests(TestHost host)
{
    [Fact]
    public async Task The_owner_adds_by_email_changes_the_role_and_removes()
    {
        var (ana, ben) = (await ChatClient.SignInAsync(host, "Ana"), await ChatClient.SignInAsync(host, "Ben"));
        var session = await ana.StartAsync();

        using var added = await ana.AddAsync(session, $" {ben.User.Email.ToUpperInvariant()} ".Trim(), "viewer");
        Assert.Equal(HttpStatusCode.OK, added.StatusCode);
        Assert.Equal("Ana owner, Ben viewer invited", await ben.PeopleAsync(session));

        using var again = await ana.AddAsync(session, ben.User.Email, "editor");
        Assert.Equal("Ana owner, Ben editor invited", await ana.PeopleAsync(session));

        using var removed = await ana.RemoveAsync(session, ben.User.Email);
        using var twice = await ana.RemoveAsync(session, ben.User.Email);
        Assert.Equal([HttpStatusCode.NoContent, HttpStatusCode.NoContent], [removed.StatusCode, twice.StatusCode]);
        Assert.Equal("Ana owner", await ana.PeopleAsync(session));
        using var page = await ben.NavigateAsync($"/chat/{session}");
        Assert.Equal(HttpStatusCode.NotFound, page.StatusCode);
    }

    [Fact]
    public async Task Only_the_owner_adds_and_removes_but_everybody_may_leave()
    {
        var (ana, ben, cem) = (await ChatClient.SignInAsync(host, "Ana"), await ChatClient.SignInAsync(host, "Ben"), await ChatClient.SignInAsync(host, "Cem"));
        var session = await ana.StartAsync();
        await ana.ShareAsync(session, ben);

        using var adds = await ben.AddAsync(session, cem.User.Email);
        Assert.Equal(HttpStatusCode.Forbidden, adds.StatusCode);
        Assert.Contains("Only the owner", await adds.SentenceAsync(), StringComparison.Ordinal);
        await ana.ShareAsync(session, cem, "viewer");
        Assert.Equal(HttpStatusCode.Forbidden, (await ben.RemoveAsync(session, cem.User.Email)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await ben.RemoveAsync(session, ana.User.Email)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await ben.DeleteAsync(session)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await cem.RenameAsync(session, "No")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await ben.RenameAsync(session, "Yes")).StatusCode);

        Assert.Equal(HttpStatusCode.NoContent, (await cem.RemoveAsync(session, cem.User.Email)).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await ana.RemoveAsync(session, ana.User.Email)).StatusCode);
        Assert.Equal("Ana owner, Ben editor invited", await ana.PeopleAsync(session));
    }

    [Theory]
    [InlineData("nobody at all", "editor", "Nobody here has this name")]
    [InlineData("not an@address", "editor", "not an e-mail address")]
    [InlineData("@example.org", "editor", "not an e-mail address")]
    [InlineData("", "editor", "Type the e-mail address or the name")]
    [InlineData("admin@example.org", "owner", "Choose what they may do")]
    [InlineData("admin@example.org", "king", "Choose what they may do")]
    [InlineData("admin@example.org", "1", "Choose what they may do")]
    [InlineData("a\u0000@example.org", "editor", "")]
    [InlineData("a\u0000", "editor", "")]
    public async Task Who_cannot_be_added_is_said_in_words(string email, string role, string sentence)
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        using var refused = await ana.AddAsync(session, email, role);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains(sentence, await refused.SentenceAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_keeps_what_was_typed_beside_the_reason()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("who", "nobody at all"), KeyValuePair.Create("role", "viewer")]);
        using var refused = await ana.User.PostAsync($"/chat/{session}/people", form);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        var page = new HtmlParser().ParseDocument(await refused.Content.ReadAsStringAsync());
        Assert.Equal("nobody at all", page.QuerySelector("#who")!.GetAttribute("value"));
        Assert.True(page.QuerySelector("#role option[value=viewer]")!.HasAttribute("selected"));
        Assert.Contains("Nobody here", page.QuerySelector("#who-error")!.TextContent, StringComparison.Ordinal);
    }
}
