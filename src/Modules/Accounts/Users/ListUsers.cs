using System.Text.RegularExpressions;
using Carter;
using ChatMonolith.Modules.Accounts.Data;
using ChatMonolith.Modules.Kernel;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Accounts.Users;

sealed record ListUsers(string? Query) : IRequest<UserList>;

/// <param name="Items">The first ones in the order of their names.</param>
/// <param name="Total">How many match.</param>
sealed record UserList(IReadOnlyList<UserView> Items, int Total);

/// <param name="State"><c>active</c>, <c>invited</c> (no password yet) or <c>disabled</c>.</param>
sealed record UserView(Guid Id, string Email, string DisplayName, string Role, string State, DateTimeOffset CreatedAt);

sealed class ListUsersHandler(AccountsDbContext db) : IRequestHandler<ListUsers, UserList>
{
    const int Most = 200;

    public async Task<UserList> Handle(ListUsers request, CancellationToken cancellationToken)
    {
        var users = db.Users.AsQueryable();
        if (request.Query?.Replace("\0", "", StringComparison.Ordinal).Trim() is { Length: > 0 } query)
        {
            var pattern = $"%{Regex.Replace(query, @"[\\%_]", @"\$0")}%";
            users = users.Where(u => EF.Functions.ILike(u.Email!, pattern) || EF.Functions.ILike(u.DisplayName, pattern));
        }
        var items = await users.OrderBy(u => u.DisplayName).ThenBy(u => u.Id).Take(Most)
            .Select(u => new UserView(u.Id, u.Email!, u.DisplayName,
                db.UserRoles.Any(r => r.UserId == u.Id && r.RoleId == Roles.AdministratorId) ? CurrentUser.AdministratorRole : Roles.Member,
                u.DisabledAt != null ? "disabled" : u.PasswordHash == null ? "invited" : "active", u.CreatedAt))
            .ToListAsync(cancellationToken);
        return new(items, items.Count < Most ? items.Count : await users.CountAsync(cancellationToken));
    }
}

sealed class ListUsersApi : ICarterModule
{
    public void AddRoutes(IEndpointRouteBuilder app) => app.MapGet("/api/admin/users", GetAsync)
        .RequireAuthorization(CurrentUser.AdministratorRole).WithTags("Accounts").WithSummary("People with an account").Produces<UserList>();

    static async Task<IResult> GetAsync(string? query, IMediator mediator, CancellationToken cancellationToken) =>
        Results.Ok(await mediator.Send(new ListUsers(query), cancellationToken));
}
