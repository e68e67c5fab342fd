using System.Net;
using ChatMonolith.Modules.Theming.Appearance;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ChatMonolith.Tests.Integration.Theming;

[Collection("host")]
public sealed class AppearanceTests(TestHost host)
{
    [Theory]
    [InlineData("light", "comfortable", "<meta name=\"color-scheme\" content=\"light\">")]
    [InlineData("dark", "compact", "<meta name=\"color-scheme\" content=\"dark\">")]
    [InlineData("contrast", "compact", "<meta name=\"color-scheme\" content=\"light dark\">")]
    [InlineData("system", "comfortable", "<meta name=\"color-scheme\" content=\"light dark\">")]
    public async Task A_choice_is_on_the_first_byte_of_every_later_page(string theme, string density, string scheme)
    {
        var ana = await host.SignInAsync();
        using var saved = await PostAsync(ana.Client, theme, density);
        Assert.True(saved.StatusCode is HttpStatusCode.OK or HttpStatusCode.Found);

        var page = await ana.Client.GetStringAsync("/settings/appearance?saved");
        Assert.Contains($"data-theme=\"{theme}\" data-density=\"{density}\"", page, StringComparison.Ordinal);
        Assert.Contains(scheme, page, StringComparison.Ordinal);
        Assert.Contains($"value=\"{theme}\" required checked", page, StringComparison.Ordinal);
        Assert.Contains("Saved.", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pink", "compact", "theme-error")]
    [InlineData("dark", "huge", "density-error")]
    [InlineData("", "", "theme-error")]
    public async Task An_unknown_choice_is_refused_beside_its_field(string theme, string density, string error)
    {
        var ana = await host.SignInAsync();
        using var refused = await PostAsync(ana.Client, theme, density);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains($"id=\"{error}\"", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dark.compact", "dark", "compact")]
    [InlineData("dark", "system", "comfortable")]
    [InlineData("Dark.compact", "system", "comfortable")]
    [InlineData("dark.compact.more", "system", "comfortable")]
    [InlineData("dark%22%20onload%3D.compact", "system", "comfortable")]
    [InlineData("", "system", "comfortable")]
    public void A_cookie_that_names_nothing_known_is_ignored(string cookie, string theme, string density)
    {
        var request = new DefaultHttpContext().Request;
        request.Headers.Cookie = $"{Look.CookieName}={cookie}";
        Assert.Equal(new Look(theme, density), Look.Of(request));
    }

    [Theory]
    [InlineData("http")]
    [InlineData("https")]
    public void The_cookie_lasts_a_year_and_no_script_reads_it(string scheme)
    {
        var context = new DefaultHttpContext();
        context.Request.Scheme = scheme;
        new Look("dark", "compact").Remember(context);
        Assert.Equal(
            $"cm-theme=dark.compact; max-age=31536000; path=/;{(scheme == "https" ? " secure;" : "")} samesite=lax; httponly",
            context.Response.Headers.SetCookie.ToString());
    }

    [Fact]
    public void Visitors_may_choose_too()
    {
        var page = Assert.Single(host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>(),
            e => e.RoutePattern.RawText == "settings/appearance");
        Assert.NotNull(page.Metadata.GetMetadata<IAllowAnonymous>());
    }

    static Task<HttpResponseMessage> PostAsync(HttpClient client, string theme, string density) =>
        client.PostAsync("/settings/appearance", new FormUrlEncodedContent([new("theme", theme), new("density", density)]));
}
