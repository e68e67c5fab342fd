using System.Globalization;
using ChatMonolith.Modules.Agents.Data;
using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Errors;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Agents.Catalogue.Price;

/// <summary>Prices as typed, per million tokens. What was used before keeps the price of its time.</summary>
sealed record SetAgentPrice(CurrentUser By, string AgentId, string? Input, string? Output, string? Currency) : IRequest<Result<Agent>>
{
    public static decimal? Parse(string? typed) =>
        decimal.TryParse(typed?.Trim().Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var price)
        && price is >= 0 and <= 1_000_000 && decimal.Round(price, 6) == price ? price : null;
}

sealed class SetAgentPriceValidator : AbstractValidator<SetAgentPrice>
{
    const string Number = "Write a price per million tokens, such as 2.50: at most six decimals, 0 when it costs nothing.";

    public SetAgentPriceValidator()
    {
        RuleFor(r => r.Input).Must(typed => SetAgentPrice.Parse(typed) is not null).WithMessage(Number);
        RuleFor(r => r.Output).Must(typed => SetAgentPrice.Parse(typed) is not null).WithMessage(Number);
        RuleFor(r => r.Currency).Must(typed => typed?.Trim() is { Length: 3 } code && code.All(char.IsAsciiLetter))
            .WithMessage("Write the currency as three letters, such as USD or EUR.");
    }
}

sealed class SetAgentPriceHandler(AgentsDbContext db, AgentCatalogue catalogue) : IRequestHandler<SetAgentPrice, Result<Agent>>
{
    public async Task<Result<Agent>> Handle(SetAgentPrice request, CancellationToken cancellationToken)
    {
        if (!request.By.IsAdministrator) return AgentErrors.AdministratorsOnly;
        if (request.AgentId == Agent.GuideId) return AgentErrors.GuideStays;
        if (!catalogue.Knows(request.AgentId)) return AgentErrors.NotFound;
        if (await db.Agents.SingleOrDefaultAsync(a => a.Id == request.AgentId, cancellationToken) is not { } agent) return AgentErrors.NotFound;

        agent.SetPrice(new(SetAgentPrice.Parse(request.Input)!.Value, SetAgentPrice.Parse(request.Output)!.Value, request.Currency!.Trim().ToUpperInvariant()));
        await db.SaveChangesAsync(cancellationToken);
        await catalogue.RefreshAsync(cancellationToken);
        return agent;
    }
}
