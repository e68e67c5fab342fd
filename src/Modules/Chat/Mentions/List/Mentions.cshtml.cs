using ChatMonolith.Modules.Kernel;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ChatMonolith.Modules.Chat.Mentions.List;

sealed class MentionsModel(IMediator mediator) : PageModel
{
    const int LastPage = 1000;

    public MentionPage Mentions { get; private set; } = new([], false);
    public int PageNumber { get; private set; }
    public string Name { get; private set; } = "";

    public async Task OnGetAsync([FromQuery(Name = "page")] int? number, CancellationToken cancellationToken)
    {
        var me = CurrentUser.From(User)!;
        (Name, PageNumber) = (me.Name, Math.Clamp(number ?? 1, 1, LastPage));
        Mentions = await mediator.Send(new ListMentions(me, PageNumber), cancellationToken);
    }
}
