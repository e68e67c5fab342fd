using ChatMonolith.Modules.Kernel;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace ChatMonolith.Host;

/// <summary>Adds <c>/usage</c> to the OpenAPI document: it is a Razor Page, which the generator does not see, and part of the JSON API all the same.</summary>
static class UsageDocument
{
    static readonly (string Name, JsonSchemaType Type)[] Sums =
    [
        ("runs", JsonSchemaType.Integer), ("inputTokens", JsonSchemaType.Integer), ("outputTokens", JsonSchemaType.Integer), ("cachedTokens", JsonSchemaType.Integer),
        ("reasoningTokens", JsonSchemaType.Integer), ("cost", JsonSchemaType.Number), ("estimated", JsonSchemaType.Boolean),
    ];

    // What a row is about: only what it was grouped by.
    static readonly (string Name, string? Format)[] Groups =
        [("day", "date"), ("user", "uuid"), ("userName", null), ("agent", null), ("agentName", null), ("model", null), ("session", "uuid")];

    static readonly (string Name, string Says)[] Filters =
    [
        ("from", "First day, yyyy-MM-dd."), ("to", "Last day, yyyy-MM-dd."), ("tz", "IANA time zone that decides where a day begins; UTC by default."),
        ("groupBy", "Any of day, user, agent, model, session, with commas."), ("currency", "The currency to sum, such as USD."),
    ];

    public static Task AddAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        if (!context.ApplicationServices.GetRequiredService<ModuleCatalog>().Enabled.Any(m => m.Name == "Analytics")) return Task.CompletedTask;
        document.Paths["/usage"] = new OpenApiPathItem { Operations = new() { [HttpMethod.Get] = Operation(document) } };
        return Task.CompletedTask;
    }

    static OpenApiOperation Operation(OpenApiDocument document) => new()
    {
        Tags = new HashSet<OpenApiTagReference> { new("Analytics", document) },
        Summary = "Tokens and cost, grouped; JSON, or CSV when text/csv is accepted.",
        Security = ApiDocument.SignedIn(document),
        Parameters = [.. Filters.Select(f => new OpenApiParameter { Name = f.Name, In = ParameterLocation.Query, Description = f.Says, Schema = Of(JsonSchemaType.String) })],
        Responses = new OpenApiResponses
        {
            ["200"] = new OpenApiResponse
            {
                Description = "The report.",
                Content = new Dictionary<string, OpenApiMediaType>
                {
                    ["application/json"] = new OpenApiMediaType { Schema = Report() }, ["text/csv"] = new OpenApiMediaType { Schema = Of(JsonSchemaType.String) },
                },
            },
            ["401"] = new OpenApiResponse { Description = "No valid key or cookie." },
            ["422"] = new OpenApiResponse { Description = "A filter that makes no sense, in a sentence." },
        },
    };

    static OpenApiSchema Report()
    {
        var sums = Sums.ToDictionary(s => s.Name, s => (IOpenApiSchema)Of(s.Type));
        var row = Object(new(sums.Concat(Groups.Select(g => KeyValuePair.Create(g.Name, (IOpenApiSchema)Of(JsonSchemaType.String, g.Format))))), [.. sums.Keys]);
        var totals = Object(new(sums) { ["medianFirstTokenMs"] = Of(JsonSchemaType.Number) }, [.. sums.Keys]);
        var other = Object(new() { ["currency"] = Of(JsonSchemaType.String), ["cost"] = Of(JsonSchemaType.Number), ["runs"] = Of(JsonSchemaType.Integer) }, ["currency", "cost", "runs"]);
        return Object(new()
        {
            ["from"] = Of(JsonSchemaType.String, "date"), ["to"] = Of(JsonSchemaType.String, "date"), ["tz"] = Of(JsonSchemaType.String), ["currency"] = Of(JsonSchemaType.String),
            ["totals"] = totals, ["otherCosts"] = Array(other), ["rows"] = Array(row),
        }, ["from", "to", "tz", "currency", "totals", "otherCosts", "rows"]);
    }

    static OpenApiSchema Of(JsonSchemaType type, string? format = null) => new() { Type = type, Format = format };
    static OpenApiSchema Array(IOpenApiSchema items) => new() { Type = JsonSchemaType.Array, Items = items };

    static OpenApiSchema Object(Dictionary<string, IOpenApiSchema> properties, HashSet<string> required) =>
        new() { Type = JsonSchemaType.Object, Properties = properties, Required = required };
}
