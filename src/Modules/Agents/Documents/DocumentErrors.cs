using ChatMonolith.Modules.Kernel.Errors;

namespace ChatMonolith.Modules.Agents.Documents;

static class DocumentErrors
{
    public static readonly Error AdministratorsOnly = Error.Forbidden("administrators_only", "Only an administrator may change the documents. Ask one.");
    public static readonly Error NotFound = Error.NotFound("document_not_found", "This document is not there any more.");
    public static readonly Error Twice = Error.Conflict("document_exists", "A document with exactly this text is there already.") with { Field = "Text" };
    public static readonly Error TooMany = Error.Conflict("too_many_documents", "There are 1,000 documents, which is the limit. Remove one first.");
}
