using ChatMonolith.Tests.Integration.Accounts;
using ChatMonolith.Tests.Integration.Chat;

namespace ChatMonolith.Tests.Integration.Access;

/// <summary>Who comes to every door, in the order of the columns; each once, for sessions that are made and spoiled as often as needed.</summary>
sealed record AccessCast(IReadOnlyDictionary<string, ChatClient> People)
{
    public const string Nobody = "nobody", Deleted = "deleted";
    public static readonly string[] Columns = [Nobody, "stranger", "viewer", "commenter", "editor", "owner", "administrator", Deleted];

    public TestHost Host => Owner.Host;
    public ChatClient Owner => People["owner"];

    /// <summary>Somebody whom no session knows, to be invited or to ask.</summary>
    public ChatClient Newcomer => People["newcomer"];

    /// <summary>After the owner deleted the session, the owner is who knocks.</summary>
    public ChatClient At(string column) => People[column == Deleted ? "owner" : column];

    public static async Task<AccessCast> MakeAsync(TestHost host)
    {
        var people = new Dictionary<string, ChatClient>
        {
            [Nobody] = new(host, new TestUser(new()) { BaseAddress = host.BaseAddress, Email = "", Name = Nobody }),
            ["administrator"] = new(host, await NewAdministratorAsync(host)),
        };
        foreach (var name in new[] { "stranger", "viewer", "commenter", "editor", "owner", "newcomer" }) people[name] = await ChatClient.SignInAsync(host, name);
        return new(people);
    }

    /// <summary>Not the one who makes the accounts: this one signs out, here and elsewhere.</summary>
    static async Task<TestUser> NewAdministratorAsync(TestHost host)
    {
        var email = await (await host.AdminAsync()).AddAsync(role: "administrator");
        var user = new TestUser(new()) { BaseAddress = host.BaseAddress, Email = email, Name = email };
        (await user.SignInAsync(email)).EnsureSuccessStatusCode();
        return user;
    }
}
