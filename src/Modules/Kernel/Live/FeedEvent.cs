using System.Text.Json;
using System.Text.Json.Serialization;

namespace ChatMonolith.Modules.Kernel.Live;

/// <summary>Something that viewers of a session see happen. Each event has up to two forms: HTML for browsers, a payload for programs.</summary>
public sealed class FeedEvent
{
    /// <summary>How payloads are written.</summary>
    public static readonly JsonSerializerOptions Json = new(JsonSerializerOptions.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };
    string? _json;

    /// <summary>The place in the session's feed, counted from 1 within an epoch; set by the feed.</summary>
    public long Number { get; internal set; }

    /// <summary>The session's durable revision that this event tells of; 0 for what is not stored, such as a delta.</summary>
    public long Revision { get; init; }

    /// <summary>The growing thing this is a part of. A viewer that took a snapshot of it skips the parts the snapshot contains.</summary>
    public Guid? Stream { get; init; }

    /// <summary>The name of a control event, such as <c>cm-run</c>; null for HTML to place.</summary>
    public string? Name { get; init; }

    /// <summary>Fragments for the browser, wrapped in <c>hx-partial</c>; or the data of a control event.</summary>
    public string? Html { get; init; }

    /// <summary>The same for programs; null when programs need not know.</summary>
    public object? Payload { get; init; }

    /// <summary>When set, only this user's viewers get the event.</summary>
    public Guid? To { get; init; }

    /// <summary>When set, only those of them get it who came in by this sign-in or key.</summary>
    public Guid? ToAccess { get; init; }

    /// <summary>What the publisher's own viewers need to decide whether the event is for them.</summary>
    public object? Tag { get; init; }

    /// <summary>Characters held in memory for this event.</summary>
    public int Size => Html?.Length ?? 0;

    /// <summary>The payload as JSON with the viewer's own <paramref name="eventId"/>; the payload itself is written once for all of them.</summary>
    public string? ToJson(string eventId) => Payload is null ? null : WithId(_json ??= Write(Payload), eventId);

    /// <summary>A payload as programs get it.</summary>
    public static string Write(object payload) => JsonSerializer.Serialize(payload, payload.GetType(), Json);

    /// <summary>The same with the id to come back with; <paramref name="json"/> is an object with at least one field.</summary>
    public static string WithId(string json, string eventId) => $"{json.AsSpan(0, json.Length - 1)},\"eventId\":\"{eventId}\"}}";
}
