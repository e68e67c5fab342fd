using ChatMonolith.Modules.Analytics.Usage;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace ChatMonolith.Tests.Integration.Analytics;

[Collection("host")]
public sealed class UsageFormsTests(TestHost host)
{
    [Theory]
    [InlineData("text/html,application/xhtml+xml,*/*;q=0.8", null, "Html")]
    [InlineData("*/*", null, "Html")]
    [InlineData("*/*", "Bearer cm_x", "Json")]
    [InlineData("text/html", "Bearer cm_x", "Html")]
    [InlineData("application/json", null, "Json")]
    [InlineData("text/csv", "Bearer cm_x", "Csv")]
    [InlineData("text/csv;q=0.5, application/json;q=0.4", null, "Csv")]
    [InlineData("text/html;q=0.1, */*", null, "Json")]
    public void The_form_follows_what_is_accepted(string accept, string? authorization, string form)
    {
        var request = new DefaultHttpContext().Request;
        request.Headers.Accept = accept;
        request.Headers.Authorization = authorization;
        Assert.Equal(form, UsageForms.Of(request).Value.ToString());
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"hi\"", "\"say \"\"hi\"\"\"")]
    [InlineData("two\r\nlines", "\"two\r\nlines\"")]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\t=1", "\"'\t=1\"")]
    [InlineData("\r=1", "\"'\r=1\"")]
    [InlineData("\uFF1D1", "'\uFF1D1")]
    [InlineData("", "")]
    public void Csv_fields_are_quoted_and_never_formulas(string value, string field) => Assert.Equal(field, UsageCsv.Text(value));

    [Fact]
    public async Task Csv_is_a_file_with_exact_figures()
    {
        var ana = await host.SignInAsync();
        await host.Services.DeliverAsync(UsageDriver.Run(ana.UserId, "2003-11-01T12:00:00Z", 0.00000001m, userName: "=HYPERLINK(\"x\",\"y\")"));
        using var response = await ana.Client.AskAsync("from=2003-11-01&to=2003-11-02&groupBy=user", "text/csv");

        Assert.Equal("text/csv; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        Assert.Equal("usage-2003-11-01-to-2003-11-02.csv", response.Content.Headers.ContentDisposition!.FileName);
        Assert.Contains("Accept", response.Headers.Vary);
        Assert.Equal(
            "user,userName,runs,inputTokens,outputTokens,cachedTokens,reasoningTokens,cost,currency\r\n"
            + $"{ana.UserId},\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\",1,100,20,10,5,0.00000001,USD\r\n",
            await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task The_page_shows_tiles_a_chart_and_its_table()
    {
        var ana = await host.SignInAsync();
        await host.Services.DeliverAsync(
            UsageDriver.Run(ana.UserId, "2003-12-02T12:00:00Z", 3m, firstTokenMs: 600), UsageDriver.Run(ana.UserId, "2003-11-30T12:00:00Z", 2m));
        using var response = await ana.Client.AskAsync("from=2003-12-01&to=2003-12-03&groupBy=day", "text/html");
        var page = await response.Content.ReadAsStringAsync();

        Assert.Contains("<dd class=\"value\">$3.00</dd><dd class=\"change\">50 % more than in the 3 days before</dd>", page, StringComparison.Ordinal);
        Assert.Contains("<dd class=\"value\">0.6 s</dd>", page, StringComparison.Ordinal);
        Assert.Contains("Cost was highest on Tue 2 Dec: $3.00", page, StringComparison.Ordinal);
        Assert.Contains("role=\"img\" aria-labelledby=\"chart-title chart-desc\"", page, StringComparison.Ordinal);
        Assert.Contains("<caption>By day</caption>", page, StringComparison.Ordinal);
        Assert.DoesNotContain(" style=", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_person_without_answers_reads_what_to_do()
    {
        var ana = await host.SignInAsync();
        using var response = await ana.Client.AskAsync("", "text/html");
        Assert.Contains("No answers on these days", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
