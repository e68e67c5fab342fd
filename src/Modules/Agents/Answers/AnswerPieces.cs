using System.Text;
using ChatMonolith.Modules.Agents.Contracts;
using ChatMonolith.Modules.Agents.Providers;
using Microsoft.Extensions.AI;

namespace ChatMonolith.Modules.Agents.Answers;

/// <summary>Makes of a provider's pieces what is shown: mended, reasoning apart from text, nothing twice.</summary>
sealed class AnswerPieces(string? begun)
{
    readonly TextRepair _text = new(), _reasoning = new();
    readonly ThinkTags _think = new();
    readonly RepeatedStart _repeated = new(begun);
    readonly Queue<AgentUpdate> _ready = new();
    readonly StringBuilder _whole = new();
    readonly HashSet<string> _sources = [];
    int _lastSource;
    int _bytes;

    public bool HasText { get; private set; }

    /// <summary>Something can be seen, so that a second try would show it twice.</summary>
    public bool Begun { get; private set; }

    /// <summary>Everything that the provider wrote and will charge for, reasoning included.</summary>
    public string Whole => _whole.ToString();

    /// <summary>Quick enough to ask at every piece: four bytes are about a token, in any script.</summary>
    public int RoughTokens => _bytes / 4;

    public bool TryTake(out AgentUpdate? update) => _ready.TryDequeue(out update);

    public void Add(ChatResponseUpdate update)
    {
        foreach (var content in update.Contents)
        {
            if (content is TextContent { Text: { Length: > 0 } text }) Show(_think.Add(Counted(_text.Add(text))));
            else if (content is SourceContent source) Cite(source);
            else if (content is TextReasoningContent { Text: { Length: > 0 } thought }) Show((Counted(_reasoning.Add(thought)), ""));
        }
    }

    /// <summary>Nothing more will come: what waited is shown.</summary>
    public void End()
    {
        Show((_reasoning.Flush(), ""));
        if (_text.Flush() is { Length: > 0 } half) Show(_think.Add(half));
        Show(_think.Flush());
        Say(_repeated.Flush());
    }

    // Told again and again, and by annotations once for each use.
    void Cite(SourceContent source)
    {
        if (!_sources.Add(source.Number is { } given ? $"{given}" : source.Url)) return;
        Begun = true;
        _lastSource = source.Number is { } number ? Math.Max(number, _lastSource) : _lastSource + 1;
        _ready.Enqueue(new AgentCitation(source.Number ?? _lastSource, source.Title, source.Url, source.Quote));
    }

    string Counted(string piece)
    {
        _whole.Append(piece);
        _bytes += Encoding.UTF8.GetByteCount(piece);
        return piece;
    }

    void Show((string Reasoning, string Text) parts)
    {
        if (parts.Reasoning.Length > 0)
        {
            Begun = true;
            _ready.Enqueue(new AgentReasoning(parts.Reasoning));
        }
        if (parts.Text.Length > 0) Say(_repeated.Add(parts.Text));
    }

    void Say(string text)
    {
        if (text.Length == 0) return;
        HasText = Begun = true;
        _ready.Enqueue(new AgentText(text));
    }
}
