using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using ChatMonolith.Modules.Chat.Markdown;

namespace ChatMonolith.Tests.Unit.Markdown;

/// <summary>What a browser would hold after applying the deltas in order.</summary>
internal sealed class TailDom
{
    private readonly IHtmlDocument page = new HtmlParser().ParseDocument("<div id=\"done\"></div><div id=\"tail\"></div>");

    public int Bytes { get; private set; }

    public string Html => Normal(Done.InnerHtml + Tail.InnerHtml);

    private IElement Done => page.GetElementById("done")!;

    private IElement Tail => page.GetElementById("tail")!;

    public static string Normal(string html)
    {
        var body = new HtmlParser().ParseDocument(html).Body!;
        body.Normalize();
        return body.InnerHtml;
    }

    public void Apply(MarkdownDelta delta)
    {
        foreach (var block in delta.FinishedBlocks)
        {
            Done.Insert(AdjacentPosition.BeforeEnd, block);
            Bytes += block.Length;
        }

        Bytes += delta.Tail.Html.Length;
        var target = page.QuerySelector("#tail" + delta.Tail.Path)!;
        switch (delta.Tail.Kind)
        {
            case TailChangeKind.Set:
                target.InnerHtml = delta.Tail.Html;
                break;
            case TailChangeKind.Append:
                target.Insert(AdjacentPosition.BeforeEnd, delta.Tail.Html);
                break;
            case TailChangeKind.Replace:
                target.OuterHtml = delta.Tail.Html;
                break;
        }

        foreach (var change in delta.Replaced.OrderByDescending(c => c.Index))
        {
            Done.Children[change.Index].OuterHtml = change.Html;
        }
    }
}
