using System.Net.WebSockets;
using System.Text.Json;

static class ChatExample
{
    public static async Task<string> AskAsync(Uri server, string key, Guid session, string question)
    {
        using var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("chat.v1");
        socket.Options.SetRequestHeader("Authorization", $"Bearer {key}");
        await socket.ConnectAsync(new UriBuilder(server) { Scheme = server.Scheme == "https" ? "wss" : "ws", Path = $"/chat/{session}" }.Uri, default);
        var send = new { type = "send", clientMessageId = Guid.NewGuid(), content = question };
        await socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(send), WebSocketMessageType.Text, true, default);
        var (reply, texts, ended, buffer) = ((string?)null, new Dictionary<string, string>(), new Dictionary<string, string>(), new byte[65 * 1024]);
        while (reply is null || !ended.ContainsKey(reply))
        {
            var (length, part) = (0, default(ValueWebSocketReceiveResult));
            for (; !part.EndOfMessage; length += part.Count) part = await socket.ReceiveAsync(buffer.AsMemory(length), default);
            if (part.MessageType is WebSocketMessageType.Close) throw new WebSocketException($"{(int?)socket.CloseStatus} {socket.CloseStatusDescription}");
            var frame = JsonSerializer.Deserialize<JsonElement>(buffer.AsSpan(0, length));
            string? Text(string name) => frame.TryGetProperty(name, out var value) ? value.GetString() : null;
            var (type, id) = (Text("type"), Text("messageId") ?? "");
            if (type == "error") throw new InvalidOperationException(Text("message"));
            if (type == "sent") reply = Text("replyId") ?? throw new InvalidOperationException("Sent. No agent answers here unless its name is in the message, after an @.");
            if (type == "message.delta") texts[id] = texts.GetValueOrDefault(id, "")[..frame.GetProperty("offset").GetInt32()] + Text("text");
            if (type == "message.completed") ended[id] = frame.GetProperty("message").TryGetProperty("content", out var whole) ? whole.GetString()! : texts[id];
        }
        return ended[reply];
    }
}
