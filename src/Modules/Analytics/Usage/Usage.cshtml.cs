using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Errors;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Net.Http.Headers;

namespace ChatMonolith.Modules.Analytics.Usage;

/// <summary>The one address of the report, in three forms. A page and an endpoint on the same address would be ambiguous.</summary>
[Authorize]
sealed class UsageModel(IMediator mediator) : PageModel
{
    public const int MostShown = 500;

    static readonly JsonSerializerOptions Json = new(JsonSerializerOptions.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.Default,
    };

    public UsageQuestion Typed { get; private set; } = new(null, null, null, null, null);
    public UsageReport? Report { get; private set; }
    public Error? Error { get; private set; }
    public bool SeesEverybody { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        Response.Headers.Append(HeaderNames.Vary, HeaderNames.Accept);
        Response.Headers.CacheControl = "private, no-cache";
        var user = CurrentUser.From(User)!;
        SeesEverybody = user.IsAdministrator;
        Typed = new(Query("from"), Query("to"), Query("tz"), Query("groupBy"), Query("currency"));

        var form = UsageForms.Of(Request);
        var result = form.Failed ? form.Error : await mediator.Send(new ShowUsage(Typed, user), cancellationToken);
        if (result.Failed) return await RefuseAsync(result.Error, form);

        Report = result.Value;
        var filter = Report.Filter;
        return form.Value switch
        {
            UsageForm.Json => new JsonResult(
                new { filter.From, filter.To, filter.Tz, Report.Currency, Report.Totals, Report.OtherCosts, Report.Rows }, Json),
            UsageForm.Csv => File(Encoding.UTF8.GetBytes(UsageCsv.Write(Report)), "text/csv; charset=utf-8", UsageCsv.FileName(filter)),
            _ => Page(),
        };
    }

    /// <summary>This report in another form or currency.</summary>
    public string AddressWith(string key, string value)
    {
        var filter = Report!.Filter;
        var query = new QueryBuilder
        {
            { "from", $"{filter.From:yyyy-MM-dd}" }, { "to", $"{filter.To:yyyy-MM-dd}" }, { "tz", filter.Tz }, { "groupBy", filter.GroupBy },
        };
        if (key != "currency" && filter.Currency is { } currency) query.Add("currency", currency);
        query.Add(key, value);
        return $"/usage{query.ToQueryString()}";
    }

    public string? ErrorAt(string field) => Error?.Field == field ? Error.Message : null;

    // Programs get problem details also for a wish that names no form; a browser gets the page with what was typed.
    async Task<IActionResult> RefuseAsync(Error error, Result<UsageForm> form)
    {
        if (form.Failed || form.Value != UsageForm.Html)
        {
            await new ErrorResult(error).ExecuteAsync(HttpContext);
            return new EmptyResult();
        }
        Error = error;
        Response.StatusCode = error.Status;
        return Page();
    }

    string? Query(string name) => Request.Query[name];
}
