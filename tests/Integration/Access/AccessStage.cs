using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using ChatMonolith.Tests.Integration.Accounts;
using ChatMonolith.Tests.Integration.Chat;
using ChatMonolith.Tests.Integration.OpenAi;
using ChatMonolith.Tests.Integration.Sessions;

namespace ChatMonolith.Tests.Integration.Access;

/// <summary>A session of the owner's with one of each role, and what hangs on it; each thing is made when a door first needs it.</summary>
sealed partial class AccessStage(AccessCast cast, Guid session)
{
    readonly Dictionary<string, string> _made = [];
    readonly List<ScriptedAnswer> _running = [];

    public AccessCast Cast => cast;

    public static async Task<AccessStage> SetAsync(AccessCast cast)
    {
        var session = await cast.Owner.StartAsync();
        foreach (var role in new[] { "viewer", "commenter", "editor" }) await cast.Owner.ShareAsync(session, cast.People[role], role);
        return new(cast, session);
    }

    /// <summary>A route's address or a request's text with every <c>$name</c> replaced by a thing of this stage.</summary>
    public async Task<string> FillAsync(string text, ChatClient actor)
    {
        foreach (var name in Names().Matches(text).Select(m => m.Value[1..]).Distinct().OrderByDescending(n => n.Length))
            text = text.Replace($"${name}", await ThingAsync(name, actor), StringComparison.Ordinal);
        return text;
    }

    public async Task DeleteAsync() => (await cast.Owner.DeleteAsync(session)).Dispose();

    /// <summary>Nothing goes on behind the next to come. What was stopped takes no more words, so nobody waits for that.</summary>
    public void End() => _running.ForEach(script => _ = script.FinishAsync());

    async Task<string> ThingAsync(string name, ChatClient actor) => name switch
    {
        "new" => Guid.NewGuid().ToString(),
        "email" => People.NewEmail(),
        "own" => await MakeAsync(name, actor),
        _ when _made.TryGetValue(name, out var known) => known,
        _ => _made[name] = await MakeAsync(name, actor),
    };

    async Task<string> MakeAsync(string name, ChatClient actor) => name switch
    {
        "session" => $"{session}",
        "answer" => $"{(await cast.Owner.HearAsync(session, "Yes.")).Id}",
        "question" => $"{(await cast.Owner.SayAsync(session, "May I?", comment: true)).MessageId}",
        "own" => $"{(await actor.SayAsync(session, "Mine.", comment: true)).MessageId}",
        "asked" => $"{(await cast.Owner.QuestionOfAsync(session, await cast.Owner.HearAsync(session, "Yes."))).Id}",
        "reply" => await ReplyAsync(),
        "cut" => await CutAsync(),
        "run" => await RunAsync(),
        "deletion" => $"{(await cast.Owner.GoneAsync(Guid.Parse(await ThingAsync("question", actor)))).DeletionId}",
        "shareToken" => await ShareAsync("shareToken"),
        "share" => await ShareAsync("share"),
        "linkToken" => await cast.Owner.NewLinkAsync(session, new { role = "viewer" }),
        "link" => await LinkAsync(),
        "asker" => await AskerAsync(),
        "newcomer" => cast.Newcomer.User.Email,
        "edited" => await EditedAsync("edited"),
        "revision" => await EditedAsync("revision"),
        "arrived" => await ArrivedAsync(),
        "viewer" => cast.People["viewer"].User.Email,
        "editor" => cast.People["editor"].User.Email,
        "key" => (await cast.Owner.User.NewKeyAsync()).Id,
        "device" => await DeviceAsync(),
        "document" => await DocumentAsync(),
        "invite" => (await (await cast.Host.AdminAsync()).InviteAsync(People.NewEmail()))["/invite/".Length..],
        "account" => await (await cast.Host.AdminAsync()).AddAsync(),
        _ => throw new ArgumentException($"Nothing here is called '{name}'.", nameof(name)),
    };

    async Task<string> ReplyAsync()
    {
        var answer = Guid.Parse(await ThingAsync("answer", cast.Owner));
        await cast.Owner.HearInThreadAsync(session, answer, "Aside.");
        return $"{answer}";
    }

    /// <summary>An answer that was stopped, which can go on.</summary>
    async Task<string> CutAsync()
    {
        var (sent, script) = await cast.Owner.AskAsync(session);
        await script.SendAsync("Half of");
        (await cast.Owner.StopAsync(sent.RunId)).Dispose();
        _ = script.FinishAsync();
        return $"{(await cast.Owner.EndOfAsync(session, sent.ReplyId)).Id}";
    }

    async Task<string> RunAsync()
    {
        var (sent, script) = await cast.Owner.AskAsync(session);
        _running.Add(script);
        return $"{sent.RunId}";
    }

    /// <summary>A message that said something else before, and when that was.</summary>
    async Task<string> EditedAsync(string wanted)
    {
        var message = Guid.Parse(await ThingAsync("question", cast.Owner));
        (_made["edited"], _made["revision"]) = ($"{message}", $"{await cast.Owner.RevisionAsync(session, message)}");
        (await cast.Owner.EditAsync(message, "Might I?")).EnsureSuccessStatusCode();
        return _made[wanted];
    }

    /// <summary>Only who has come can become the owner.</summary>
    async Task<string> ArrivedAsync()
    {
        await cast.People["editor"].OpenAsync(session);
        return cast.People["editor"].User.Email;
    }

    async Task<string> ShareAsync(string wanted)
    {
        await ThingAsync("answer", cast.Owner);
        var share = await cast.Owner.ShareByLinkAsync(session);
        (_made["share"], _made["shareToken"]) = ($"{share.Id}", share.Token);
        return _made[wanted];
    }

    async Task<string> LinkAsync()
    {
        await ThingAsync("linkToken", cast.Owner);
        return (await cast.Owner.LinksAsync(session)).Single().GetProperty("id").GetString()!;
    }

    async Task<string> AskerAsync()
    {
        (await cast.Newcomer.AskForAccessAsync(session)).Dispose();
        return $"{cast.Newcomer.User.UserId}";
    }

    async Task<string> DeviceAsync()
    {
        using var elsewhere = cast.Host.NewClient();
        (await elsewhere.SignInAsync(cast.Owner.User.Email, TestHost.Password)).Dispose();
        var devices = await cast.Owner.User.GetFromJsonAsync<JsonElement>("/api/devices");
        return devices.EnumerateArray().First(d => !d.GetProperty("isCurrent").GetBoolean()).GetProperty("id").GetString()!;
    }

    async Task<string> DocumentAsync()
    {
        var admin = new ChatClient(cast.Host, await cast.Host.AdminAsync());
        var title = $"Words {Guid.NewGuid():N}";
        (await admin.PostFormAsync("/agents/documents", ("title", title), ("text", "Nothing but words."))).Dispose();
        var page = await admin.ReadPageAsync("/agents/documents");
        return page.QuerySelectorAll("a").Single(a => a.TextContent.Contains(title, StringComparison.Ordinal)).GetAttribute("href")!.Split('/')[^1];
    }

    /// <summary>Things that have nothing to do with the session.</summary>
    public static readonly string[] Elsewhere = ["$new", "$email", "$key", "$device", "$document", "$invite", "$account", "$newcomer"];

    [GeneratedRegex(@"\$[a-zA-Z]+")]
    public static partial Regex Names();
}
