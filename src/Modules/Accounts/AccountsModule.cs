using ChatMonolith.Modules.Accounts.Access;
using ChatMonolith.Modules.Accounts.Data;
using ChatMonolith.Modules.Accounts.Devices;
using ChatMonolith.Modules.Accounts.Keys;
using ChatMonolith.Modules.Accounts.Setup;
using ChatMonolith.Modules.Accounts.Users;
using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Data;
using ChatMonolith.Modules.Kernel.Html;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ChatMonolith.Modules.Accounts;

/// <summary>Who may come in: accounts, sign-in, invitations, personal keys, and the first administrator.</summary>
public sealed class AccountsModule : IModule
{
    public string Name => "Accounts";

    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<AccountsOptions>().BindConfiguration("Accounts");
        services.AddModuleDatabase<AccountsDbContext>(AccountsDbContext.Schema);
        services.AddDataProtection().SetApplicationName("ChatMonolith").PersistKeysToDbContext<AccountsDbContext>();

        services.AddAccountIdentity();
        services.AddAccess();
        services.AddTryLimits();

        services.AddSingleton<ActiveAccounts>();
        services.AddSingleton<ActiveKeys>();
        services.AddSingleton<ActiveDevices>();
        services.AddScoped<DeviceSignIn>();
        services.AddScoped<FirstAdministrator>();
        services.AddHostedService<SetupAtStart>();

        services.AddUiSlot("layout.account", "/Modules/Accounts/Layout/_Account.cshtml");
        services.AddUiSlot("layout.settings", "/Modules/Accounts/Layout/_SettingsLinks.cshtml");
    }
}
