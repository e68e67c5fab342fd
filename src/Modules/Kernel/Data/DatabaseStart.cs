using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ChatMonolith.Modules.Kernel.Data;

public static class DatabaseStart
{
    /// <summary>Starts the database and migrates it; before the host starts, because data protection reads its keys then.</summary>
    public static async Task StartDatabaseAsync(this WebApplication app)
    {
        var stopping = app.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        await app.Services.GetRequiredService<DatabaseServer>().StartAsync(stopping);
        await app.Services.GetRequiredService<DatabaseMigrator>().MigrateAsync(stopping);
    }
}
