namespace ChatMonolith.Modules.Agents.Providers;

/// <summary>What the client library does not tell about a streamed reply.</summary>
sealed class StreamNotes(CancellationToken abort)
{
    static readonly AsyncLocal<StreamNotes?> Ambient = new();

    /// <summary>That of the call being made; set by the caller before it asks, because the library has no place to carry it.</summary>
    public static StreamNotes? Current { get => Ambient.Value; set => Ambient.Value = value; }

    /// <summary>Ends the reply also while nobody reads it; the library's own token works only inside a read.</summary>
    public CancellationToken Abort => abort;

    /// <summary>The headers of a successful reply have come.</summary>
    public bool Opened { get; set; }

    /// <summary>The provider sent its end mark.</summary>
    public bool Done { get; set; }

    /// <summary>An error that came inside the stream, as JSON.</summary>
    public string? Error { get; set; }
}

/// <summary>Reads along with streamed replies; see <see cref="EventLineStream"/>.</summary>
sealed class EventStreamHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var notes = StreamNotes.Current;
        var response = await base.SendAsync(request, cancellationToken);
        if (notes is null || !response.IsSuccessStatusCode) return response;

        notes.Opened = true;
        if (response.Content.Headers.ContentType?.MediaType == "text/event-stream")
        {
            var original = response.Content;
            var content = new StreamContent(new EventLineStream(await original.ReadAsStreamAsync(cancellationToken), notes));
            foreach (var header in original.Headers) content.Headers.TryAddWithoutValidation(header.Key, header.Value);
            response.Content = content;
        }
        return response;
    }
}
