using System.Net;
using System.Net.Http.Json;
using ChatMonolith.Tests.Integration.OpenAi;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ChatMonolith.Tests.Integration;

/// <summary>The real program on a real port with a real PostgreSQL; the model provider is the only thing that is not.</summary>
public sealed class TestHost : IAsyncLifetime, IAsyncDisposable
{
    public const string Password = "correct horse battery staple";
    const string AdminEmail = "admin@example.org";

    readonly Action<Dictionary<string, string?>>? _configure;
    readonly Action<IServiceCollection>? _replace;
    readonly SemaphoreSlim _signingIn = new(1, 1);
    WebApplicationFactory<Program>? _factory;
    TestUser? _admin;
    string? _database;
    int _users;

    public TestHost() : this(null) { }

    TestHost(Action<Dictionary<string, string?>>? configure, Action<IServiceCollection>? replace = null) => (_configure, _replace) = (configure, replace);

    public OpenAiTestServer Provider { get; private set; } = null!;
    public Uri BaseAddress { get; private set; } = null!;
    public IServiceProvider Services => _factory!.Services;
    public string ConnectionString { get; private set; } = "";

    /// <summary>A host of its own with an empty database, for tests that need other settings.</summary>
    /// <param name="replace">Puts services of the test's own, such as a clock, into the place of the program's.</param>
    public static Task<TestHost> StartNewAsync(Action<Dictionary<string, string?>>? configure = null, Action<IServiceCollection>? replace = null) => StartAsync(new(configure, replace));

    /// <summary>One more host on a database that somebody else made and will drop.</summary>
    public static Task<TestHost> StartOnAsync(string connectionString, Action<Dictionary<string, string?>>? configure = null, Action<IServiceCollection>? replace = null) =>
        StartAsync(new(configure, replace) { ConnectionString = connectionString });

    static async Task<TestHost> StartAsync(TestHost host)
    {
        try
        {
            await host.InitializeAsync();
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    public async Task InitializeAsync()
    {
        Provider = await OpenAiTestServer.StartAsync("test-model");
        if (ConnectionString is "") (_database, ConnectionString) = await TestDatabase.CreateAsync();
        var settings = Settings();
        _configure?.Invoke(settings);
        _factory = new WebApplicationFactory<Program>().WithWebHostBuilder(web =>
        {
            foreach (var (key, value) in settings)
                if (value is not null) web.UseSetting(key, value);
            if (_replace is not null) web.ConfigureTestServices(_replace);
        });
        _factory.UseKestrel();
        _factory.StartServer();
        BaseAddress = _factory.ClientOptions.BaseAddress;
    }

    Dictionary<string, string?> Settings() => new()
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
        // Undo must not become impossible because the machine is busy.
        ["Chat:UndoSeconds"] = "120",
        // What the developer's own environment says must not count.
        ["OPENAI_API_KEY"] = "",
        ["OPENAI_BASE_URL"] = "",
        ["ANTHROPIC_API_KEY"] = "",
        ["ANTHROPIC_BASE_URL"] = "",
        ["OLLAMA_HOST"] = "",
        ["Logging:LogLevel:Default"] = "Warning",
    };

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

    /// <summary>The administrator that configuration made; all tests of this host share it, so nobody disposes it.</summary>
    public async Task<TestUser> AdminAsync()
    {
        await _signingIn.WaitAsync();
        try
        {
            return _admin ??= await SignInAsync(AdminEmail, "Administrator");
        }
        finally
        {
            _signingIn.Release();
        }
    }

    async Task<TestUser> SignInAsync(string email, string name)
    {
        var user = new TestUser(new CookieContainer()) { BaseAddress = BaseAddress, Timeout = TimeSpan.FromSeconds(60), Email = email, Name = name };
        var signedIn = await user.PostAsJsonAsync("/api/sign-in", new { email, password = Password });
        signedIn.EnsureSuccessStatusCode();
        user.UserId = await TestDatabase.ScalarAsync<Guid>(ConnectionString, "select id from accounts.users where normalized_email = $1", email.ToUpperInvariant());
        return user;
    }

    public async Task DisposeAsync()
    {
        if (_factory is not null) await _factory.DisposeAsync();
        if (Provider is not null) await Provider.DisposeAsync();
        if (_database is not null) await TestDatabase.DropAsync(_database);
        _signingIn.Dispose();
    }

    async ValueTask IAsyncDisposable.DisposeAsync() => await DisposeAsync();
}

/// <summary>Tests that share one host; each makes its own people and sessions.</summary>
[CollectionDefinition("host")]
public sealed class HostCollection : ICollectionFixture<TestHost>;

/// <summary>Those of the chat share another, which runs beside it: most of their time is waiting.</summary>
[CollectionDefinition("chat")]
public sealed class ChatCollection : ICollectionFixture<TestHost>;
