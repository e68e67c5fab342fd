using System.Net.Http.Json;
using ChatMonolith.Tests.Integration.OpenAi;
using Microsoft.AspNetCore.Mvc.Testing;
using Xunit;

namespace ChatMonolith.Tests.Integration;

/// <summary>The real program on a real port with a real PostgreSQL; the model provider is the only thing that is not.</summary>
public sealed class TestHost : IAsyncLifetime, IAsyncDisposable
{
    public const string Password = "correct horse battery staple";
    const string AdminEmail = "admin@example.org";

    readonly Action<Dictionary<string, string?>>? _configure;
    WebApplicationFactory<Program>? _factory;
    TestUser? _admin;
    string? _database;
    int _users;

    public TestHost() : this(null) { }

    TestHost(Action<Dictionary<string, string?>>? configure) => _configure = configure;

    public OpenAiTestServer Provider { get; private set; } = null!;
    public Uri BaseAddress { get; private set; } = null!;
    public IServiceProvider Services => _factory!.Services;
    public string ConnectionString { get; private set; } = "";

    /// <summary>A host of its own with an empty database, for tests that need other settings.</summary>
    public static async Task<TestHost> StartNewAsync(Action<Dictionary<string, string?>>? configure = null)
    {
        var host = new TestHost(configure);
        await host.InitializeAsync();
        return host;
    }

    public async Task InitializeAsync()
    {
        Provider = await OpenAiTestServer.StartAsync("test-model");
        (_database, ConnectionString) = await TestDatabase.CreateAsync();
        var settings = new Dictionary<string, string?>
        {
            ["urls"] = "http://127.0.0.1:0",
            ["environment"] = "Production",
            ["ConnectionStrings:Supabase"] = ConnectionString,
            ["Setup:AdminEmail"] = AdminEmail,
            ["Setup:AdminPassword"] = Password,
            ["Accounts:TriesPerMinute"] = "100000",
            ["Agents:Providers:0:Name"] = "test",
            ["Agents:Providers:0:BaseUrl"] = Provider.BaseUrl,
            ["Agents:Providers:0:ApiKey"] = "test-key",
            ["Agents:Providers:0:Models"] = "test-model",
            ["Agents:Providers:0:Prices:test-model:Input"] = "1.5",
            ["Agents:Providers:0:Prices:test-model:Output"] = "6",
            ["Logging:LogLevel:Default"] = "Warning",
        };
        _configure?.Invoke(settings);
        _factory = new WebApplicationFactory<Program>().WithWebHostBuilder(web =>
        {
            foreach (var (key, value) in settings)
                if (value is not null) web.UseSetting(key, value);
        });
        _factory.UseKestrel();
        _factory.StartServer();
        BaseAddress = _factory.ClientOptions.BaseAddress;
    }

    /// <summary>A client with its own cookies that does not follow redirects.</summary>
    public HttpClient NewClient() => new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = true }) { BaseAddress = BaseAddress, Timeout = TimeSpan.FromSeconds(60) };

    /// <summary>A person with an account of their own, signed in.</summary>
    public async Task<TestUser> SignInAsync(string? name = null)
    {
        var admin = await AdminAsync();
        var number = Interlocked.Increment(ref _users);
        name ??= $"Person {number}";
        var email = $"person{number}@example.org";
        var made = await admin.PostAsJsonAsync("/api/admin/users", new { email, password = Password, displayName = name, role = "member" });
        made.EnsureSuccessStatusCode();
        return await SignInAsync(email, name);
    }

    /// <summary>The administrator that configuration made.</summary>
    public async Task<TestUser> AdminAsync() => _admin ??= await SignInAsync(AdminEmail, "Administrator");

    async Task<TestUser> SignInAsync(string email, string name)
    {
        var cookies = new System.Net.CookieContainer();
        var user = new TestUser(cookies) { BaseAddress = BaseAddress, Timeout = TimeSpan.FromSeconds(60), Email = email, Name = name };
        var signedIn = await user.PostAsJsonAsync("/api/sign-in", new { email, password = Password });
        signedIn.EnsureSuccessStatusCode();
        user.UserId = await TestDatabase.ScalarAsync<Guid>(ConnectionString, "select id from accounts.users where normalized_email = $1", email.ToUpperInvariant());
        return user;
    }

    public async Task DisposeAsync()
    {
        if (_factory is not null) await _factory.DisposeAsync();
        await Provider.DisposeAsync();
        if (_database is not null) await TestDatabase.DropAsync(_database);
    }

    async ValueTask IAsyncDisposable.DisposeAsync() => await DisposeAsync();
}

/// <summary>A signed-in person's browser: cookies of its own, no redirects followed.</summary>
public sealed class TestUser(System.Net.CookieContainer cookies)
    : HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = cookies })
{
    public HttpClient Client => this;
    public System.Net.CookieContainer Cookies => cookies;
    public Guid UserId { get; set; }
    public required string Email { get; init; }
    public required string Name { get; init; }
}

/// <summary>Tests that share one host; each makes its own people and sessions.</summary>
[CollectionDefinition("host")]
public sealed class HostCollection : ICollectionFixture<TestHost>;
