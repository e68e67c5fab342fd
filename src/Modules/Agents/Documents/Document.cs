using NpgsqlTypes;

namespace ChatMonolith.Modules.Agents.Documents;

enum DocumentKind
{
    /// <summary>Comes with the program and follows it.</summary>
    Product,

    /// <summary>An administrator added it.</summary>
    Added,
}

/// <summary>A text that the guide looks things up in.</summary>
sealed class Document
{
    public const int LongestTitle = 200;
    public const int LongestText = 1 << 20;

    Document() { }

    public static Document Product(string source, string title, string text, string hash, DateTimeOffset now) =>
        new() { Id = Guid.CreateVersion7(now), Kind = DocumentKind.Product, Source = source, Title = title, Text = text, Hash = hash, AddedAt = now, Passages = Passage.Split(title, text) };

    public static Document Added(string title, string text, string hash, Guid by, string byName, DateTimeOffset now) =>
        new() { Id = Guid.CreateVersion7(now), Kind = DocumentKind.Added, Title = title, Text = text, Hash = hash, AddedBy = by, AddedByName = byName, AddedAt = now, Passages = Passage.Split(title, text) };

    public Guid Id { get; private set; }
    public DocumentKind Kind { get; private set; }
    public string Title { get; private set; } = "";

    /// <summary>The file, relative to the program's documentation; null for an added document.</summary>
    public string? Source { get; private set; }
    public string Text { get; private set; } = "";
    public string Hash { get; private set; } = "";
    public Guid? AddedBy { get; private set; }
    public string? AddedByName { get; private set; }
    public DateTimeOffset AddedAt { get; private set; }
    public List<Passage> Passages { get; private set; } = [];

    /// <summary>Follows the file of the same name; its address stays, so that old citations still open.</summary>
    public void Replace(string title, string text, string hash, DateTimeOffset now)
    {
        (Title, Text, Hash, AddedAt) = (title, text, hash, now);
        var passages = Passage.Split(title, text);
        foreach (var (i, passage) in passages.Index())
        {
            if (i < Passages.Count) Passages[i].Become(passage);
            else Passages.Add(passage);
        }
        if (Passages.Count > passages.Count) Passages.RemoveRange(passages.Count, Passages.Count - passages.Count);
    }
}

/// <summary>A part of a document that is small enough to be shown as a source.</summary>
sealed class Passage
{
    Passage() { }

    public Guid DocumentId { get; private set; }
    public Document Document { get; private set; } = null!;

    /// <summary>Counted from 1; the anchor in the document's page is <c>#p{Ordinal}</c>.</summary>
    public int Ordinal { get; private set; }

    /// <summary>The document's title and the headings above the passage.</summary>
    public string Heading { get; private set; } = "";
    public string Text { get; private set; } = "";
    public NpgsqlTsVector Search { get; private set; } = null!;

    public void Become(Passage other) => (Heading, Text) = (other.Heading, other.Text);

    public static List<Passage> Split(string title, string text) =>
        [.. MarkdownPassages.Split(title, text).Select((p, i) => new Passage { Ordinal = i + 1, Heading = p.Heading, Text = p.Text })];
}
