using Markdig.Extensions.TaskLists;
using Markdig.Renderers;
using Markdig.Renderers.Html;

namespace ChatMonolith.Modules.Chat.Markdown.Elements;

internal sealed class TaskElement : HtmlObjectRenderer<TaskList>
{
    protected override void Write(HtmlRenderer renderer, TaskList task) => renderer.Write(task.Checked
        ? "<input type=\"checkbox\" disabled checked aria-label=\"Done\" />"
        : "<input type=\"checkbox\" disabled aria-label=\"To do\" />");
}
