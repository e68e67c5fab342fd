namespace ChatMonolith.Tests.Load;

static class Program
{
    public static Task Main(string[] arguments) => arguments is [var role, .. var rest] ? role switch
    {
        "provider" => PacedProvider.RunAsync(rest),
        "relay" => Relay.RunAsync(rest),
        _ => throw new ArgumentException($"There is no {role}: provider or relay."),
    } : throw new ArgumentException("What shall run: provider or relay?");
}
