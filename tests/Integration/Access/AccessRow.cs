using System.Text.RegularExpressions;

namespace ChatMonolith.Tests.Integration.Access;

/// <summary>A line of the table: a door, what is asked there, and what each column gets.</summary>
sealed partial record AccessRow(string Text, string Method, string Route, string Body, string Note, string Expected)
{
    /// <summary>What the running host calls it.</summary>
    public string Door => $"{(Method == "SOCKET" ? "CONNECT" : Method)} {Query().Replace(Route, m => m.Value.StartsWith("?handler", StringComparison.Ordinal) ? m.Value : "")}";

    /// <summary>Asked about a message of who asks, not of the owner.</summary>
    public bool IsOfOwn => Note == "own";

    /// <summary>Whether the session, or what is in it or hangs on it, is asked for.</summary>
    public bool IsOfSession => AccessStage.Names().Matches($"{Address} {Body}").Any(n => !AccessStage.Elsewhere.Contains(n.Value));

    /// <summary>Whether the next to knock may find another thing than this one did.</summary>
    public bool Spends => Method is not ("GET" or "ANY" or "SOCKET") && AccessStage.Names().Matches($"{Address} {Body}").Any(n => n.Value is not ("$new" or "$email"));

    /// <summary>Whoever knocks is signed out afterwards, or somebody else.</summary>
    public bool ChangesWho => Method == "POST" && Route is "/sign-out" or "/invite/{token}";

    /// <summary>Where to ask, with the names of the things for which the route has places.</summary>
    public string Address => Route
        .Replace("{token}", Route.StartsWith("/join", StringComparison.Ordinal) ? "$linkToken" : Route.StartsWith("/invite", StringComparison.Ordinal) ? "$invite" : "$shareToken", StringComparison.Ordinal)
        .Replace("{documentName}", "v1", StringComparison.Ordinal)
        .Replace("{linkId:guid}", "$link", StringComparison.Ordinal).Replace("{share:guid}", "$share", StringComparison.Ordinal)
        .Replace("{userId:guid}", "$asker", StringComparison.Ordinal).Replace("{thread:guid}", "$reply", StringComparison.Ordinal)
        .Replace("{id:guid}", Route switch
        {
            _ when Route.Contains("/messages/{id", StringComparison.Ordinal) => Message,
            _ when Route.Contains("/deletions/", StringComparison.Ordinal) => "$deletion",
            _ when Route.Contains("/runs/", StringComparison.Ordinal) => "$run",
            _ when Route.Contains("/keys/", StringComparison.Ordinal) => "$key",
            _ when Route.Contains("/devices/", StringComparison.Ordinal) => "$device",
            _ when Route.Contains("/documents/", StringComparison.Ordinal) => "$document",
            _ => "$session",
        }, StringComparison.Ordinal);

    string Message => Route.Split('/', '?')[^1] switch
    {
        _ when IsOfOwn => "$own",
        "regenerate" or "ask" => "$answer",
        "continue" => "$cut",
        "summary" => "$reply",
        "history" => "$edited",
        _ => "$question",
    };

    public static AccessRow[] ReadAll()
    {
        using var text = new StreamReader(typeof(AccessRow).Assembly.GetManifestResourceStream("AccessMatrix.txt")!);
        return [.. text.ReadToEnd().Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Where(l => l[0] != '#').Select(Read)];
    }

    static AccessRow Read(string line)
    {
        var (text, expected) = (line.Split("=>")[0].Trim(), line.Split("=>")[1]);
        var row = Line().Match(text).Groups;
        return new(text, row["method"].Value, row["route"].Value, row["body"].Value, row["note"].Value, string.Join(' ', expected.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
    }

    [GeneratedRegex(@"^(?<method>[A-Z]+) (?<route>\S+)( (?<body>[^@].*?))??( @(?<note>\w+))?$")]
    private static partial Regex Line();

    [GeneratedRegex(@"\?.*")]
    private static partial Regex Query();
}
