using System.Net;
using System.Text;
using ChatMonolith.Tests.Integration.Chat;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ChatMonolith.Tests.Integration.Access;

/// <summary>Every door of the running program for everybody, as <c>AccessMatrix.txt</c> says.</summary>
public sealed class AccessMatrixTests : IAsyncLifetime
{
    TestHost _host = null!;
    AccessCast _cast = null!;
    AccessStage? _stage;
    int _stages;

    public async Task InitializeAsync() => _host = await TestHost.StartNewAsync();
    public Task DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Every_door_for_everybody()
    {
        var rows = AccessRow.ReadAll();
        var doors = await DoorsAsync(_host.Services);
        AssertNone([.. doors.Except(rows.Select(r => r.Door)).Order().Select(d => $"no row: {d}"), .. rows.Select(r => r.Door).Except(doors).Order().Select(d => $"no such door: {d}")]);

        var wrong = new List<string>();
        foreach (var row in rows)
            if (await KnockAsync(row) is var found && found != row.Expected) wrong.Add($"{row.Text} => {found}");
        AssertNone(wrong);
    }

    /// <summary>A thing of one session is nothing under the address of another, also for who owns both.</summary>
    [Fact]
    public async Task What_hangs_on_a_session_is_found_under_no_other()
    {
        var (here, there) = (await SetAsync(), await SetAsync());
        var wrong = new List<string>();
        // To end a link again is no error, so whether it still opens tells.
        const string Ends = "DELETE /api/sessions/{id:guid}/shares/{share:guid}", Opens = "GET /share/{token}";
        foreach (var row in AccessRow.ReadAll().Where(r => r.Route.Count(c => c == '{') > 1))
            if (await AskAsync(row, there, here.Cast.Owner, "owner", await here.FillAsync("$session", here.Cast.Owner)) is var found && found != (row.Text == Ends ? "ok" : "404")) wrong.Add($"{row.Text} => {found}");
        AssertNone(wrong);
        Assert.Equal("ok", await AskAsync(AccessRow.ReadAll().Single(r => r.Text == Opens), there, here.Cast.Owner, "owner"));
    }

    static void AssertNone(List<string> wrong) => Assert.True(wrong.Count == 0, "\n" + string.Join('\n', wrong));

    /// <summary>Nobody may invite without end, so after some stages other people come.</summary>
    async Task<AccessStage> SetAsync()
    {
        if (_stages++ % 15 == 0) _cast = await AccessCast.MakeAsync(_host);
        return await AccessStage.SetAsync(_cast);
    }

    /// <summary>What the running host answers to, as the table writes it.</summary>
    static async Task<string[]> DoorsAsync(IServiceProvider services)
    {
        var doors = new HashSet<string>();
        var pages = services.GetRequiredService<PageLoader>();
        foreach (var endpoint in services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            // Styles and scripts are everybody's.
            if (endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is not null) continue;
            var route = "/" + endpoint.RoutePattern.RawText!.Trim('/');
            if (endpoint.Metadata.GetMetadata<PageActionDescriptor>() is { } page)
                foreach (var handler in (await pages.LoadAsync(page, endpoint.Metadata)).HandlerMethods.Where(h => h.HttpMethod is "Get" or "Post" or "Put" or "Patch" or "Delete"))
                    doors.Add($"{handler.HttpMethod.ToUpperInvariant()} {route}{(handler.Name is null ? "" : $"?handler={handler.Name}")}");
            else
                foreach (var method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["ANY"])
                    doors.Add($"{method} {route}");
        }
        return [.. doors];
    }

    async Task<string> KnockAsync(AccessRow row)
    {
        var found = new List<string>();
        foreach (var column in AccessCast.Columns)
        {
            var stage = _stage ??= await SetAsync();
            var actor = stage.Cast.At(column);
            var cannot = row.IsOfOwn ? column is AccessCast.Nobody or "stranger" or "viewer" or "administrator" : column is AccessCast.Deleted && !row.IsOfSession;
            var outcome = cannot ? "-" : await AskAsync(row, stage, actor, column);
            found.Add(outcome);
            if (column is AccessCast.Deleted ? !row.IsOfSession : outcome is not "ok" || !row.Spends) continue;
            stage.End();
            _stage = null;
        }
        if (row.ChangesWho) (_stage, _stages) = (null, 0);
        return string.Join(' ', found);
    }

    static async Task<string> AskAsync(AccessRow row, AccessStage stage, ChatClient actor, string column, string session = "$session")
    {
        var address = await stage.FillAsync(row.Address.Replace("$session", session, StringComparison.Ordinal), actor);
        var body = await stage.FillAsync(row.Body, actor);
        if (column == AccessCast.Deleted) await stage.DeleteAsync();
        if (row.Method == "SOCKET") return await DialAsync(actor, address);

        using var request = new HttpRequestMessage(new HttpMethod(row.Method is "ANY" ? "GET" : row.Method), address);
        if (row.Method is not ("GET" or "ANY")) request.Content = body.StartsWith('{')
            ? new StringContent(body, Encoding.UTF8, "application/json")
            : new StringContent(body, Encoding.UTF8, "application/x-www-form-urlencoded");
        request.Headers.Accept.ParseAdd(row.Address.StartsWith("/api/", StringComparison.Ordinal) ? "application/json" : "text/html");
        using var answer = await actor.User.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return Outcome(answer);
    }

    static string Outcome(HttpResponseMessage answer) => answer switch
    {
        { StatusCode: HttpStatusCode.Unauthorized } => "in",
        { Headers.Location.OriginalString: var to } when to.StartsWith("/sign-in", StringComparison.Ordinal) => "in",
        { StatusCode: < HttpStatusCode.BadRequest } => "ok",
        _ => $"{(int)answer.StatusCode}",
    };

    static async Task<string> DialAsync(ChatClient actor, string address)
    {
        await using var socket = await SocketClient.TryAsync(actor.Host, Guid.Parse(address[(address.LastIndexOf('/') + 1)..]), "", o =>
        {
            o.Cookies = actor.User.Cookies;
            o.SetRequestHeader("Origin", actor.Host.BaseAddress.GetLeftPart(UriPartial.Authority));
        });
        return socket.Status switch { HttpStatusCode.SwitchingProtocols => "ok", HttpStatusCode.Unauthorized => "in", var status => $"{(int)status}" };
    }
}
