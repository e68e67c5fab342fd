using ChatMonolith.Modules.Kernel.Errors;

namespace ChatMonolith.Modules.Chat;

static class ChatErrors
{
    public static readonly Error SessionNotFound = Error.NotFound("session_not_found", "This session does not exist, or it is not shared with you.");
    public static readonly Error ReadOnly = Error.Forbidden("read_only", "You can read this session, but not write in it. Ask its owner for the right to write.");
    public static readonly Error CommentsOnly = Error.Forbidden("comments_only", "You can comment in this session, but not ask agents. Send this as a comment, or ask the session's owner for the right to write.");
    public static readonly Error TooManyAgents = Error.Invalid("too_many_agents", "A message can ask four agents at most. Take the others out and send again.", "Content");
    public static readonly Error ParentIsComment = Error.Invalid("parent_is_comment", "Agents do not read comments, so no question can follow one. Answer another message, or send a comment too.", "ParentId");
    public static readonly Error IdTaken = Error.Conflict("client_message_id_taken", "Another message was sent with this client message id. Send this one with an id of its own.");
    public static readonly Error AgentNotFound = Error.Invalid("agent_not_found", "This agent is not available any more. Choose another one and send again.", "Agent");
    public static readonly Error ParentNotFound = Error.Invalid("parent_not_found", "The message you answer is not in this session any more.", "ParentId");
    public static readonly Error BranchNotFound = Error.NotFound("branch_not_found", "This version of the session does not exist any more. Open the session again and send from there.");
    public static readonly Error RunNotFound = Error.NotFound("run_not_found", "This answer does not exist, or it is not shared with you.");
    public static readonly Error MessageNotFound = Error.NotFound("message_not_found", "This message does not exist, or it is not shared with you.");
    public static readonly Error StillRunning = Error.Conflict("still_running", "This answer is still being written. Stop it first.");
    public static readonly Error NothingToContinue = Error.Conflict("nothing_to_continue", "This answer is complete. Ask for more instead.");
}
