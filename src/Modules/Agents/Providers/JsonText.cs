using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace ChatMonolith.Modules.Agents.Providers;

/// <summary>
/// Strings of JSON as providers write it: one that splits an emoji over two events sends <c>"\ud83d"</c>, and one that splits its bytes sends
/// bytes that are no UTF-8. The framework's reader throws at both, and the answer would be lost.
/// </summary>
static class JsonText
{
    /// <summary>The string, with lone surrogates as they are; empty for anything but a string.</summary>
    public static string Of(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.String) return "";
        var raw = JsonMarshal.GetRawUtf8Value(element)[1..^1];
        return raw.Contains((byte)'\\') ? Unescape(Encoding.UTF8.GetString(raw)) : Encoding.UTF8.GetString(raw);
    }

    /// <summary>The value of that name; undefined when this is no object or has none.</summary>
    public static JsonElement At(this JsonElement element, ReadOnlySpan<byte> name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : default;

    static string Unescape(string text)
    {
        var result = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] != '\\') { result.Append(text[at]); continue; }
            result.Append(text[++at] switch
            {
                'n' => '\n',
                't' => '\t',
                'r' => '\r',
                'b' => '\b',
                'f' => '\f',
                'u' => (char)ushort.Parse(text.AsSpan(at + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture),
                var itself => itself,
            });
            if (text[at] == 'u') at += 4;
        }
        return result.ToString();
    }
}
