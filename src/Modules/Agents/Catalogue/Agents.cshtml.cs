using ChatMonolith.Modules.Agents.Catalogue.Default;
using ChatMonolith.Modules.Agents.Catalogue.Price;
using ChatMonolith.Modules.Agents.Catalogue.Switch;
using ChatMonolith.Modules.Agents.Providers;
using ChatMonolith.Modules.Agents.Providers.Local;
using ChatMonolith.Modules.Agents.Providers.Local.StopUsing;
using ChatMonolith.Modules.Agents.Providers.Local.Use;
using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Errors;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ChatMonolith.Modules.Agents.Catalogue;

sealed class AgentsModel(IMediator mediator, AgentCatalogue catalogue, ProviderList providers, LocalServers local) : PageModel
{
    public bool IsAdministrator { get; private set; }
    public bool NoProvider => !providers.Any();
    public IReadOnlyList<AgentRow> Rows { get; private set; } = [];
    public IReadOnlyList<LocalServer> Found { get; private set; } = [];
    public IReadOnlyList<UsedServer> Used => IsAdministrator ? catalogue.Used : [];
    public IReadOnlyList<string> Silent { get; private set; } = [];
    public TypedPrice? Typed { get; private set; }
    public Error? Problem { get; private set; }

    CurrentUser Me => CurrentUser.From(User)!;

    public Task OnGetAsync() => FillAsync();

    public async Task<IActionResult> OnPostPriceAsync(string? id, string? input, string? output, string? currency, CancellationToken cancellationToken)
    {
        var result = await mediator.Send(new SetAgentPrice(Me, id ?? "", input, output, currency), cancellationToken);
        if (result.Error?.Field is not null) Typed = new(id, input, output, currency);
        return await AfterAsync(result);
    }

    public async Task<IActionResult> OnPostSwitchAsync(string? id, bool on, CancellationToken cancellationToken) =>
        await AfterAsync(await mediator.Send(new SwitchAgent(Me, id ?? "", on), cancellationToken));

    public async Task<IActionResult> OnPostDefaultAsync(string? id, CancellationToken cancellationToken) =>
        await AfterAsync(await mediator.Send(new MakeDefault(Me, id ?? ""), cancellationToken));

    public async Task<IActionResult> OnPostUseAsync(string? address, CancellationToken cancellationToken) =>
        await AfterAsync(await mediator.Send(new UseServer(Me, address ?? ""), cancellationToken));

    public async Task<IActionResult> OnPostStopUsingAsync(string? provider, CancellationToken cancellationToken) =>
        await AfterAsync(await mediator.Send(new StopUsingServer(Me, provider ?? ""), cancellationToken));

    async Task<IActionResult> AfterAsync<T>(Result<T> result)
    {
        if (!result.Failed) return Redirect("/agents");
        (Problem, Response.StatusCode) = (result.Error, result.Error.Status);
        await FillAsync();
        return Page();
    }

    async Task FillAsync()
    {
        IsAdministrator = Me.IsAdministrator;
        var (all, first) = (catalogue.All, catalogue.DefaultId);
        Rows = [.. all.Where(a => IsAdministrator || a.Enabled || a.IsGuide).Select(a => new AgentRow(
            a, catalogue.StatusOf(a), a.Id == first, providers.Find(a.Provider)?.IsLocal is true, IsAdministrator,
            IsAdministrator && catalogue.ConfiguredDefault is null, Typed?.Id == a.Id ? Typed : null, Problem))];
        Silent = [.. providers.Where(p => all.All(a => a.Provider != p.Name)).Select(p => p.Name)];
        if (IsAdministrator) Found = await local.FindAsync();
    }
}
