namespace ChatMonolith.Modules.Chat.Markdown.Elements;

/// <summary>Start and end of a link, or nothing where a link is not allowed.</summary>
internal static class Anchor
{
    public static bool Open(BlockRenderer renderer, string? url, string? style = null)
    {
        // A link in a link would be torn apart by the browser's parser.
        if (renderer.InsideLink || !LinkAddress.IsAllowed(url))
        {
            return false;
        }

        renderer.InsideLink = true;
        renderer.Write(style is null ? "<a href=\"" : $"<a class=\"{style}\" href=\"");
        renderer.WriteEscapeUrl(url);
        renderer.Write(LinkAddress.IsExternal(url!) ? $"\" rel=\"{LinkAddress.ExternalRel}\">" : "\">");
        return true;
    }

    public static void Close(BlockRenderer renderer, bool opened)
    {
        if (opened)
        {
            renderer.Write("</a>");
            renderer.InsideLink = false;
        }
    }
}
