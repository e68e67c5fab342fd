using ChatMonolith.Modules.Kernel;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace ChatMonolith.Host;

/// <summary>Adds <c>/usage</c> to the OpenAPI document: it is a Razor Page, which the generator does not see, and part of the JSON API all the same.</summary>
static class UsageDocument
{
    public static Task AddAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        if (!context.ApplicationServices.GetRequiredService<ModuleCatalog>().Enabled.Any(m => m.Name == "Analytics")) return Task.CompletedTask;
        (string Name, string Says)[] filters =
        [
            ("from", "First day, yyyy-MM-dd."), ("to", "Last day, yyyy-MM-dd."), ("tz", "IANA time zone that decides where a day begins; UTC by default."),
            ("groupBy", "Any of day, user, agent, model, session, with commas."), ("currency", "The currency to sum, such as USD."),
        ];
        document.Paths["/usage"] = new OpenApiPathItem
        {
            Operations = new()
            {
                [HttpMethod.Get] = new OpenApiOperation
                {
                    Tags = new HashSet<OpenApiTagReference> { new("Analytics", document) },
                    Summary = "Tokens and cost, grouped; JSON, or CSV when text/csv is accepted.",
                    Parameters = [.. filters.Select(f => new OpenApiParameter
                    {
                        Name = f.Name, In = ParameterLocation.Query, Description = f.Says, Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                    })],
                    Responses = new OpenApiResponses
                    {
                        ["200"] = new OpenApiResponse
                        {
                            Description = "The report.",
                            Content = new Dictionary<string, OpenApiMediaType> { ["application/json"] = new OpenApiMediaType(), ["text/csv"] = new OpenApiMediaType() },
                        },
                        ["422"] = new OpenApiResponse { Description = "A filter that makes no sense, in a sentence." },
                    },
                },
            },
        };
        return Task.CompletedTask;
    }
}
