namespace ChatMonolith.Modules.Accounts;

/// <summary>The section <c>Accounts</c> of the configuration.</summary>
sealed class AccountsOptions
{
    public SignUp SignUp { get; set; } = SignUp.Invite;

    /// <summary>How often one address may try to sign in, sign up, set up or accept an invitation in a minute.</summary>
    public int TriesPerMinute { get; set; } = 20;
}

/// <summary>How new accounts come to be.</summary>
enum SignUp
{
    /// <summary>An administrator adds a person, who chooses a password through a one-time link.</summary>
    Invite,

    /// <summary>Anybody who reaches the server.</summary>
    Open,

    /// <summary>An administrator creates the account with its first password; no links.</summary>
    Closed,
}
