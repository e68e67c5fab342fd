using System.Text;
using Npgsql;

namespace ChatMonolith.Modules.Kernel.Errors;

/// <summary>NUL and halves of surrogate pairs, which PostgreSQL cannot keep. Where people write they are replaced; in an id they are a mistake of the caller.</summary>
public static class UnstorableText
{
    public static bool IsCauseOf(Exception error)
    {
        for (var cause = error; cause is not null; cause = cause.InnerException)
            if (cause is EncoderFallbackException or PostgresException { SqlState: PostgresErrorCodes.CharacterNotInRepertoire or PostgresErrorCodes.UntranslatableCharacter }) return true;
        return false;
    }
}
