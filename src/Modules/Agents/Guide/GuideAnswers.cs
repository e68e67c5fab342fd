using System.Runtime.CompilerServices;
using ChatMonolith.Modules.Agents.Contracts;
using ChatMonolith.Modules.Agents.Data;
using ChatMonolith.Modules.Agents.Documents.Index;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ChatMonolith.Modules.Agents.Guide;

/// <summary>The agent that is always there: finds passages and quotes them.</summary>
sealed class GuideAnswers(ProductDocuments documents, IServiceScopeFactory scopes, TimeProvider time, ILogger<GuideAnswers> logger)
{
    const int MostPieces = 110;
    static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(15);
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public async IAsyncEnumerable<AgentUpdate> AnswerAsync(AgentTurn turn, [EnumeratorCancellation] CancellationToken stop)
    {
        var question = turn.Messages.LastOrDefault(m => !m.FromAgent)?.Text ?? "";
        yield return new AgentActivity("searching the documents");
        if (await LookUpAsync(question, stop) is not { } answer)
        {
            if (!stop.IsCancellationRequested) yield return new AgentFailed("provider_down", "The guide cannot read its documents now. Try again in a moment.");
            yield break;
        }

        var begun = turn.Begun ?? "";
        if (!answer.Text.StartsWith(begun, StringComparison.Ordinal))
        {
            yield return new AgentFailed("provider_down", "The guide's documents have changed since this answer began. Retry for a new answer.");
            yield break;
        }

        foreach (var citation in answer.Citations) yield return citation;
        var (rest, shown) = (answer.Text[begun.Length..], 0);
        foreach (var piece in Pieces(rest))
        {
            yield return new AgentText(piece);
            shown += piece.Length;
            if (!await PauseAsync(stop)) break;
        }
        yield return new AgentUsage(Tokens(question.Length), Tokens(shown), 0, 0, 0m, "USD", Estimated: true);
        if (shown == rest.Length) yield return new AgentFinished();
    }

    async Task<(string Text, IReadOnlyList<AgentCitation> Citations)?> LookUpAsync(string question, CancellationToken stop)
    {
        try
        {
            await documents.Ready.WaitAsync(Patience, time, stop);
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<AgentsDbContext>();
            var words = Question.WordsOf(question);
            var found = words.Length == 0 ? [] : await db.FindAsync(words, 8, stop);
            if (GuideText.IsEnough(found)) return GuideText.Answer(found, words);
            return (GuideText.Nothing(await db.Documents.OrderBy(d => d.Kind).ThenBy(d => d.Title).Select(d => d.Title).Take(12).ToListAsync(stop)), []);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested) { return null; }
        catch (Exception e) when (e is NpgsqlException or TimeoutException or InvalidOperationException)
        {
            logger.LogError(e, "The guide could not look things up");
            return null;
        }
    }

    // Nobody charges for them: not worth loading a tokenizer.
    static int Tokens(int characters) => (characters + 3) / 4;

    async Task<bool> PauseAsync(CancellationToken stop)
    {
        try
        {
            await Task.Delay(Pace, time, stop);
            return true;
        }
        catch (OperationCanceledException) { return false; }
    }

    /// <summary>A few words each, so that the answer grows before the eye and yet is there within two seconds.</summary>
    static IEnumerable<string> Pieces(string text)
    {
        var least = Math.Max(16, text.Length / MostPieces + 1);
        for (var start = 0; start < text.Length;)
        {
            var end = start + least >= text.Length ? -1 : text.AsSpan(start + least).IndexOfAny(' ', '\n');
            var length = end < 0 ? text.Length - start : least + end + 1;
            yield return text.Substring(start, length);
            start += length;
        }
    }
}
