using System.Diagnostics;

namespace ChatMonolith.Modules.Chat.Markdown;

/// <summary>The last guard against costly text that <see cref="InlineLimits"/> does not know.</summary>
internal sealed class RenderBudget
{
    private const int SmallText = 1024;
    private const int Patience = 3;
    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(250);
    private int slowInRow;

    public bool IsSpent => slowInRow >= Patience;

    // In a row, and never for small text: on a busy machine a thread waits and code is compiled while the clock runs.
    public void Charge(long started, int length) =>
        slowInRow = length > SmallText && Stopwatch.GetElapsedTime(started) > Slow ? slowInRow + 1 : 0;
}
