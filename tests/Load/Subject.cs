using System.Diagnostics;

namespace ChatMonolith.Tests.Load;

/// <summary>What one answer was like for the person who asked.</summary>
sealed record Heard(double FirstMs, double TotalMs, long Bytes);

/// <summary>What a round of answers at the same time was like, and what it cost in processor time.</summary>
sealed record Round(IReadOnlyList<Heard> Answers, int Tokens, double ServerMs, double DatabaseMs)
{
    public double FirstMs => Median(Answers.Select(a => a.FirstMs));
    public double SlowestMs => Answers.Max(a => a.TotalMs);
    public double PerThousand => (ServerMs + DatabaseMs) * 1000 / (Answers.Count * Tokens);
    public double BytesPerToken => Answers.Average(a => (double)a.Bytes) / Tokens;

    public override string ToString() => FormattableString.Invariant(
        $"{Answers.Count} answers of {Tokens} tokens: first after {FirstMs:0.0} ms, slowest {SlowestMs:0} ms, CPU per answer {ServerMs / Answers.Count:0.0} + {DatabaseMs / Answers.Count:0.0} ms, per 1,000 tokens {PerThousand:0} ms, {BytesPerToken:0.0} bytes a token");

    static double Median(IEnumerable<double> values) => values.Order().ElementAt(values.Count() / 2);
}

/// <summary>Something that answers: the program, the relay or the provider itself.</summary>
abstract class Subject
{
    /// <summary>Zero where it is not measured.</summary>
    protected abstract (double Server, double Database) Cpu();

    /// <summary>Asks and listens to the end.</summary>
    protected abstract Task<Heard> AskAsync(int number, int tokens);

    public async Task<Round> RoundAsync(int answers, int tokens)
    {
        await PrepareAsync();
        var before = Cpu();
        // Each begins at a moment of its own within the time of one answer, as people do: then the streams run side by side.
        var length = TimeSpan.FromSeconds((double)tokens / PacedProvider.TokensPerSecond);
        var heard = await Task.WhenAll(Enumerable.Range(0, answers).Select(async i =>
        {
            await Task.Delay(length * i / answers);
            return await AskAsync(i, tokens);
        }));
        await QuietAsync(tokens);
        var after = Cpu();
        return new(heard, tokens, after.Server - before.Server, after.Database - before.Database);
    }

    /// <summary>What must not count.</summary>
    protected virtual Task PrepareAsync() => Task.CompletedTask;

    /// <summary>Waits until what comes after an answer is done too, so that it counts where it belongs.</summary>
    protected virtual Task QuietAsync(int tokens) => Task.CompletedTask;

    protected static double Since(long started) => Stopwatch.GetElapsedTime(started).TotalMilliseconds;
}
