using System.Net.Http.Json;
using System.Text.Json;
using ChatMonolith.Tests.Integration;

namespace ChatMonolith.Tests.EndToEnd;

/// <summary>A session with everything that can be seen of its people.</summary>
static class Crowd
{
    public static async Task<Guid> MakeAsync(Journey journey, TestUser owner)
    {
        using var made = await owner.PostAsJsonAsync("/api/sessions", new { title = "Tides of the North Sea and what they do to harbours" });
        var session = (await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetGuid();
        foreach (var (name, role) in new[] { ("Benedikt Aurelius von Hohenstein-Großenaspe", "editor"), ("Cem", "commenter"), ("Dana Okafor", "viewer") })
        {
            var person = await journey.Host.SignInAsync(name);
            await SendAsync(owner, $"/api/sessions/{session}/participants", new { email = person.Email, role });
            if (role == "editor") (await person.GetAsync($"/chat/{session}")).EnsureSuccessStatusCode();
        }
        await SendAsync(owner, $"/api/sessions/{session}/participants", new { email = "somebody.with.a.long.address@harbour-master.example.org", role = "viewer" });
        await SendAsync(owner, $"/api/sessions/{session}/links", new { role = "viewer", label = "On the notice board", expiresAt = DateTimeOffset.UtcNow.AddDays(7), maxUses = 20 });
        await SendAsync(owner, $"/api/sessions/{session}/links", new { role = "editor", password = "open sesame 1" });
        foreach (var name in new[] { "Eve Moneypenny", "Finn" })
            (await (await journey.Host.SignInAsync(name)).PostAsync($"/api/sessions/{session}/access-requests", null)).EnsureSuccessStatusCode();
        return session;
    }

    static async Task SendAsync(TestUser owner, string address, object body)
    {
        using var answer = await owner.PostAsJsonAsync(address, body);
        answer.EnsureSuccessStatusCode();
    }
}
