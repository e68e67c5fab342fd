using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.OpenApi;

namespace ChatMonolith.Host;

/// <summary>What holds for the whole API and is therefore not written at each endpoint: how to sign in, and how one is refused.</summary>
static class ApiDocument
{
    const string Cookie = "cookie", Key = "key";
    const string Problem = "application/problem+json";

    public static Task AddSecurityAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.AddComponent(Key, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "A personal key (cm_…), made under Settings, Keys, or by POST /api/keys.",
        });
        document.AddComponent(Cookie, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Cookie, Name = "chatmonolith", Description = "The cookie of POST /api/sign-in.",
        });
        return Task.CompletedTask;
    }

    /// <summary>Either of the two.</summary>
    public static List<OpenApiSecurityRequirement> SignedIn(OpenApiDocument? document) =>
        [new() { [new OpenApiSecuritySchemeReference(Key, document)] = [] }, new() { [new OpenApiSecuritySchemeReference(Cookie, document)] = [] }];

    public static async Task AddRefusalsAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        operation.Responses ??= [];
        var problem = await context.GetOrCreateSchemaAsync(typeof(ProblemDetails), null, cancellationToken);
        if (!metadata.OfType<IAllowAnonymous>().Any())
        {
            operation.Security = SignedIn(context.Document);
            Add("401", "No valid key or cookie.");
        }
        if (metadata.OfType<EnableRateLimitingAttribute>().Any() || operation.Responses.ContainsKey("429")) Add("429", "Too many tries. Retry-After says when to try again.");

        void Add(string status, string says) => operation.Responses[status] = new OpenApiResponse
        {
            Description = says, Content = new Dictionary<string, OpenApiMediaType> { [Problem] = new() { Schema = problem } },
        };
    }
}
