using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using ChatMonolith.Modules.Agents.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace ChatMonolith.Tests.Integration.Agents;

/// <summary>Replies that are no stream of events, and servers that are not there.</summary>
public sealed class ProviderConnectionTests : ModelFixture
{
    [Theory]
    [InlineData("text/html", "<!doctype html><title>Sign in to the Wi-Fi</title>")]
    [InlineData("text/html; charset=utf-8", "data: not an event\n\n")]
    [InlineData("text/event-stream", "\uFEFF\n<html>")]
    public async Task A_web_page_is_never_an_answer(string contentType, string body)
    {
        Reply([Encoding.UTF8.GetBytes(body)], contentType);
        var updates = await AllAsync(Answer());
        var failed = Assert.IsType<AgentFailed>(updates[^1]);
        Assert.Equal(("provider_down", ""), (failed.Code, TextOf(updates)));
        Assert.Contains("something else than an answer", failed.Message, StringComparison.Ordinal);
        Assert.Single(Server.Requests);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("text/event-stream")]
    public async Task A_whole_answer_at_once_is_one_text(string contentType)
    {
        const string Body = """
            {"id":"c","object":"chat.completion","choices":[{"index":0,"message":{"role":"assistant","content":"All of it.","reasoning_content":"Hm."},"finish_reason":"stop"}],
             "usage":{"prompt_tokens":3,"completion_tokens":4}}
            """;
        Reply(Encoding.UTF8.GetBytes("\uFEFF" + Body).Chunk(50), contentType);
        Assert.Equal(
            [new AgentReasoning("Hm."), new AgentText("All of it."), new AgentUsage(3, 4, 0, 0, 0m, null, Estimated: false), new AgentFinished()], await AllAsync(Answer()));
    }

    [Fact]
    public async Task An_error_with_status_200_is_that_error()
    {
        Reply([Encoding.UTF8.GetBytes("""{"error":{"message":"This model's maximum context length is 8192 tokens","code":400}}""")], "application/json");
        Assert.Equal("context_too_long", Assert.IsType<AgentFailed>((await AllAsync(Answer()))[^1]).Code);
    }

    [Fact]
    public async Task A_busy_provider_may_say_until_when()
    {
        _ = Server.Next().RefuseAsync(429, retryAfter: DateTimeOffset.UtcNow.AddSeconds(50).ToString("R"));
        var failed = Assert.IsType<AgentFailed>((await AllAsync(Answer()))[^1]);
        Assert.Equal("rate_limited", failed.Code);
        Assert.InRange(failed.RetryAfter!.Value.TotalSeconds, 30, 50);
        Assert.Single(Server.Requests);
    }

    [Fact]
    public async Task Nobody_is_sent_elsewhere()
    {
        var asked = 0;
        await using var other = await ServeAsync(_ => { }, context => { asked++; return Task.CompletedTask; });
        await using var redirect = await ServeAsync(_ => { }, context => { context.Response.Redirect(other.Urls.Single() + "/v1/chat/completions", permanent: true, preserveMethod: true); return Task.CompletedTask; });
        Assert.Equal("provider_down", Assert.IsType<AgentFailed>((await AllAsync(Answer(baseUrl: redirect.Urls.Single() + "/v1")))[^1]).Code);
        Assert.Equal(0, asked);
    }

    [Fact]
    public async Task A_certificate_that_nobody_trusts_is_said_plainly()
    {
        using var key = RSA.Create(2048);
        using var certificate = new CertificateRequest("CN=elsewhere", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        await using var server = await ServeAsync(https => https.UseHttps(certificate), _ => Task.CompletedTask);
        var failed = Assert.IsType<AgentFailed>(Assert.Single(await AllAsync(Answer(baseUrl: server.Urls.Single() + "/v1"))));
        Assert.Equal("provider_down", failed.Code);
        Assert.Contains("certificate", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_is_not_there_is_provider_down() =>
        Assert.Equal("provider_down", Assert.IsType<AgentFailed>((await AllAsync(Answer(baseUrl: "http://nowhere.invalid/v1")))[^1]).Code);

    [Fact]
    public async Task A_large_chunk_is_one_text()
    {
        var text = string.Concat(Enumerable.Repeat("0123456789abcde\n", 1 << 16));
        _ = Server.Next().Say(text).FinishAsync();
        var updates = await AllAsync(Answer());
        Assert.Equal(text, TextOf(updates));
        Assert.IsType<AgentFinished>(updates[^1]);
    }

    [Fact]
    public async Task An_event_without_end_is_given_up()
    {
        var part = new byte[1 << 20];
        Array.Fill(part, (byte)'x');
        for (var i = 0; i < 3; i++) Reply([.. Enumerable.Repeat(part, 20).Prepend("data: "u8.ToArray())]);
        Assert.Equal("provider_down", Assert.IsType<AgentFailed>((await AllAsync(Answer()))[^1]).Code);
    }

    [Fact]
    public async Task A_hundred_thousand_tiny_events_are_one_answer()
    {
        var tiny = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(Delta("""{"content":"a"}"""), 1000)));
        Reply([.. Enumerable.Repeat(tiny, 100), Encoding.UTF8.GetBytes(Stop)]);
        var updates = await AllAsync(Answer());
        Assert.Equal(100_000, TextOf(updates).Length);
        Assert.IsType<AgentFinished>(updates[^1]);
    }

    static async Task<WebApplication> ServeAsync(Action<Microsoft.AspNetCore.Server.Kestrel.Core.ListenOptions> listen, RequestDelegate handle)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0, listen));
        var app = builder.Build();
        app.Run(handle);
        await app.StartAsync();
        return app;
    }
}
