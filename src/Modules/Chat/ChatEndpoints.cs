using Carter;
using ChatMonolith.Modules.Chat.Conversation;
using ChatMonolith.Modules.Chat.Messages;
using ChatMonolith.Modules.Chat.Messages.Delete;
using ChatMonolith.Modules.Chat.Messages.Edit;
using ChatMonolith.Modules.Chat.Messages.List;
using ChatMonolith.Modules.Chat.Messages.Send;
using ChatMonolith.Modules.Chat.Presence;
using ChatMonolith.Modules.Chat.Presence.Hide;
using ChatMonolith.Modules.Chat.Reactions.React;
using ChatMonolith.Modules.Chat.Replies.Continue;
using ChatMonolith.Modules.Chat.Replies.Regenerate;
using ChatMonolith.Modules.Chat.Replies.Stop;
using ChatMonolith.Modules.Chat.Sharing;
using ChatMonolith.Modules.Chat.Sharing.List;
using ChatMonolith.Modules.Chat.Sharing.Stream;
using ChatMonolith.Modules.Chat.Stream;
using ChatMonolith.Modules.Chat.Threads.Summarize;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ChatMonolith.Modules.Chat;

sealed class ChatEndpoints : ICarterModule
{
    public void AddRoutes(IEndpointRouteBuilder app)
    {
        var page = app.MapGroup("/chat/{id:guid}").RequireAuthorization().DisableAntiforgery().ExcludeFromDescription();
        // CONNECT is the upgrade over HTTP/2.
        page.MapMethods("/", ["GET", "CONNECT"], SocketEndpoint.Connect);
        page.MapGet("/events", EventsEndpoints.Html);
        page.MapGet("/answers", AnswersEndpoint.Show);
        page.MapPost("/messages", SendMessageEndpoints.Form);
        page.MapPost("/stop", StopEndpoints.Form);
        page.MapPost("/share/revoke", ShareEndpoints.RevokeForm);

        var message = app.MapGroup("/messages/{id:guid}").RequireAuthorization().DisableAntiforgery().ExcludeFromDescription();
        message.MapPost("/regenerate", RegenerateEndpoints.Form);
        message.MapPost("/continue", ContinueEndpoints.Form);
        message.MapPost("/reactions", ReactEndpoints.Form);

        app.MapGet("/events", PersonEvents.Html).RequireAuthorization().ExcludeFromDescription();
        app.MapGet("/share/{token}/events", SharedEvents.Html).AllowAnonymous().ExcludeFromDescription();
        app.MapPost("/deletions/{id:guid}/undo", DeleteEndpoints.UndoForm).RequireAuthorization().DisableAntiforgery().ExcludeFromDescription();

        var api = app.MapGroup("/api").RequireAuthorization().WithTags("Chat");
        api.MapPost("/sessions/{id:guid}/messages", SendMessageEndpoints.Api).Produces<SentMessage>(StatusCodes.Status202Accepted).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422).ProducesProblem(429);
        api.MapGet("/sessions/{id:guid}/messages", ListMessagesEndpoint.Api).Produces<MessageWindow>().ProducesProblem(404);
        api.MapGet("/sessions/{id:guid}/events", EventsEndpoints.Json).Produces<string>(StatusCodes.Status200OK, "text/event-stream").ProducesProblem(404);
        api.MapPatch("/messages/{id:guid}", EditEndpoints.Api).Produces<MessageView>().Produces<SentMessage>(StatusCodes.Status202Accepted).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422).ProducesProblem(429);
        api.MapDelete("/messages/{id:guid}", DeleteEndpoints.Api).Produces<Deletion>(StatusCodes.Status202Accepted).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);
        api.MapPost("/deletions/{id:guid}/undo", DeleteEndpoints.UndoApi).Produces(StatusCodes.Status204NoContent).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);
        api.MapPost("/messages/{id:guid}/regenerate", RegenerateEndpoints.Api).Produces<SentMessage>(StatusCodes.Status202Accepted).ProducesProblem(404).ProducesProblem(409).ProducesProblem(429);
        api.MapPost("/messages/{id:guid}/continue", ContinueEndpoints.Api).Produces<SentMessage>(StatusCodes.Status202Accepted).ProducesProblem(404).ProducesProblem(409).ProducesProblem(429);
        api.MapPost("/messages/{id:guid}/thread/summary", SummarizeEndpoints.Api).Produces<SentMessage>(StatusCodes.Status202Accepted).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409).ProducesProblem(429);
        api.MapGet("/me/privacy", PrivacyEndpoints.Get).Produces<PrivacyView>();
        api.MapPut("/me/privacy", PrivacyEndpoints.Put).Produces<PrivacyView>().ProducesProblem(422);
        api.MapPost("/messages/{id:guid}/reactions", ReactEndpoints.Api).Produces<Reacted>().ProducesProblem(403).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
        api.MapDelete("/messages/{id:guid}/reactions", ReactEndpoints.Remove).Produces<Reacted>().ProducesProblem(403).ProducesProblem(404).ProducesProblem(422);
        api.MapGet("/sessions/{id:guid}/shares", ShareEndpoints.List).Produces<IReadOnlyList<ShareView>>().ProducesProblem(403).ProducesProblem(404);
        api.MapPost("/sessions/{id:guid}/shares", ShareEndpoints.Create).Produces<ShareEndpoints.Made>(StatusCodes.Status201Created).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
        api.MapDelete("/sessions/{id:guid}/shares/{share:guid}", ShareEndpoints.Revoke).Produces(StatusCodes.Status204NoContent).ProducesProblem(403).ProducesProblem(404);
        api.MapPost("/runs/{id:guid}/stop", StopEndpoints.Api).Produces(StatusCodes.Status202Accepted).ProducesProblem(404);
    }
}
