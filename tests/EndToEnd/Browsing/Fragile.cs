using System.Text.RegularExpressions;
using ChatMonolith.Tests.Integration.Chat;
using static Microsoft.Playwright.Assertions;

namespace ChatMonolith.Tests.EndToEnd;

/// <summary>Somebody to whom everything happens that can happen to a browser: its network goes, its tab dies, is left or loaded again.</summary>
sealed class Fragile(Person person, Wire wire)
{
    public Person Person => person;
    public Wire Wire => wire;
    bool _isAway;

    public async Task SignInAsync(string email, string password)
    {
        person.Email = email;
        await person.OpenAsync("/sign-in");
        await person.FillAsync(("Email", email), ("Password", password));
        await person.Button("Sign in").ClickAsync();
        await Expect(person.Page).Not.ToHaveURLAsync(new Regex("sign-in"));
    }

    /// <summary>One of them, and what is said of it when the test fails.</summary>
    public async Task<string> BreakAsync(Random random, Guid session)
    {
        if (_isAway)
        {
            await ReturnAsync();
            return "seen again";
        }
        switch (random.Next(16))
        {
            case 0:
                await person.CloseTabAsync();
                await person.OpenSessionAsync(session);
                return "tab died";
            case 1:
                await person.Page.ReloadAsync();
                await person.LiveAsync();
                return "loaded again";
            case 2 or 3:
                await Tabs.HideAsync(person);
                _isAway = true;
                return "out of sight";
            default:
                wire.Cut();
                wire.Mend();
                // Most browsers notice; some have to find out.
                if (random.Next(4) > 0) await person.Page.EvaluateAsync("() => dispatchEvent(new Event('online'))");
                return "network lost";
        }
    }

    public async Task ReturnAsync()
    {
        if (_isAway) await Tabs.ShowAsync(person);
        _isAway = false;
    }

    /// <summary>Sends it, and again while the network takes it away; the text is in the box until it was taken.</summary>
    public async Task SayAsync(string text, bool isCut)
    {
        await person.Box.FillAsync(text);
        await person.Box.PressAsync("Enter");
        if (!isCut) return;
        wire.Cut();
        wire.Mend();
        for (var sent = false; !sent;)
        {
            sent = await Soon.UntilAsync(
                async () => (IsSent: await person.Box.InputValueAsync() is "", IsRefused: await person.Refusal.TextContentAsync() is { Length: > 0 }), s => s.IsSent || s.IsRefused) is { IsSent: true };
            if (!sent) await person.Box.PressAsync("Enter");
        }
    }

    public async Task UntilOverAsync(int messages)
    {
        await Expect(person.Messages).ToHaveCountAsync(messages);
        await Expect(person.Answer).ToHaveAttributeAsync("data-status", new Regex("done|interrupted"));
    }

    /// <summary>The conversation to the byte, but for what cannot be seen and what differs from person to person.</summary>
    public Task<string> TranscriptAsync() => person.Page.Locator("#transcript").EvaluateAsync<string>(Shape.Value);

    static readonly Lazy<string> Shape = new(() => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Browsing", "shape.js")));
}
