using System.Collections.Concurrent;
using System.Diagnostics;

namespace ChatMonolith.Tests.Integration.Chat;

/// <summary>The SQL of one request and of what follows from it, told from all others by its trace.</summary>
sealed class Statements : IDisposable
{
    readonly ActivityTraceId _trace = ActivityTraceId.CreateRandom();
    readonly ConcurrentQueue<string> _seen = new();
    readonly ActivityListener _listener;

    public Statements()
    {
        _listener = new()
        {
            ShouldListenTo = source => source.Name is "Npgsql" or "Microsoft.AspNetCore",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                if (activity.Source.Name == "Npgsql" && activity.TraceId == _trace && (activity.GetTagItem("db.query.text") ?? activity.GetTagItem("db.statement")) is string sql)
                    _seen.Enqueue(string.Join(' ', sql.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public IReadOnlyCollection<string> Seen => _seen;

    /// <summary>Whose request this is is counted here.</summary>
    public void Mark(HttpRequestMessage request) => request.Headers.Add("traceparent", $"00-{_trace}-{ActivitySpanId.CreateRandom()}-01");

    public void Dispose() => _listener.Dispose();
}
