using System.Threading.Channels;
using ChatMonolith.Modules.Chat.Data;
using ChatMonolith.Modules.Chat.Markdown;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ChatMonolith.Modules.Chat.Messages;

/// <summary>
/// Stores the HTML that an older version of the program had rendered otherwise, once it was rendered anew for somebody who reads the message; not
/// in the request. What does not fit in is rendered, and offered, again at the next reading.
/// </summary>
sealed class HtmlRenewal(IServiceScopeFactory scopes, ILogger<HtmlRenewal> logger) : BackgroundService
{
    readonly Channel<Renewed> _renewed = Channel.CreateBounded<Renewed>(new BoundedChannelOptions(500) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Offer(Message message, MessageView shown)
    {
        if (message is { IsOver: true, DeletedAt: null } && (message.Html is null || message.HtmlVersion != SafeMarkdown.Version))
            _renewed.Writer.TryWrite(new(message.Id, message.Revision, shown.Html));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var (id, revision, html) in _renewed.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                // Only of the text that it was made from, and no new revision: it says the same.
                await scope.ServiceProvider.GetRequiredService<ChatDbContext>().Messages.Where(m => m.Id == id && m.Revision == revision)
                    .ExecuteUpdateAsync(m => m.SetProperty(x => x.Html, html).SetProperty(x => x.HtmlVersion, SafeMarkdown.Version), stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogWarning(e, "The HTML of message {Message} could not be stored; it is rendered again when somebody reads it", id);
            }
        }
    }

    sealed record Renewed(Guid Id, long Revision, string Html);
}
