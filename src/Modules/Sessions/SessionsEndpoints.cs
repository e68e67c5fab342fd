using Carter;
using ChatMonolith.Modules.Sessions.Access;
using ChatMonolith.Modules.Sessions.Answers;
using ChatMonolith.Modules.Sessions.Create;
using ChatMonolith.Modules.Sessions.Delete;
using ChatMonolith.Modules.Sessions.List;
using ChatMonolith.Modules.Sessions.Participants;
using ChatMonolith.Modules.Sessions.Rename;
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
        forms.MapPost("/{id:guid}/title", RenameSessionEndpoints.Form);
        forms.MapPost("/{id:guid}/answers", ChooseAnswerMode.Form);
        forms.MapPost("/{id:guid}/delete", DeleteSessionEndpoints.Form);
        forms.MapGet("/{id:guid}/people", ParticipantEndpoints.Badge);
        forms.MapPost("/{id:guid}/participants/remove", ParticipantEndpoints.RemoveForm);

        var api = app.MapGroup("/api/sessions").RequireAuthorization().WithTags("Sessions");
        api.MapPost("/", CreateSessionEndpoints.Api).Produces<SessionView>(StatusCodes.Status201Created).ProducesProblem(422);
        api.MapGet("/", ListSessionsEndpoint.Api).Produces<SessionPage>();
        api.MapGet("/{id:guid}", GetSessionEndpoint.Api).Produces<SessionView>().ProducesProblem(404);
        api.MapPatch("/{id:guid}", RenameSessionEndpoints.Api).Produces<SessionView>().ProducesProblem(403).ProducesProblem(404).ProducesProblem(422);
        api.MapDelete("/{id:guid}", DeleteSessionEndpoints.Api).Produces(StatusCodes.Status204NoContent).ProducesProblem(403).ProducesProblem(404);
        api.MapGet("/{id:guid}/participants", ParticipantEndpoints.List).ProducesProblem(404);
        api.MapPost("/{id:guid}/participants", ParticipantEndpoints.Add).ProducesProblem(403).ProducesProblem(404).ProducesProblem(422);
        api.MapDelete("/{id:guid}/participants", ParticipantEndpoints.Remove).ProducesProblem(403).ProducesProblem(404);
    }
}
