using ChatMonolith.Modules.Agents.Answers;
using Xunit;

namespace ChatMonolith.Tests.Integration.Agents;

/// <summary>Going on with an answer that was cut off.</summary>
public sealed class ContinueTests : ModelFixture
{
    const string Begun = "The mast stands on the hill. Tie the rope to the mast bef";

    [Fact]
    public async Task The_model_reads_what_it_wrote_and_is_asked_to_go_on()
    {
        _ = Server.Next().Say("ore", " sunset.").FinishAsync();
        var updates = await AllAsync(Answer(Hello, begun: Begun));
        Assert.Equal("ore sunset.", TextOf(updates));
        var messages = Assert.Single(Server.Requests).Messages;
        Assert.Equal([("user", "hello"), ("assistant", Begun)], messages.Skip(1).Take(2));
        Assert.Equal("user", messages[^1].Role);
        Assert.Contains("Go on", messages[^1].Text, StringComparison.Ordinal);
        Assert.Equal(4, messages.Count);
    }

    [Fact]
    public async Task Half_a_character_in_what_was_said_is_asked_all_the_same()
    {
        _ = Server.Next().Say("Hi").FinishAsync();
        Assert.Equal("Hi", TextOf(await AllAsync(Answer([new(false, "Ann", "half \ud83d")], begun: "half \ude00"))));
        Assert.Equal("half \ufffd", Assert.Single(Server.Requests).Messages[1].Text);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \n")]
    public async Task With_nothing_written_it_is_a_fresh_answer(string? begun)
    {
        _ = Server.Next().Say("Hi").FinishAsync();
        Assert.Equal("Hi", TextOf(await AllAsync(Answer(Hello, begun: begun))));
        Assert.Equal(2, Assert.Single(Server.Requests).Messages.Count);
    }

    [Theory]
    [InlineData("Tie the rope to the mast before sunset.", "ore sunset.")]
    [InlineData("\n\nTie the rope to the mast before sunset.", "ore sunset.")]
    [InlineData("The mast stands on the hill. Tie the rope to the mast before sunset.", "ore sunset.")]
    [InlineData("to the mast before sunset.", "ore sunset.")]
    // Too short to be sure of, and words that merely come again.
    [InlineData("before sunset.", "before sunset.")]
    [InlineData("mast before", "mast before")]
    [InlineData("Tie the rope to the hill.", "Tie the rope to the hill.")]
    [InlineData("The mast stands", "The mast stands")]
    public async Task What_the_model_repeats_is_taken_away(string said, string expected)
    {
        _ = Server.Next().Say(said.Select(c => c.ToString())).FinishAsync();
        Assert.Equal(expected, TextOf(await AllAsync(Answer(Hello, begun: Begun))));
        _ = Server.Next().Say(said).FinishAsync();
        Assert.Equal(expected, TextOf(await AllAsync(Answer(Hello, begun: Begun))));
    }

    [Theory]
    [InlineData("| a | b |\n| --- | --- |\n", "| --- | --- |\n| 1 | 2 |")]
    [InlineData("if (x)\n                ", "                return;")]
    public void Lines_and_indents_may_come_twice(string begun, string said) => Assert.Equal(said, Whole(new(begun), said));

    [Fact]
    public void However_it_is_cut_the_outcome_is_the_same()
    {
        var random = new Random(7);
        string[] words = ["alpha ", "beta ", "gamma ", "beta ", "\n"];
        for (var round = 0; round < 2000; round++)
        {
            var begun = string.Concat(Enumerable.Range(0, 60).Select(_ => words[random.Next(words.Length)]));
            var repeated = begun[^random.Next(12, Math.Min(200, begun.Length))..].TrimStart();
            var fresh = "«" + string.Concat(Enumerable.Range(0, 5).Select(_ => words[random.Next(words.Length)]));
            var (filter, result, said) = (new RepeatedStart(begun), "", repeated + fresh);
            for (var at = 0; at < said.Length;)
            {
                var length = Math.Min(random.Next(1, 9), said.Length - at);
                result += filter.Add(said.Substring(at, length));
                at += length;
            }
            Assert.Equal(Whole(new(begun), said), result + filter.Flush());
            if (repeated.Count(char.IsLetter) >= 12) Assert.Equal(fresh, result);
        }
    }

    static string Whole(RepeatedStart filter, string said) => filter.Add(said) + filter.Flush();
}
