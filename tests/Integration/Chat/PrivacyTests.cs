using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AngleSharp.Html.Dom;
using ChatMonolith.Modules.Chat.Presence.Hide;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ChatMonolith.Tests.Integration.Chat;

/// <summary>What people hide from others.</summary>
[Collection("chat")]
public sealed class PrivacyTests(TestHost host)
{
    [Fact]
    public async Task Whoever_hides_is_in_no_frame_that_others_get_and_still_sees_them()
    {
        var (ana, ben, session) = await PairAsync();
        await ChooseAsync(ben, typing: false, presence: true, reads: false);
        await using var theirs = await SocketClient.AsPageAsync(ben, session);
        var welcome = await theirs.NextAsync("welcome");
        await using var mine = await SocketClient.AsPageAsync(ana, session);

        await mine.NextAsync("presence", f => f.GetProperty("count").GetInt32() == 1);
        await theirs.SendAsync(new { type = "typing", active = true });
        await theirs.SendAsync(new { type = "presence", state = "idle" });
        await mine.SendAsync(new { type = "presence", state = "idle" });
        // They see her come and change; what they did before went the same way.
        await theirs.NextAsync("presence", f => f.GetProperty("changed").GetArrayLength() + f.GetProperty("joined").GetArrayLength() > 0);
        await mine.SendAsync(new { type = "typing", active = true });
        await theirs.NextAsync("typing");
        await using var third = await SocketClient.AsPageAsync(ana, session);
        var late = await third.NextAsync("welcome");

        Assert.Equal(0, welcome.GetProperty("count").GetInt32());
        Assert.Equal(1, late.GetProperty("count").GetInt32());
        mine.Take(100);
        foreach (var frame in mine.Seen.Append(late))
        {
            var text = frame.GetRawText();
            if (SocketClient.TypeOf(frame) == "welcome")
            {
                // That they take part is no secret.
                var them = frame.GetProperty("participants").EnumerateArray().Single(p => p.GetProperty("id").GetGuid() == ben.User.UserId);
                Assert.Equal("away", them.GetProperty("state").GetString());
                text = text.Replace(them.GetRawText(), "", StringComparison.Ordinal);
            }
            Assert.DoesNotContain(ben.User.UserId.ToString(), text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_choice_holds_at_once_on_sockets_that_are_open_and_can_be_taken_back()
    {
        var (ana, ben, session) = await PairAsync();
        await using var mine = await SocketClient.AsPageAsync(ana, session);
        await using var theirs = await SocketClient.AsPageAsync(ben, session);
        await mine.NextAsync("presence", f => Ids(f, "joined").Contains(ben.User.UserId));
        await theirs.SendAsync(new { type = "typing", active = true });
        await mine.NextAsync("typing", f => f.GetProperty("active").GetBoolean());

        await ChooseAsync(ben, typing: true, presence: false, reads: false);
        await mine.NextAsync("typing", f => !f.GetProperty("active").GetBoolean());
        await theirs.SendAsync(new { type = "typing", active = true });
        await ChooseAsync(ben, typing: true, presence: true, reads: false);
        await mine.NextAsync("presence", f => Ids(f, "left").Contains(ben.User.UserId));
        Assert.Equal(2, mine.Seen.Count(f => SocketClient.TypeOf(f) == "typing"));

        await ChooseAsync(ben, typing: false, presence: false, reads: false);
        await mine.NextAsync("presence", f => Ids(f, "joined").Contains(ben.User.UserId));
        await theirs.SendAsync(new { type = "typing", active = true });
        await mine.NextAsync("typing", f => f.GetProperty("active").GetBoolean());
    }

    [Fact]
    public async Task The_api_says_and_takes_all_three_choices()
    {
        var ana = await ChatClient.SignInAsync(host);
        Assert.Equal("""{"hideTyping":false,"hidePresence":false,"hideReads":false}""", await ana.User.GetStringAsync("/api/me/privacy"));
        await ChooseAsync(ana, typing: false, presence: true, reads: true);
        Assert.Equal("""{"hideTyping":false,"hidePresence":true,"hideReads":true}""", await ana.User.GetStringAsync("/api/me/privacy"));
        Assert.True(await host.Services.GetRequiredService<Privacy>().HidesReads(ana.User.UserId));

        // Nobody is shown because a field was forgotten.
        using var half = await ana.User.PutAsJsonAsync("/api/me/privacy", new { hideTyping = false });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, half.StatusCode);
        Assert.True((await ana.User.GetFromJsonAsync<JsonElement>("/api/me/privacy")).GetProperty("hidePresence").GetBoolean());

        using var stranger = host.NewClient();
        using var refused = await stranger.GetAsync("/api/me/privacy");
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        var ben = await ChatClient.SignInAsync(host);
        Assert.False((await ben.User.GetFromJsonAsync<JsonElement>("/api/me/privacy")).GetProperty("hidePresence").GetBoolean());
    }

    [Fact]
    public async Task The_page_works_without_a_script()
    {
        var ana = await ChatClient.SignInAsync(host);
        using var saved = await ana.SubmitAsync("/settings/privacy", panel: false, ("hidePresence", "true"));
        Assert.Equal((HttpStatusCode.Redirect, "/settings/privacy?saved"), (saved.StatusCode, saved.Headers.Location?.OriginalString));
        using var page = await ana.NavigateAsync("/settings/privacy?saved");
        var document = await page.SeeAsync();
        Assert.Contains("Saved", document.QuerySelector(".notice[role=status]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(["hidePresence"], document.QuerySelectorAll("input[type=checkbox]").OfType<IHtmlInputElement>().Where(i => i.IsChecked).Select(i => i.Name!));
        Assert.Contains("You still see others", document.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("Privacy", document.QuerySelector("nav[aria-label=Settings] a[aria-current=page]")!.TextContent);
    }

    static async Task ChooseAsync(ChatClient person, bool typing, bool presence, bool reads)
    {
        using var chosen = await person.User.PutAsJsonAsync("/api/me/privacy", new { hideTyping = typing, hidePresence = presence, hideReads = reads });
        chosen.EnsureSuccessStatusCode();
    }

    async Task<(ChatClient Ana, ChatClient Ben, Guid Session)> PairAsync()
    {
        var (ana, ben) = (await ChatClient.SignInAsync(host, "Ana"), await ChatClient.SignInAsync(host, "Ben"));
        var session = await ana.StartAsync();
        await ana.ShareAsync(session, ben);
        return (ana, ben, session);
    }

    static IEnumerable<Guid> Ids(JsonElement frame, string which) =>
        frame.GetProperty(which).EnumerateArray().Select(p => p.ValueKind is JsonValueKind.String ? p.GetGuid() : p.GetProperty("id").GetGuid());
}
