using System.Runtime.CompilerServices;
using ChatMonolith.Tests.Integration;
using Microsoft.Playwright;
using Xunit;

namespace ChatMonolith.Tests.EndToEnd;

/// <summary>One browser and one running program for all tests of a folder; every person gets a profile of their own in it.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    static readonly string[] Args =
        ["--no-sandbox", "--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"];

    IPlaywright? _playwright;
    IBrowser? _browser;

    public TestHost Host { get; } = new();

    public async Task InitializeAsync()
    {
        await Host.InitializeAsync();
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Executable(), Args = Args });
        Assertions.SetDefaultExpectTimeout(20_000);
    }

    /// <summary>Runs one test. What its browsers saw is kept when it fails, and it fails too when one of them complained.</summary>
    internal Task RunAsync(Func<Journey, Task> steps, [CallerMemberName] string name = "") => RunAsync(Host, steps, name);

    /// <summary>The same against another host.</summary>
    internal async Task RunAsync(TestHost host, Func<Journey, Task> steps, [CallerMemberName] string name = "")
    {
        await using var journey = new Journey(_browser!, host, name);
        try
        {
            await steps(journey);
            journey.Problems.AssertNone();
        }
        catch
        {
            await journey.KeepEvidenceAsync();
            throw;
        }
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
        await Host.DisposeAsync();
    }

    static string Executable() => Environment.GetEnvironmentVariable("CHROMIUM_PATH") is { Length: > 0 } given ? given
        : new[] { "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/snap/bin/chromium" }.FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException("No Chromium was found. Install it, or name it in CHROMIUM_PATH.");
}

/// <summary>The tests of one suite run one after the other in one browser; the suites beside each other, because each keeps little more than one core busy.</summary>
[CollectionDefinition("journeys")]
public sealed class JourneySuite : ICollectionFixture<BrowserFixture>;

/// <summary>Who can use it, on which devices and over which networks: together about as long as the journeys. A third suite beside them would only slow both.</summary>
[CollectionDefinition("access")]
public sealed class AccessSuite : ICollectionFixture<BrowserFixture>;
