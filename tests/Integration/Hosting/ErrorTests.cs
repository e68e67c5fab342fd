using System.Net;
using System.Text;
using System.Text.Json;
using ChatMonolith.Tests.Integration.Chat;
using Xunit;

namespace ChatMonolith.Tests.Integration.Hosting;

/// <summary>What goes wrong is a sentence that says what to do, whatever the method, never an empty page.</summary>
[Collection("host")]
public sealed class ErrorTests(TestHost host)
{
    [Theory]
    [InlineData("PATCH", "/api/sessions/{session}", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("PUT", "/api/me/privacy", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("PUT", "/api/me/privacy", "text/plain", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("DELETE", "/api/nowhere", "application/json", HttpStatusCode.NotFound)]
    [InlineData("PUT", "/api/sessions", "application/json", HttpStatusCode.MethodNotAllowed)]
    [InlineData("PROPFIND", "/api/sessions", "application/json", HttpStatusCode.MethodNotAllowed)]
    public async Task Programs_get_problem_details_for_every_method(string method, string address, string type, HttpStatusCode status)
    {
        var ana = await ChatClient.SignInAsync(host);
        using var request = new HttpRequestMessage(new HttpMethod(method), address.Replace("{session}", (await ana.StartAsync()).ToString(), StringComparison.Ordinal))
        {
            Content = new StringContent("{", Encoding.UTF8, type),
        };
        await IsProblemAsync(await ana.User.SendAsync(request), status);
    }

    [Theory]
    [InlineData("DELETE")]
    [InlineData("PUT")]
    [InlineData("POST")]
    public async Task People_get_a_page_with_a_sentence(string method)
    {
        var ana = await ChatClient.SignInAsync(host);
        using var request = new HttpRequestMessage(new HttpMethod(method), "/nowhere");
        request.Headers.Accept.ParseAdd("text/html");
        request.Headers.TryAddWithoutValidation("Origin", host.BaseAddress.GetLeftPart(UriPartial.Authority));
        using var answer = await ana.User.SendAsync(request);
        Assert.Equal((HttpStatusCode.NotFound, "text/html"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Contains("Check the address.", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/sessions/{session}/messages", "{\"content\":\"Hello\",\"clientMessageId\":\"a\\u0000b\"}")]
    [InlineData("/api/sessions/{session}/messages", "{\"content\":\"Hello\",\"agent\":\"a\\u0000b\"}")]
    [InlineData("/api/sessions", "{\"title\":\"x\",\"agent\":\"a\\u0000b\"}")]
    public async Task What_cannot_be_stored_is_refused_or_mended_and_no_failure_of_the_server(string address, string body)
    {
        var ana = await ChatClient.SignInAsync(host);
        using var json = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await ana.User.PostAsync(address.Replace("{session}", (await ana.StartAsync()).ToString(), StringComparison.Ordinal), json);
        Assert.InRange((int)answer.StatusCode, 200, 499);
    }

    [Fact]
    public async Task A_NUL_in_the_id_of_a_message_is_told_over_HTTP_and_in_a_frame()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        await IsProblemAsync(await ana.PostAsync(session, new { content = "Hello", clientMessageId = "a\0b" }), HttpStatusCode.BadRequest);
        await using var socket = await SocketClient.AsPageAsync(ana, session, "");
        await socket.NextAsync("welcome");
        await socket.SendAsync(new { type = "send", content = "Hello", clientMessageId = "a\0b" });
        Assert.Equal("not_text", (await socket.NextAsync("error")).GetProperty("code").GetString());
        Assert.Empty((await ana.ListAsync(session)).Items);
    }

    static async Task IsProblemAsync(HttpResponseMessage answer, HttpStatusCode status)
    {
        using var _ = answer;
        Assert.Equal((status, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal((int)status, problem.GetProperty("status").GetInt32());
        Assert.EndsWith(".", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }
}
