using System.Globalization;
using ChatMonolith.Tests.Integration;
using ChatMonolith.Tests.Integration.OpenAi;
using Microsoft.Playwright;

namespace ChatMonolith.Tests.EndToEnd;

/// <summary>One test's people, each in a profile of their own, and what their browsers complained about.</summary>
sealed class Journey(IBrowser browser, TestHost host, string name) : IAsyncDisposable
{
    public static readonly string Results = Path.Combine(AppContext.BaseDirectory, "TestResults");
    static readonly Lazy<string> Watch = new(() => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Browsing", "watch.js")));

    readonly List<Person> _people = [];

    public TestHost Host => host;
    public OpenAiTestServer Provider => host.Provider;
    public Problems Problems { get; } = new();

    /// <summary>A person with an account, signed in.</summary>
    public async Task<Person> SignInAsync(string called = "Ana", BrowserNewContextOptions? options = null) => await EnterAsync(await host.SignInAsync(called), options);

    public async Task<Person> AdministratorAsync(BrowserNewContextOptions? options = null) => await EnterAsync(await host.AdminAsync(), options);

    /// <summary>Somebody this server does not know.</summary>
    public async Task<Person> VisitAsync(BrowserNewContextOptions? options = null, Wire? wire = null)
    {
        var home = wire?.Address ?? host.BaseAddress;
        var context = await browser.NewContextAsync(With(options, home));
        context.SetDefaultTimeout(20_000);
        await context.AddInitScriptAsync(Watch.Value);
        await context.Tracing.StartAsync(new() { Snapshots = true });
        Problems.Watch(context);
        var person = new Person(context, await context.NewPageAsync(), home);
        _people.Add(person);
        return person;
    }

    /// <summary>The same account in a browser of its own.</summary>
    public async Task<Person> EnterAsync(TestUser user, BrowserNewContextOptions? options = null, Wire? wire = null)
    {
        var person = await VisitAsync(options, wire);
        (person.Name, person.Email) = (user.Name, user.Email);
        await person.Context.AddCookiesAsync(user.Cookies.GetAllCookies().Select(c => new Cookie { Name = c.Name, Value = c.Value, Url = person.Home.ToString() }));
        return person;
    }

    /// <summary>What the next message that contains <paramref name="question"/> is answered with, step by step.</summary>
    public ScriptedAnswer Answer(string question) => Provider.Next(question);

    public async Task KeepEvidenceAsync()
    {
        Directory.CreateDirectory(Results);
        foreach (var (i, person) in _people.Index())
        {
            var file = Path.Combine(Results, string.Create(CultureInfo.InvariantCulture, $"{name}-{i}"));
            try
            {
                foreach (var (p, page) in person.Context.Pages.Index()) await page.ScreenshotAsync(new() { Path = $"{file}-{p}.png", Timeout = 10_000 });
                await person.Context.Tracing.StopAsync(new() { Path = $"{file}.zip" });
            }
            catch (Exception e) when (e is PlaywrightException or TimeoutException) // A page that hangs must not hide why the test failed.
            {
                await File.WriteAllTextAsync($"{file}.txt", e.ToString());
            }
        }
        await File.WriteAllLinesAsync(Path.Combine(Results, $"{name}.log"), Problems.Everything);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var person in _people) await person.Context.DisposeAsync();
    }

    static BrowserNewContextOptions With(BrowserNewContextOptions? options, Uri home) => new(options ?? new())
    {
        BaseURL = home.ToString(),
        ViewportSize = options?.ViewportSize ?? new() { Width = 1280, Height = 800 },
        ReducedMotion = ReducedMotion.Reduce,
        Locale = "en-GB",
    };
}
