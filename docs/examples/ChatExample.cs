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

        var (reply, answers, buffer) = ((string?)null, new Dictionary<string, string>(), new byte[65 * 1024]);
        while (reply is null || !answers.ContainsKey(reply))
        {
            var (length, part) = (0, default(ValueWebSocketReceiveResult));
            do
            {
                part = await socket.ReceiveAsync(buffer.AsMemory(length), default);
                length += part.Count;
            } while (!part.EndOfMessage);
            if (part.MessageType is WebSocketMessageType.Close) throw new WebSocketException($"{(int?)socket.CloseStatus} {socket.CloseStatusDescription}");

            var frame = JsonSerializer.Deserialize<JsonElement>(buffer.AsSpan(0, length));
            var type = frame.GetProperty("type").GetString();
            if (type == "error") throw new InvalidOperationException(frame.GetProperty("message").GetString());
            if (type == "sent") reply = frame.GetProperty("replyId").GetString();
            if (type == "message.completed") answers[frame.GetProperty("messageId").GetString()!] = frame.GetProperty("message").GetProperty("content").GetString()!;
        }
        return answers[reply];
    }
}
