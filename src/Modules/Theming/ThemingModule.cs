using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Html;
using ChatMonolith.Modules.Theming.Appearance;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ChatMonolith.Modules.Theming;

/// <summary>How pages look for the person who reads them: theme and density, kept in a cookie.</summary>
public sealed class ThemingModule : IModule
{
    public string Name => "Theming";

    public void AddServices(IServiceCollection services, IConfiguration configuration) => services
        .AddTransient<ITagHelperComponent, LookComponent>()
        .AddUiSlot("layout.settings", "/Modules/Theming/Appearance/_SettingsLink.cshtml", order: 20)
        .AddUiSlot("layout.menu", "/Modules/Theming/Appearance/_MenuLink.cshtml", order: 90);
}
