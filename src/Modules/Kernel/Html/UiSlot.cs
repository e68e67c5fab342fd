using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.DependencyInjection;

namespace ChatMonolith.Modules.Kernel.Html;

/// <summary>What a module puts into a named place of another's page.</summary>
/// <param name="Slot">The place's name; <c>docs/architecture.md</c> lists them.</param>
/// <param name="View">The partial's path.</param>
/// <param name="Order">Lower comes first.</param>
public sealed record UiSlotContent(string Slot, string View, int Order);

/// <summary>A named place in a page that other modules fill: <c>&lt;ui-slot name="layout.rail" /&gt;</c>. Empty when nobody does.</summary>
[HtmlTargetElement("ui-slot", TagStructure = TagStructure.WithoutEndTag)]
public sealed class UiSlotTagHelper(IEnumerable<UiSlotContent> contents, IHtmlHelper html) : TagHelper
{
    [HtmlAttributeName("name")]
    public string Name { get; set; } = "";

    [HtmlAttributeName("model")]
    public object? Model { get; set; }

    [HtmlAttributeNotBound, ViewContext]
    public ViewContext ViewContext { get; set; } = null!;

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = null;
        ((IViewContextAware)html).Contextualize(ViewContext);
        foreach (var content in contents.Where(c => c.Slot == Name).OrderBy(c => c.Order))
            output.Content.AppendHtml(await html.PartialAsync(content.View, Model, new ViewDataDictionary<object>(ViewContext.ViewData, Model)));
    }
}

public static class UiSlotRegistration
{
    /// <summary>Fills the slot with a partial.</summary>
    public static IServiceCollection AddUiSlot(this IServiceCollection services, string slot, string view, int order = 0) =>
        services.AddSingleton(new UiSlotContent(slot, view, order));
}
