using Carter;
using ChatMonolith.Modules.Sessions.Access;
using ChatMonolith.Modules.Sessions.Answers;
using ChatMonolith.Modules.Sessions.Create;
using ChatMonolith.Modules.Sessions.Delete;
using ChatMonolith.Modules.Sessions.Links;
using ChatMonolith.Modules.Sessions.List;
using ChatMonolith.Modules.Sessions.Participants;
using ChatMonolith.Modules.Sessions.Rename;
using ChatMonolith.Modules.Sessions.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ChatMonolith.Modules.Sessions;

sealed class SessionsEndpoints : ICarterModule
{
    public void AddRoutes(IEndpointRouteBuilder app)
    {
        var forms = app.MapGroup("/sessions").RequireAuthorization().ExcludeFromDescription().DisableAntiforgery();
        forms.MapPost("/", CreateSessionEndpoints.Form);
        forms.MapGet("/list", ListEndpoint.Fragment);
        forms.MapPost("/{id:guid}/title", RenameSessionEndpoints.Form);
        forms.MapPost("/{id:guid}/answers", ChooseAnswerMode.Form);
        forms.MapPost("/{id:guid}/delete", DeleteSessionEndpoints.Form);
        forms.MapGet("/{id:guid}/people", ParticipantEndpoints.Badge);
        forms.MapPost("/{id:guid}/decline", ParticipantEndpoints.DeclineForm);

        var api = app.MapGroup("/api/sessions").RequireAuthorization().WithTags("Sessions");
        api.MapPost("/", CreateSessionEndpoints.Api).Produces<SessionView>(StatusCodes.Status201Created).ProducesProblem(422);
        api.MapGet("/", ListSessionsEndpoint.Api).Produces<SessionPage>();
        api.MapGet("/{id:guid}", GetSessionEndpoint.Api).Produces<SessionView>().ProducesProblem(404);
        api.MapPatch("/{id:guid}", RenameSessionEndpoints.Api).Produces<SessionView>().ProducesProblem(403).ProducesProblem(404).ProducesProblem(422);
        api.MapDelete("/{id:guid}", DeleteSessionEndpoints.Api).Produces(StatusCodes.Status204NoContent).ProducesProblem(403).ProducesProblem(404);
        People(api);
        app.MapPost("/api/join", JoinByLinkEndpoint.Api).RequireAuthorization().WithTags("Sessions").Produces<SessionView>().ProducesProblem(403).ProducesProblem(404).ProducesProblem(422).ProducesProblem(429);
    }

    static void People(RouteGroupBuilder api)
    {
        api.MapGet("/{id:guid}/participants", ParticipantEndpoints.List).Produces<IEnumerable<ParticipantView>>().ProducesProblem(404);
        api.MapPost("/{id:guid}/participants", ParticipantEndpoints.Add).Produces<ParticipantView>().ProducesProblem(403).ProducesProblem(404).ProducesProblem(422).ProducesProblem(429);
        api.MapPatch("/{id:guid}/participants", ParticipantEndpoints.Change).Produces<ParticipantView>().ProducesProblem(403).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
        api.MapDelete("/{id:guid}/participants", ParticipantEndpoints.Remove).Produces(StatusCodes.Status204NoContent).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);
        api.MapPost("/{id:guid}/transfer", ParticipantEndpoints.Transfer).Produces<ParticipantView>().ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);
        api.MapGet("/{id:guid}/links", ListLinksEndpoint.Api).Produces<IReadOnlyList<LinkView>>().ProducesProblem(403).ProducesProblem(404);
        api.MapPost("/{id:guid}/links", CreateLinkEndpoint.Api).Produces<CreateLinkEndpoint.NewLinkView>(StatusCodes.Status201Created).ProducesProblem(403).ProducesProblem(404).ProducesProblem(422);
        api.MapDelete("/{id:guid}/links/{linkId:guid}", RevokeLinkEndpoint.Api).Produces(StatusCodes.Status204NoContent).ProducesProblem(403).ProducesProblem(404);
        api.MapPost("/{id:guid}/access-requests", AskForAccessEndpoint.Api).Produces(StatusCodes.Status202Accepted).ProducesProblem(429);
        api.MapGet("/{id:guid}/access-requests", ListRequestsEndpoint.Api).Produces<IReadOnlyList<RequestView>>().ProducesProblem(403).ProducesProblem(404);
        api.MapPost("/{id:guid}/access-requests/{userId:guid}", AnswerRequestEndpoints.Accept).Produces(StatusCodes.Status204NoContent).ProducesProblem(403).ProducesProblem(404).ProducesProblem(422);
        api.MapDelete("/{id:guid}/access-requests/{userId:guid}", AnswerRequestEndpoints.Decline).Produces(StatusCodes.Status204NoContent).ProducesProblem(403).ProducesProblem(404);
    }
}
