using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Markdig.Syntax;

namespace ChatMonolith.Modules.Chat.Markdown;

/// <summary>
/// Gives the sources of a text higher numbers. A model that goes on with an answer counts what it finds from 1 again, and its [1] must not lead
/// to the first part's source.
/// </summary>
internal static partial class CitationNumbers
{
    private const int Step = 100;
    private const int Most = 999;

    /// <summary>By how much numbers move to make room for those from 1 on; 0 where there is nothing to move, or no room left.</summary>
    public static int StepFor(IReadOnlyCollection<int> numbers) => numbers.Count == 0 || numbers.Max() + Step > Most ? 0 : Step;

    /// <summary>The text with every marker's numbers moved; what looks like one in code, or is the text of a link, stays.</summary>
    public static string Move(string text, AnswerSources sources, int by)
    {
        var source = SourceText.Normalise(text);
        var moved = new StringBuilder(source);
        var marks = MarkdownSyntax.ParseWithPlaces(source, sources).Descendants<Citation>().Where(c => !c.IsInLink);
        foreach (var mark in marks.OrderByDescending(c => c.Span.Start))
        {
            // A marker that stands elsewhere than the parser says is left alone rather than text damaged.
            if (mark.Span.Start < 0 || !source.AsSpan(Math.Min(mark.Span.Start, source.Length)).StartsWith(mark.Source))
            {
                continue;
            }

            var numbers = mark.Source.Split('†')[0];
            moved.Remove(mark.Span.Start, numbers.Length)
                .Insert(mark.Span.Start, Digits().Replace(numbers, n => (int.Parse(n.Value, CultureInfo.InvariantCulture) + by).ToString(CultureInfo.InvariantCulture)));
        }

        return moved.ToString();
    }

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Digits();
}
