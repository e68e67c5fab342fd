using ChatMonolith.Modules.Kernel.Errors;

namespace ChatMonolith.Modules.Agents.Providers.Local;

static class LocalServerErrors
{
    public static readonly Error Gone = Error.NotFound("local_server_gone", "No model server answers at this address any more. Start it, wait a minute and reload the page.");
    public static readonly Error NotUsed = Error.NotFound("local_server_not_used", "This server is not used any more. Reload the page.");
}
