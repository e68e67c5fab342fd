using ChatMonolith.Modules.Kernel.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace ChatMonolith.Modules.Analytics.Usage;

/// <summary>How a report is written.</summary>
enum UsageForm { Html, Json, Csv }

static class UsageForms
{
    static readonly (UsageForm Form, MediaTypeHeaderValue Type)[] Known =
        [(UsageForm.Html, new("text/html")), (UsageForm.Json, new("application/json")), (UsageForm.Csv, new("text/csv"))];

    /// <summary>The form a request wants: <c>?format=</c> for links, else <c>Accept</c>. A key without a wish is a program.</summary>
    public static Result<UsageForm> Of(HttpRequest request)
    {
        var format = request.Query["format"].ToString();
        if (format.Length > 0)
        {
            foreach (var (form, type) in Known)
                if (type.SubType.Equals(format, StringComparison.OrdinalIgnoreCase)) return form;
            return UsageErrors.Format;
        }

        var accepted = request.GetTypedHeaders().Accept;
        var program = request.Headers.Authorization.ToString().StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase);
        return Known.OrderByDescending(known => Quality(known.Type, accepted))
            .ThenBy(known => program && known.Form == UsageForm.Html)
            .First().Form;
    }

    // The most exact range speaks for a type: "text/html;q=0.1, */*" wants anything rather than a page (RFC 9110, 12.5.1).
    static double Quality(MediaTypeHeaderValue type, IList<MediaTypeHeaderValue> accepted) => accepted
        .Where(type.IsSubsetOf)
        .OrderBy(range => range.MatchesAllTypes).ThenBy(range => range.MatchesAllSubTypes)
        .Select(range => range.Quality ?? 1).FirstOrDefault();
}
