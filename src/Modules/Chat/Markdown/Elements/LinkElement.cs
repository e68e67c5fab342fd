using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax.Inlines;

namespace ChatMonolith.Modules.Chat.Markdown.Elements;

internal sealed class LinkElement : HtmlObjectRenderer<LinkInline>
{
    protected override void Write(HtmlRenderer renderer, LinkInline link)
    {
        var block = (BlockRenderer)renderer;
        var url = link.GetDynamicUrl?.Invoke() ?? link.Url;
        if (!link.IsImage)
        {
            var open = Anchor.Open(block, url);
            renderer.WriteChildren(link);
            Anchor.Close(block, open);
            return;
        }

        WriteImage(block, link, url);
    }

    // Never an img: an address of a model's making would carry the conversation out without a click.
    private static void WriteImage(BlockRenderer renderer, LinkInline image, string? url)
    {
        var inside = renderer.InsideLink;
        var allowed = LinkAddress.IsAllowed(url);
        var open = Anchor.Open(renderer, url, "remote-image");
        renderer.Write(allowed ? "Image: " : "");
        renderer.InsideLink = true;
        renderer.WriteChildren(image);
        renderer.InsideLink = inside;
        var host = allowed ? LinkAddress.Host(url!) : "";
        if (host.Length > 0)
        {
            renderer.Write(" (").WriteEscape(host).Write(")");
        }

        Anchor.Close(renderer, open);
    }
}
