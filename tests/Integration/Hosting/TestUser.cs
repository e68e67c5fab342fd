using System.Net;

namespace ChatMonolith.Tests.Integration;

/// <summary>A signed-in person's browser: cookies of its own, no redirects followed.</summary>
public sealed class TestUser(CookieContainer cookies) : HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = cookies })
{
    public HttpClient Client => this;
    public CookieContainer Cookies => cookies;
    public Guid UserId { get; set; }
    public required string Email { get; init; }
    public required string Name { get; init; }
}
