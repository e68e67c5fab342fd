namespace ChatMonolith.Modules.Agents.Answers;

/// <summary>
/// Local models write what they think into the answer itself, as <c>&lt;think&gt;…&lt;/think&gt;</c>: only at its very start, for anywhere else
/// it is what somebody asked about.
/// </summary>
sealed class ThinkTags
{
    const string Open = "<think>", Close = "</think>";
    const int MostSpace = 64;
    enum Place { Start, Inside, Behind, Text }
    Place _place;
    string _held = "";

    public (string Reasoning, string Text) Add(string piece)
    {
        if (_place == Place.Text) return ("", piece);
        _held += piece;
        var reasoning = "";
        if (_place == Place.Start)
        {
            var begun = _held.AsSpan().TrimStart();
            if (begun.Length < Open.Length && _held.Length <= MostSpace && Open.AsSpan().StartsWith(begun)) return ("", "");
            if (!begun.StartsWith(Open)) return ("", Rest());
            (_place, _held) = (Place.Inside, begun[Open.Length..].ToString());
        }
        if (_place == Place.Inside)
        {
            if (_held.IndexOf(Close, StringComparison.Ordinal) is var end and >= 0)
                (_place, reasoning, _held) = (Place.Behind, _held[..end], _held[(end + Close.Length)..]);
            else
                (reasoning, _held) = (_held[..^Begun()], _held[^Begun()..]);
        }
        if (_place != Place.Behind) return (reasoning, "");
        _held = _held.TrimStart();
        return (reasoning, _held.Length > 0 ? Rest() : "");
    }

    /// <summary>What still waited when the answer ended.</summary>
    public (string Reasoning, string Text) Flush() => _place == Place.Inside ? (Rest(), "") : ("", Rest());

    /// <summary>How much of the closing mark stands at the end.</summary>
    int Begun() => Enumerable.Range(1, Close.Length - 1).LastOrDefault(n => _held.EndsWith(Close[..n], StringComparison.Ordinal));

    string Rest()
    {
        var rest = _held;
        (_place, _held) = (Place.Text, "");
        return rest;
    }
}
