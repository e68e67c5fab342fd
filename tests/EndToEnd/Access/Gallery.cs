using System.Net.Http.Json;
using System.Text.Json;
using ChatMonolith.Tests.Integration;

namespace ChatMonolith.Tests.EndToEnd;

/// <summary>A session in which every state of an answer can be seen, and every kind of block.</summary>
static class Gallery
{
    public const string Running = "Still going";

    public const string Everything = """
        ### What the tides do

        Twice a day the sea **rises and falls**; see [the almanac](https://example.org/almanac) and `tide.height()`.

        | Harbour | High water | Low water | Range in metres | Remarks of the harbour master |
        |---|---:|---:|---:|---|
        | Cuxhaven | 04:12 | 10:55 | 3.1 | Strong current at the pier head |
        | Dover | 11:03 | 05:48 | 5.9 | Ferries have priority |

        ```csharp
        public static double HeightAt(DateTimeOffset time, Harbour harbour) => harbour.Mean + harbour.Amplitude * Math.Cos(2 * Math.PI * time.Hour / 12.42);
        ```

        1. Look up the harbour
        2. Add the correction
           - for the month
           - [x] for the wind

        > The tide waits for no one.

        Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft_https://example.org/a/very/long/address/that/does/not/break

        Inline math $a^2 + b^2$ and a rule:

        ---

        > [!WARNING]
        > Keep away from the mud flats.
        """;

    /// <summary>Writes the session over the programming interface; the pages are what is looked at.</summary>
    public static async Task<Guid> MakeAsync(Journey journey, TestUser owner)
    {
        var id = await StartAsync(owner, "Tides of the North Sea and what they do to harbours");

        journey.Answer("all the blocks").Say(Everything).FinishAsync(new(12_000, 3_400)).Forget();
        await AskAsync(owner, id, "Show **all the blocks** you know, please.", "done");
        await AskAsync(owner, id, "How is ChatMonolith started, and where is its data?", "done", "guide");
        journey.Answer("too busy").RefuseAsync(429, retryAfter: "60").Forget();
        await AskAsync(owner, id, "Are you too busy?", "failed", await ModelAsync(owner));
        journey.Answer("break off").Say("The text that came before ").CutOffAsync().Forget();
        await AskAsync(owner, id, "Does it break off?", "interrupted");
        journey.Answer("be stopped").Say("Somebody will say ").Forget();
        var run = await SendAsync(owner, id, "This will be stopped", null);
        await SeeAsync(owner, id, run.Reply, "Somebody will say");
        (await owner.PostAsync($"/api/runs/{run.Run}/stop", null)).EnsureSuccessStatusCode();
        await UntilAsync(owner, id, run.Reply, "stopped");
        return id;
    }

    public static async Task<Guid> StartAsync(TestUser owner, string title)
    {
        using var session = await owner.PostAsJsonAsync("/api/sessions", new { title, agent = await ModelAsync(owner) });
        session.EnsureSuccessStatusCode();
        return (await session.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetGuid();
    }

    /// <summary>A thread under the first answer, with an answer of its own; gives its address.</summary>
    public static async Task<string> ThreadAsync(Journey journey, TestUser owner, Guid session)
    {
        var first = (await owner.GetFromJsonAsync<JsonElement>($"/api/sessions/{session}/messages?limit=50")).GetProperty("items")[1].GetProperty("id").GetGuid();
        journey.Answer("ask aside").Say("Only *here*: the moon.\n\n- and the sun").FinishAsync(new(1_200, 340)).Forget();
        using var sent = await owner.PostAsJsonAsync($"/api/sessions/{session}/messages", new { content = "May I ask aside?", threadId = first, agent = await ModelAsync(owner) });
        sent.EnsureSuccessStatusCode();
        await UntilAsync(owner, session, (await sent.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("replyId").GetGuid(), "done");
        return $"/chat/{session}/thread/{first}";
    }

    /// <summary>An answer that does not end while a page is looked at; dispose to stop it.</summary>
    public static async Task<IAsyncDisposable> RunningAsync(Journey journey, TestUser owner, Guid session)
    {
        journey.Answer("not end yet").Say($"{Running}, and\n\nthis is the ", "open ").Forget();
        var run = await SendAsync(owner, session, "Please do not end yet", await ModelAsync(owner));
        return new Stop(owner, run.Run);
    }

    public static async Task<string> ModelAsync(TestUser user) => (await user.GetFromJsonAsync<JsonElement>("/api/agents")) switch
    {
        { ValueKind: JsonValueKind.Array } all => Model(all),
        var page => Model(page.GetProperty("items")),
    };

    static string Model(JsonElement agents) => agents.EnumerateArray().First(a => a.GetProperty("name").GetString() == "test-model").GetProperty("id").GetString()!;

    static async Task AskAsync(TestUser owner, Guid session, string content, string status, string? agent = null) =>
        await UntilAsync(owner, session, (await SendAsync(owner, session, content, agent)).Reply, status);

    static async Task<(Guid Reply, Guid Run)> SendAsync(TestUser owner, Guid session, string content, string? agent)
    {
        using var sent = await owner.PostAsJsonAsync($"/api/sessions/{session}/messages", new { content, agent });
        sent.EnsureSuccessStatusCode();
        var body = await sent.Content.ReadFromJsonAsync<JsonElement>();
        return (body.GetProperty("replyId").GetGuid(), body.GetProperty("runId").GetGuid());
    }

    /// <summary>Follows the session's events until the reply has the status.</summary>
    static Task UntilAsync(TestUser owner, Guid session, Guid reply, string status) => SeeAsync(owner, session, reply, $"\"status\":\"{status}\"");

    /// <summary>Follows the session's events until one about the reply contains the words.</summary>
    static async Task SeeAsync(TestUser owner, Guid session, Guid reply, string words)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var response = await owner.GetAsync($"/api/sessions/{session}/events?since=0.0.0", HttpCompletionOption.ResponseHeadersRead, patience.Token);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(patience.Token));
        while (await lines.ReadLineAsync(patience.Token) is { } line)
            if (line.Contains("message.", StringComparison.Ordinal) && line.Contains(reply.ToString(), StringComparison.Ordinal) && line.Contains(words, StringComparison.Ordinal)) return;
        throw new InvalidOperationException($"Nothing about the answer said {words}.");
    }

    /// <summary>The provider takes the steps when it is asked.</summary>
    public static void Forget<T>(this T steps) => _ = steps;

    sealed class Stop(TestUser owner, Guid run) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => (await owner.PostAsync($"/api/runs/{run}/stop", null)).EnsureSuccessStatusCode();
    }
}
