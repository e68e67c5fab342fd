using System.Diagnostics;

namespace ChatMonolith.Modules.Chat.Markdown;

/// <summary>
/// Decides when a long open block is parsed again. Each character pays for a fixed time of parsing at most, so that the cost of an
/// answer is linear in its length, whatever Markdig makes of it (a table of 16 KB takes it 30 ms).
/// </summary>
internal sealed class RenderPace
{
    private const int AlwaysRendered = 2 * 1024;
    private const int MicrosecondsPerCharacter = 20;

    // A pause of the machine during one render must not make the reader wait for long.
    private const int LargestShare = 8;

    private int rendered;
    private double cost;

    public bool IsDue(int length) =>
        length < AlwaysRendered || length - rendered >= Math.Min(cost / MicrosecondsPerCharacter, length / LargestShare);

    public void Rendered(int length, long started) =>
        (rendered, cost) = (length, Stopwatch.GetElapsedTime(started).TotalMicroseconds);
}
