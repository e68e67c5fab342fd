namespace ChatMonolith.Modules.Agents.Catalogue;

/// <summary>What is remembered of an agent between starts; which of them exist now, the providers say.</summary>
sealed class Agent
{
    public const string GuideId = "guide";
    public const int LongestId = 200;

    Agent() { }

    public Agent(string id, string name, string provider, string model, string description, int position) =>
        (Id, Name, Provider, Model, Description, Position) = (id, name, provider, model, description, position);

    public string Id { get; private set; } = "";
    public string Name { get; private set; } = "";
    public string Provider { get; private set; } = "";
    public string Model { get; private set; } = "";
    public string Description { get; private set; } = "";

    /// <summary>Its place among the provider's models.</summary>
    public int Position { get; private set; }

    /// <summary>False when the provider no longer lists the model; its price and history stay.</summary>
    public bool Offered { get; private set; } = true;
    public bool Enabled { get; private set; } = true;
    public bool IsDefault { get; private set; }

    /// <summary>Per million tokens.</summary>
    public decimal InputPrice { get; private set; }
    public decimal OutputPrice { get; private set; }
    public string Currency { get; private set; } = "USD";

    /// <summary>True once an administrator set the price: configuration does not touch it again.</summary>
    public bool PriceIsEdited { get; private set; }

    /// <summary>False when nobody has said what the model costs.</summary>
    public bool HasPrice => PriceIsEdited || IsGuide || (InputPrice, OutputPrice) != (0m, 0m);

    /// <summary>Counts the changes that matter to an answer.</summary>
    public int Version { get; private set; } = 1;

    public bool IsGuide => Id == GuideId;

    public static Agent Guide() => new(GuideId, "Guide", "Built in", "",
        "Looks things up in the documentation and in added documents, and shows where. No model, no network.", int.MaxValue);

    /// <summary>Takes over what the provider or the configuration says now.</summary>
    public void Offer(int position, ModelPrice? configured)
    {
        (Position, Offered) = (position, true);
        if (configured is null || PriceIsEdited) return;
        if ((InputPrice, OutputPrice, Currency) != (configured.Input, configured.Output, configured.Currency)) Version++;
        (InputPrice, OutputPrice, Currency) = (configured.Input, configured.Output, configured.Currency);
    }

    public void Withdraw() => Offered = false;

    public void SetPrice(ModelPrice price)
    {
        (InputPrice, OutputPrice, Currency, PriceIsEdited) = (price.Input, price.Output, price.Currency, true);
        Version++;
    }

    public void Switch(bool on)
    {
        Enabled = on;
        if (!on) IsDefault = false;
    }

    public void MakeDefault(bool yes) => IsDefault = yes;
}

/// <summary>Per million tokens.</summary>
sealed record ModelPrice(decimal Input, decimal Output, string Currency);
