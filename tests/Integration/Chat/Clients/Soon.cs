namespace ChatMonolith.Tests.Integration.Chat;

/// <summary>Waits for what must come, with a deadline instead of a guess.</summary>
static class Soon
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    public static Task SoonAsync(this Task task, TimeSpan? within = null) => task.WaitAsync(within ?? Limit);
    public static Task<T> SoonAsync<T>(this Task<T> task, TimeSpan? within = null) => task.WaitAsync(within ?? Limit);

    /// <summary>Asks again and again until the answer holds; the last answer is in the failure's message.</summary>
    public static async Task<T> UntilAsync<T>(Func<Task<T>> ask, Func<T, bool> holds, TimeSpan? within = null)
    {
        using var deadline = new CancellationTokenSource(within ?? Limit);
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(25));
        while (true)
        {
            var answer = await ask();
            if (holds(answer)) return answer;
            try
            {
                await pace.WaitForNextTickAsync(deadline.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"It did not come to be within {within ?? Limit}. Last: {answer}");
            }
        }
    }
}
