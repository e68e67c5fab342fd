using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Razor;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace ChatMonolith.Modules.Kernel.Html;

/// <summary>Renders a partial to a string, also where there is no request: the same template serves the page, the stream and the socket.</summary>
public sealed class FragmentRenderer(IServiceScopeFactory scopes)
{
    /// <param name="view">The partial's path, such as <c>/Modules/Chat/Messages/_Message.cshtml</c>.</param>
    /// <param name="model">What the partial shows. It must not depend on who looks: the result goes to everybody.</param>
    public async Task<string> RenderAsync<TModel>(string view, TModel model)
    {
        await using var scope = scopes.CreateAsyncScope();
        var services = scope.ServiceProvider;
        var http = new DefaultHttpContext { RequestServices = services };
        var action = new ActionContext(http, new RouteData(), new ActionDescriptor());
        var found = services.GetRequiredService<IRazorViewEngine>().GetView(executingFilePath: null, view, isMainPage: false);
        found.EnsureSuccessful(originalLocations: null);

        await using var writer = new StringWriter();
        var data = new ViewDataDictionary<TModel>(new EmptyModelMetadataProvider(), new ModelStateDictionary()) { Model = model };
        var temp = new TempDataDictionary(http, services.GetRequiredService<ITempDataProvider>());
        await found.View.RenderAsync(new ViewContext(action, found.View, data, temp, writer, new HtmlHelperOptions()));
        return writer.ToString();
    }
}
