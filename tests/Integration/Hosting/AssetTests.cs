using System.Net;
using System.Security.Cryptography;
using Xunit;

namespace ChatMonolith.Tests.Integration.Hosting;

[Collection("host")]
public sealed class AssetTests(TestHost host)
{
    [Theory]
    [InlineData("/sign-in", false)]
    [InlineData("/chat/{session}", true)]
    public async Task Scripts_and_styles_are_what_the_page_says_they_are_and_keep_for_ever(string address, bool signedIn)
    {
        using var client = signedIn ? await host.SignInAsync() : host.NewClient();
        using var page = await host.OpenAsync(address, client);
        var assets = page.QuerySelectorAll("script, link[rel=stylesheet]").ToList();
        Assert.NotEmpty(assets);
        Assert.Equal(signedIn, assets.Exists(a => a.LocalName == "script"));

        foreach (var asset in assets)
        {
            var path = asset.GetAttribute("src") ?? asset.GetAttribute("href")!;
            using var answer = await client.GetAsync(path);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal("sha256-" + Convert.ToBase64String(SHA256.HashData(await answer.Content.ReadAsByteArrayAsync())), asset.GetAttribute("integrity"));
            Assert.Contains("immutable", answer.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Pictures_are_there_and_every_icon_is_in_the_sprite()
    {
        var admin = await host.AdminAsync();
        var icons = new HashSet<string>();
        foreach (var address in new[] { "/chat/{session}", "/chat/{session}/people", "/agents", "/mentions", "/usage", "/settings/profile", "/settings/keys", "/settings/appearance", "/admin/users" })
        {
            using var page = await host.OpenAsync(address, admin);
            icons.UnionWith(page.QuerySelectorAll("use").Select(u => u.GetAttribute("href")!.Split('#')[1]));
            foreach (var image in page.QuerySelectorAll("img[src], link[rel=icon]"))
                Assert.Equal(HttpStatusCode.OK, (await admin.GetAsync(image.GetAttribute("src") ?? image.GetAttribute("href"))).StatusCode);
        }
        var sprite = await admin.GetStringAsync("/icons.svg");
        Assert.All(icons, icon => Assert.Contains($"id=\"{icon}\"", sprite, StringComparison.Ordinal));
    }
}
