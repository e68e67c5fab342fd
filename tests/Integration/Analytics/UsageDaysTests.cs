using System.Net;
using System.Text.Json;
using Xunit;

namespace ChatMonolith.Tests.Integration.Analytics;

[Collection("host")]
public sealed class UsageDaysTests(TestHost host)
{
    [Theory]
    [InlineData("UTC", "2003-09-01")]
    [InlineData("Europe/Berlin", "2003-09-02")]
    [InlineData("America/Los_Angeles", "2003-09-01")]
    [InlineData("Pacific/Kiritimati", "2003-09-02")]
    public async Task An_answer_belongs_to_the_day_of_the_chosen_time_zone(string zone, string day)
    {
        var ana = await host.SignInAsync();
        await host.Services.DeliverAsync(UsageDriver.Run(ana.UserId, "2003-09-01T23:30:00Z"));

        var rows = (await ana.Client.ReportAsync($"from=2003-08-31&to=2003-09-03&tz={zone}")).Rows();
        Assert.Equal(day, Assert.Single(rows, r => r.Runs() == 1).GetProperty("day").GetString());
        Assert.Equal(1, (await ana.Client.ReportAsync($"from={day}&to={day}&tz={zone}")).GetProperty("totals").Runs());
    }

    [Fact]
    public async Task Days_without_use_are_there_with_zeros()
    {
        var ana = await host.SignInAsync();
        await host.Services.DeliverAsync(UsageDriver.Run(ana.UserId, "2003-10-26T12:00:00Z"));

        // The clocks of Berlin went back on the 26th: the day has 25 hours and is still one row.
        var rows = (await ana.Client.ReportAsync("from=2003-10-24&to=2003-10-28&tz=Europe/Berlin")).Rows();
        Assert.Equal(["2003-10-24", "2003-10-25", "2003-10-26", "2003-10-27", "2003-10-28"], rows.Select(r => r.GetProperty("day").GetString()));
        Assert.Equal([0L, 0, 1, 0, 0], rows.Select(r => r.Runs()));
    }

    [Fact]
    public async Task Without_a_question_it_is_the_last_thirty_days_by_day()
    {
        var ana = await host.SignInAsync();
        var report = await ana.Client.ReportAsync("");
        Assert.Equal(30, report.Rows().Length);
        Assert.Equal("UTC", report.GetProperty("tz").GetString());
    }

    [Theory]
    [InlineData("tz=Mars/Phobos", "tz")]
    [InlineData("tz=%00", "tz")]
    [InlineData("tz=../../etc/passwd", "tz")]
    [InlineData("from=2003-02-30", "from")]
    [InlineData("to=9999-12-31", "to")]
    [InlineData("from=2003-02-02&to=2003-02-01", "from")]
    [InlineData("from=2003-01-01&to=2004-01-02", "from")]
    [InlineData("groupBy=day,planet", "groupBy")]
    [InlineData("groupBy=1", "groupBy")]
    [InlineData("currency='';--", "currency")]
    public async Task Bad_input_is_a_sentence_for_programs_and_beside_the_field_for_people(string query, string field)
    {
        var ana = await host.SignInAsync();
        using var program = await ana.Client.AskAsync(query, "application/json");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, program.StatusCode);
        Assert.Equal("application/problem+json", program.Content.Headers.ContentType!.MediaType);
        var problem = JsonSerializer.Deserialize<JsonElement>(await program.Content.ReadAsStringAsync());
        Assert.Equal(field, problem.GetProperty("field").GetString());

        using var person = await ana.Client.AskAsync(query, "text/html");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, person.StatusCode);
        Assert.Contains("class=\"error\"", await person.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
