using System.Net.Http.Json;
using System.Text.Json;

namespace ChatMonolith.Tests.Integration.Accounts;

/// <summary>Accounts as an administrator's script makes them.</summary>
static class People
{
    public const string Password = "a long enough sentence";

    public static string NewEmail() => $"p{Guid.NewGuid():N}@example.org";

    public static async Task<string> AddAsync(this HttpClient admin, string? email = null, string role = "member")
    {
        email ??= NewEmail();
        using var answer = await admin.PostAsJsonAsync("/api/admin/users", new { email, password = Password, displayName = "Person", role });
        answer.EnsureSuccessStatusCode();
        return email;
    }

    /// <summary>The path of the link for a new person.</summary>
    public static async Task<string> InviteAsync(this HttpClient admin, string email)
    {
        using var answer = await admin.PostAsJsonAsync("/api/admin/users", new { email, displayName = "Invited" });
        answer.EnsureSuccessStatusCode();
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return new Uri(body.GetProperty("inviteUrl").GetString()!).PathAndQuery;
    }

    /// <summary>The path of a link with which a person that is there chooses a new password.</summary>
    public static async Task<string> NewLinkAsync(this HttpClient admin, string email)
    {
        using var form = Form.Of(("email", email));
        (await admin.PostAsync("/admin/users?handler=Link", form)).Dispose();
        var page = await admin.GetStringAsync("/admin/users");
        return new Uri(page.Split("id=\"link\" value=\"")[1].Split('"')[0]).PathAndQuery;
    }

    public static Task<HttpResponseMessage> SignInAsync(this HttpClient client, string email, string password = Password) =>
        client.PostAsJsonAsync("/api/sign-in", new { email, password });

    public static Task<HttpResponseMessage> ChangeAsync(this HttpClient admin, object change) => admin.PatchAsJsonAsync("/api/admin/users", change);

    public static async Task<(string Id, string Key)> NewKeyAsync(this HttpClient client, DateTimeOffset? expiresAt = null)
    {
        using var answer = await client.PostAsJsonAsync("/api/keys", new { name = "script", expiresAt });
        answer.EnsureSuccessStatusCode();
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return (body.GetProperty("id").GetString()!, body.GetProperty("key").GetString()!);
    }

    public static HttpClient WithKey(this HttpClient client, string key)
    {
        client.DefaultRequestHeaders.Authorization = new("Bearer", key);
        return client;
    }
}
