using ChatMonolith.Modules.Kernel.Errors;

namespace ChatMonolith.Modules.Chat.Threads;

static class ThreadErrors
{
    public static readonly Error NotFound = Error.NotFound("thread_not_found", "The message of this thread is not in this session any more. Write in the conversation instead.");
    public static readonly Error Inside = Error.Invalid("inside_thread", "A message in a thread has no thread of its own. Reply in the thread that it is in.", "ThreadId");
    public static readonly Error Empty = Error.Conflict("thread_empty", "There is nothing in this thread yet. Write in it first.");
}
