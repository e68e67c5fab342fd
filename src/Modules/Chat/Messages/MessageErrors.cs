using ChatMonolith.Modules.Kernel.Errors;
using Microsoft.AspNetCore.Http;

namespace ChatMonolith.Modules.Chat.Messages;

static class MessageErrors
{
    public static readonly Error NotYours = Error.Forbidden("not_your_message", "Only the person who wrote a message can edit it.");
    public static readonly Error OfAgent = Error.Forbidden("agents_message", "An agent's answer cannot be edited. Regenerate it, or edit the question.");
    public static readonly Error EditConflict = Error.Conflict("edit_conflict", "This message was changed meanwhile, in another tab or on another device. Compare the two texts and save again.");
    public static readonly Error WordingNotFound = Error.NotFound("wording_not_found", "This earlier text does not exist any more. Open the history again.");
    public static readonly Error QuestionDeleted = Error.Conflict("question_deleted", "The question of this answer was deleted. Write a new message instead.");

    public static readonly Error DeleteConflict = Error.Conflict("delete_conflict",
        "Something was said or changed here since you looked, so nothing was deleted. See what is there now and decide again.");

    public static readonly Error CommentIsNotAsked = Error.Conflict("comment_is_not_asked", "A comment is not sent to agents. Save it, or send its text as a message.");

    public static readonly Error NotDeletable = Error.Forbidden("not_deletable",
        "You can delete your own messages and the answers that you asked for. Ask the session's owner to delete this one.");
    public static readonly Error OnlyVersion = Error.Conflict("only_version", "There is no other version of this message. Delete the message and everything below it instead.");
    public static readonly Error UnknownScope = Error.Invalid("unknown_scope", "Choose what to delete: message, below or version.", "scope");
    public static readonly Error DeletionNotFound = Error.NotFound("deletion_not_found", "There is nothing here to bring back, or it is not shared with you.");
    public static readonly Error NotYourDeletion = Error.Forbidden("not_your_deletion", "Only the person who deleted this can bring it back.");
    public static readonly Error TooLateToUndo = Error.Conflict("too_late_to_undo", "This cannot be brought back any more.");

    public static Error SomeNotDeletable(int others, int all) => Error.Forbidden("not_deletable",
        $"{others} of these {all} messages are not yours and not answers that you asked for. Delete your own messages one by one, or ask the session's owner.");

    /// <summary>A refusal for programs, with what is there now.</summary>
    public static IResult With(this Error error, params (string Name, object? Value)[] now) => Results.Problem(
        detail: error.Message, statusCode: error.Status, type: $"urn:chatmonolith:error:{error.Code}",
        extensions: new Dictionary<string, object?>(now.Select(n => KeyValuePair.Create(n.Name, n.Value))) { ["code"] = error.Code, ["field"] = error.Field });

    public static Error TooManyToDelete(int most) => Error.Conflict("too_many_to_delete", $"These are more than {most:N0} messages. Begin further down, or delete the whole session.");
}
