using System.Globalization;
using ChatMonolith.Modules.Agents.Contracts;
using ChatMonolith.Modules.Kernel.Errors;

namespace ChatMonolith.Modules.Agents.Catalogue;

/// <param name="Typed">The prices that were refused, to be corrected.</param>
sealed record AgentRow(Agent Agent, AgentStatus Status, bool IsDefault, bool IsLocal, bool MayManage, bool MayChooseDefault, TypedPrice? Typed, Error? Problem)
{
    /// <summary>Names the row's fields; ids of agents have characters that ids of elements should not.</summary>
    public string Key => "a-" + Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(Agent.Id)))[..12];

    public string State => Agent is { Enabled: false, IsGuide: false } ? "off" : Status.ToString().ToLowerInvariant();

    public string StateInWords => State switch
    {
        "off" => "Switched off",
        "ready" => "Ready",
        "degraded" => "Has had trouble",
        _ => "Not reachable",
    };

    public string PriceInWords => Agent is { InputPrice: 0, OutputPrice: 0 }
        ? Agent.IsGuide || IsLocal || Agent.PriceIsEdited ? "No cost" : "No price set"
        : $"{Number(Agent.InputPrice)} in, {Number(Agent.OutputPrice)} out {Agent.Currency} per million tokens";

    public string Input => Typed?.Input ?? Number(Agent.InputPrice);
    public string Output => Typed?.Output ?? Number(Agent.OutputPrice);
    public string Currency => Typed?.Currency ?? Agent.Currency;

    public string? ErrorOf(string field) =>
        Typed is not null && Problem is { } problem && string.Equals(problem.Field, field, StringComparison.OrdinalIgnoreCase) ? problem.Message : null;

    static string Number(decimal price) => price.ToString("0.00####", CultureInfo.InvariantCulture);
}

sealed record TypedPrice(string? Id, string? Input, string? Output, string? Currency);
