using ChatMonolith.Modules.Kernel.Errors;

namespace ChatMonolith.Modules.Agents.Catalogue;

static class AgentErrors
{
    public static readonly Error AdministratorsOnly = Error.Forbidden("administrators_only", "Only an administrator may change agents. Ask one.");
    public static readonly Error NotFound = Error.NotFound("agent_not_found", "There is no such agent any more. Reload the page.");
    public static readonly Error GuideStays = Error.Conflict("guide_stays", "The guide is always there and costs nothing.");
    public static readonly Error DefaultIsConfigured = Error.Conflict(
        "default_is_configured", "The default agent is set in the configuration (Agents:Default). Change it there.");
    public static readonly Error SwitchedOff = Error.Conflict("agent_switched_off", "This agent is switched off. Switch it on first.");
}
