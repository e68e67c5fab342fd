using System.Reflection;
using System.Security.Claims;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace ChatMonolith.Modules.Kernel;

/// <summary>The signed-in person on whose behalf a request runs. Requests carry it, so that handlers work outside HTTP too.</summary>
/// <param name="Id">The account's id.</param>
/// <param name="Name">The name that others see.</param>
/// <param name="Email">The sign-in address.</param>
/// <param name="IsAdministrator">True when the account manages this installation.</param>
public sealed record CurrentUser(Guid Id, string Name, string Email, bool IsAdministrator)
{
    public const string AdministratorRole = "administrator";

    /// <summary>The claim with <see cref="AccessId"/>.</summary>
    public const string AccessClaim = "access";

    /// <summary>The sign-in or key that the request came with: when it ends, so does what was opened by it. Null outside a request.</summary>
    public Guid? AccessId { get; init; }

    /// <summary>Two letters at most, for the avatar.</summary>
    public string Initials => InitialsOf(Name);

    public static string InitialsOf(string name) =>
        string.Concat(name.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Take(2).Select(word => Rune.ToUpperInvariant(word.EnumerateRunes().First()).ToString()));

    /// <summary>One of six avatar colours, the same everywhere for the same person.</summary>
    public static uint HueOf(Guid userId) => ((uint)userId.GetHashCode() % 6) + 1;

    /// <summary>The person behind a principal, or null when nobody is signed in.</summary>
    public static CurrentUser? From(ClaimsPrincipal? principal) =>
        principal?.Identity?.IsAuthenticated is true && Guid.TryParse(principal.FindFirstValue(ClaimTypes.NameIdentifier), out var id)
            ? new(id, principal.FindFirstValue("name") ?? "", principal.FindFirstValue(ClaimTypes.Email) ?? "", principal.IsInRole(AdministratorRole))
            {
                AccessId = Guid.TryParse(principal.FindFirstValue(AccessClaim), out var access) ? access : null,
            }
            : null;

    /// <summary>Lets an endpoint ask for the signed-in person as a parameter; such an endpoint must require authorization.</summary>
    public static ValueTask<CurrentUser> BindAsync(HttpContext context, ParameterInfo _) =>
        ValueTask.FromResult(From(context.User) ?? throw new InvalidOperationException("The endpoint does not require authorization."));
}
