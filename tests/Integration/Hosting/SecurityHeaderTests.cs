using System.Net;
using System.Text.RegularExpressions;
using AngleSharp.Html.Parser;
using Xunit;

namespace ChatMonolith.Tests.Integration.Hosting;

[Collection("host")]
public sealed partial class SecurityHeaderTests(TestHost host)
{
    [Theory]
    [InlineData("/sign-in")]
    [InlineData("/there-is-nothing-here")]
    [InlineData("/api/agents")]
    [InlineData("/health/live")]
    [InlineData("/openapi/v1.json")]
    public async Task Every_answer_carries_them(string path)
    {
        using var client = host.NewClient();
        using var answer = await client.GetAsync(path);

        Assert.Equal("nosniff", One(answer, "X-Content-Type-Options"));
        Assert.Equal("SAMEORIGIN", One(answer, "X-Frame-Options"));
        Assert.Equal("strict-origin-when-cross-origin", One(answer, "Referrer-Policy"));
        Assert.Equal("same-origin", One(answer, "Cross-Origin-Opener-Policy"));
        Assert.Equal("same-origin", One(answer, "Cross-Origin-Resource-Policy"));
        Assert.False(answer.Headers.Contains("Server"));
        var policy = One(answer, "Content-Security-Policy");
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'self'", policy, StringComparison.Ordinal);
        Assert.Contains("base-uri 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe-", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("*", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("http", policy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_nonce_is_a_new_one_each_time_and_every_script_has_it()
    {
        var ana = await host.SignInAsync();
        var session = await ana.NewSessionAsync();
        var nonces = new HashSet<string>();
        for (var i = 0; i < 2; i++)
        {
            using var answer = await ana.GetAsync($"/chat/{session}");
            var nonce = Nonce().Match(One(answer, "Content-Security-Policy")).Groups[1].Value;
            nonces.Add(nonce);
            using var page = new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync());
            Assert.NotEmpty(page.Scripts);
            Assert.All(page.Scripts, script => Assert.Equal((nonce, ""), (script.GetAttribute("nonce"), script.Text)));
        }
        Assert.Equal(2, nonces.Count);
    }

    [Theory]
    [MemberData(nameof(PageTests.Addresses), MemberType = typeof(PageTests))]
    public async Task Nothing_inline_that_the_policy_would_refuse(string address, bool administrator)
    {
        using var page = await host.OpenAsync(address, administrator ? await host.AdminAsync() : await host.SignInAsync());

        Assert.Empty(page.QuerySelectorAll("[style], style, script:not([src])"));
        Assert.DoesNotContain(page.All, element => element.Attributes.Any(a => a.Name.StartsWith("on", StringComparison.Ordinal)));
        Assert.DoesNotContain(page.QuerySelectorAll("[src], link[href]"), e => (e.GetAttribute("src") ?? e.GetAttribute("href"))!.Contains("//", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_page_with_an_answer_of_a_person_is_not_kept_by_caches_on_the_way()
    {
        var ana = await host.SignInAsync();
        using var answer = await ana.GetAsync($"/chat/{await ana.NewSessionAsync()}");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True(answer.Headers.CacheControl is { NoStore: true } or { Private: true } or { NoCache: true }, $"Cache-Control: {answer.Headers.CacheControl}");
    }

    [Theory]
    [InlineData("/share/a-token")]
    [InlineData("/invite/a-token")]
    [InlineData("/join/a-token")]
    public async Task An_address_that_is_a_secret_is_listed_and_kept_nowhere_and_told_to_no_other_site(string path)
    {
        using var answer = await (await host.SignInAsync()).GetAsync(path);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal(("noindex, nofollow, noarchive", "same-origin"), (One(answer, "X-Robots-Tag"), One(answer, "Referrer-Policy")));
        Assert.True(answer.Headers.CacheControl!.NoStore);
    }

    static string One(HttpResponseMessage answer, string header) => Assert.Single(answer.Headers.GetValues(header));

    [GeneratedRegex("'nonce-([^']+)'")]
    private static partial Regex Nonce();
}
