using ChatMonolith.Modules.Chat.Messages.Delete;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace ChatMonolith.Tests.Unit.Chat;

public sealed class UndoTimeTests
{
    [Theory]
    [InlineData(null, 10)]
    [InlineData("30", 30)]
    [InlineData("-5", 0)]
    [InlineData("100000", 600)]
    public void A_deletion_can_be_undone_for_ten_seconds_unless_it_is_set_otherwise(string? set, int seconds)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(set is null ? [] : [KeyValuePair.Create("Chat:UndoSeconds", (string?)set)]).Build();
        using var sweeper = new Sweeper(null!, null!, null!, null!, configuration, TimeProvider.System, null!);
        Assert.Equal(TimeSpan.FromSeconds(seconds), sweeper.UndoTime);
    }
}
