using System.Net;
using System.Text.Json.Nodes;
using ChatMonolith.Modules.Accounts.Users;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ChatMonolith.Tests.Integration.Accounts;

[Collection("host")]
public sealed class SignInTests(TestHost host)
{
    [Theory]
    [InlineData("/settings/profile", "text/html", false, HttpStatusCode.Redirect)]
    [InlineData("/settings/profile", "text/html", true, HttpStatusCode.Unauthorized)]
    [InlineData("/settings/profile", "text/event-stream", false, HttpStatusCode.Unauthorized)]
    [InlineData("/settings/profile", "application/json", false, HttpStatusCode.Unauthorized)]
    [InlineData("/api/keys", "text/html", false, HttpStatusCode.Unauthorized)]
    public async Task Only_a_person_who_opens_a_page_is_led_to_sign_in(string path, string accept, bool htmx, HttpStatusCode expected)
    {
        using var client = host.NewClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Accept", accept);
        if (htmx) request.Headers.Add("HX-Request", "true");

        using var answer = await client.SendAsync(request);

        Assert.Equal(expected, answer.StatusCode);
        if (expected == HttpStatusCode.Redirect) Assert.Equal("/sign-in?returnUrl=%2Fsettings%2Fprofile", answer.Headers.Location!.OriginalString);
        if (accept == "text/event-stream") Assert.Empty(await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("/settings/keys", "/settings/keys")]
    [InlineData("//evil.example", "/")]
    [InlineData("https://evil.example", "/")]
    [InlineData("/\\evil.example", "/")]
    public async Task Signing_in_leads_back_to_this_site_only(string returnUrl, string expected)
    {
        var email = await (await host.AdminAsync()).AddAsync();
        using var client = host.NewClient();
        using var form = Form.Of(("email", email), ("password", People.Password), ("returnUrl", returnUrl));

        using var answer = await client.PostAsync("/sign-in", form);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal(expected, answer.Headers.Location!.OriginalString);
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"), c => c.StartsWith("chatmonolith=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Nobody_learns_who_has_an_account()
    {
        var email = await (await host.AdminAsync()).AddAsync();
        using var client = host.NewClient();

        using var wrong = await client.SignInAsync(email, "wrong");
        using var unknown = await client.SignInAsync(People.NewEmail(), "wrong");

        Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, unknown.StatusCode);
        Assert.Equal(await WordsAsync(wrong), await WordsAsync(unknown));
    }

    [Fact]
    public async Task Five_wrong_passwords_close_the_account_for_a_while_even_for_the_right_one()
    {
        var email = await (await host.AdminAsync()).AddAsync();
        using var client = host.NewClient();
        for (var i = 0; i < 5; i++) (await client.SignInAsync(email, "wrong")).Dispose();

        using var answer = await client.SignInAsync(email);

        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromMinutes(4), TimeSpan.FromMinutes(5));
        Assert.Contains("Wait", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_many_tries_from_one_address_are_refused_with_a_time_to_wait()
    {
        await using var fresh = await TestHost.StartNewAsync(settings => settings["Accounts:TriesPerMinute"] = "3");
        using var client = fresh.NewClient();
        for (var i = 0; i < 3; i++) (await client.SignInAsync(People.NewEmail())).Dispose();

        using var answer = await client.SignInAsync(People.NewEmail());

        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.NotNull(answer.Headers.RetryAfter);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/sign-in")).StatusCode);
    }

    [Fact]
    public async Task Signing_out_ends_it()
    {
        using var client = await host.SignInAsync(null);

        using var answer = await client.PostAsync("/sign-out", null);

        Assert.Equal("/sign-in", answer.Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/api/keys")).StatusCode);
    }

    [Fact]
    public async Task Changing_the_password_ends_other_sign_ins_at_once()
    {
        var email = await (await host.AdminAsync()).AddAsync();
        using var here = host.NewClient();
        using var elsewhere = host.NewClient();
        (await here.SignInAsync(email)).EnsureSuccessStatusCode();
        (await elsewhere.SignInAsync(email)).EnsureSuccessStatusCode();
        Assert.Equal(HttpStatusCode.OK, (await elsewhere.GetAsync("/api/keys")).StatusCode);

        using var form = Form.Of(("currentPassword", People.Password), ("newPassword", "another long sentence"));
        using var answer = await here.PostAsync("/settings/profile?handler=Password", form);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await here.GetAsync("/api/keys")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await elsewhere.GetAsync("/api/keys")).StatusCode);
    }

    [Fact]
    public async Task A_password_is_never_stored_as_it_is()
    {
        var email = await (await host.AdminAsync()).AddAsync();
        await using var scope = host.Services.CreateAsyncScope();
        var user = await scope.ServiceProvider.GetRequiredService<UserManager<User>>().FindByEmailAsync(email);

        Assert.DoesNotContain(People.Password, user!.PasswordHash!, StringComparison.Ordinal);
    }

    // Every answer names its own trace.
    static async Task<string> WordsAsync(HttpResponseMessage answer)
    {
        var problem = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!.AsObject();
        Assert.True(problem.Remove("traceId"));
        return problem.ToJsonString();
    }
}
