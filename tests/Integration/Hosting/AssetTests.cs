using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using ChatMonolith.Modules.Kernel.Html;
using Microsoft.Extensions.DependencyInjection;
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
    public async Task Icons_come_in_one_sprite_that_is_named_by_its_content_and_keeps_for_ever_on_pages_and_in_fragments_alike()
    {
        var ana = await host.SignInAsync();
        using var page = await host.OpenAsync("/chat/{session}", ana);
        var sprite = Assert.Single(page.QuerySelectorAll("use").Select(u => u.GetAttribute("href")!.Split('#')[0]).Distinct());
        Assert.Matches(@"^/lib/icons\.[a-z0-9]+\.svg$", sprite);

        using var answer = await ana.GetAsync(sprite);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("image/svg+xml", answer.Content.Headers.ContentType?.MediaType);
        Assert.Contains("immutable", answer.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        var fragment = await host.Services.GetRequiredService<FragmentRenderer>().RenderAsync("/Modules/Theming/Appearance/_MenuLink.cshtml", "");
        Assert.Contains($"<use href=\"{sprite}#", fragment, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("View.cshtml", """<icon name="no-such-icon" />""", "no-such-icon")]
    [InlineData("View.cshtml", """<icon name="@(some ? "bot" : "no-such-icon")" />""", "no-such-icon")]
    [InlineData("Code.cs", """new Choice(Icon: "no-such-icon")""", "no-such-icon")]
    [InlineData("script.js", """use(icon("no-such-icon"))""", "no-such-icon")]
    [InlineData("View.cshtml", """<icon name="bot" /><input name="no-such-icon">""", null)]
    public async Task A_name_that_is_no_icon_fails_the_build(string file, string text, string? refused)
    {
        var folder = Directory.CreateTempSubdirectory("chatmonolith-icons-");
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, file), text);
            using var node = Process.Start(new ProcessStartInfo("node", [Path.Combine(RepositoryCopy.Original, "src", "Host", "icons.mjs"), folder.FullName])
            { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var (made, error) = (node.StandardOutput.ReadToEndAsync(), node.StandardError.ReadToEndAsync());
            await node.WaitForExitAsync();

            Assert.Equal(refused is null ? 0 : 1, node.ExitCode);
            if (refused is null) Assert.Contains("<symbol id=\"bot\"", await made, StringComparison.Ordinal);
            else Assert.Contains($"{file}: error CM0002: \"{refused}\" is no icon", await error, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Pictures_are_there_and_every_icon_is_in_the_sprite()
    {
        var admin = await host.AdminAsync();
        var icons = new HashSet<string>();
        foreach (var address in new[] { "/chat/{session}", "/chat/{session}/people", "/agents", "/mentions", "/usage", "/settings/profile", "/settings/keys", "/settings/appearance", "/settings/privacy", "/admin/users" })
        {
            using var page = await host.OpenAsync(address, admin);
            icons.UnionWith(page.QuerySelectorAll("use").Select(u => u.GetAttribute("href")!.Split('#')[1]));
            foreach (var image in page.QuerySelectorAll("img[src], link[rel=icon]"))
                Assert.Equal(HttpStatusCode.OK, (await admin.GetAsync(image.GetAttribute("src") ?? image.GetAttribute("href"))).StatusCode);
        }
        var sprite = await admin.GetStringAsync("/lib/icons.svg");
        Assert.All(icons, icon => Assert.Contains($"id=\"{icon}\"", sprite, StringComparison.Ordinal));
    }
}
