using ChatMonolith.Modules.Agents.Contracts;
using Xunit;

namespace ChatMonolith.Tests.Integration.Agents;

/// <summary>Sources that providers search out, in the shapes they tell them.</summary>
public sealed class ProviderSourcesTests : ModelFixture
{
    const string Two = """{"title":"One","url":"https://a.example/1","snippet":"first"},{"title":null,"url":"https://b.example/2"}""";

    [Theory]
    [InlineData($$$"""{"search_results":[{{{Two}}}],"citations":["https://a.example/1","https://b.example/2"],"choices":[{"delta":{"content":"Both [1][2]"}}]}""")]
    [InlineData($$$"""{"citations":[{{{Two}}}],"search_results":[],"choices":[{"delta":{"content":"Both [1][2]"}}]}""")]
    public async Task A_list_beside_the_text_is_told_once_and_before_it(string chunk)
    {
        Reply($"data: {chunk}\n\ndata: {chunk}\n\n" + Stop + Done);
        var updates = await AllAsync(Answer());
        Assert.Equal([new(1, "One", "https://a.example/1", "first"), new(2, "b.example", "https://b.example/2", "")], updates.OfType<AgentCitation>());
        Assert.True(updates.FindLastIndex(u => u is AgentCitation) < updates.FindIndex(u => u is AgentText));
    }

    [Theory]
    [InlineData("""{"annotations":[{"type":"url_citation","url_citation":{"url":"https://a.example/1","title":"One","content":"first","start_index":3,"end_index":9}},{"type":"url_citation","url_citation":{"url":"https://a.example/1","title":"One"}}]}""")]
    [InlineData("""{"content":"x","annotations":[{"url_citation":{"url":"https://a.example/1","title":"One","content":"first"}},{"type":"file_citation"},null,7]}""")]
    public async Task Annotations_are_sources_once_each(string delta)
    {
        Reply(Delta("""{"content":"a"}""") + Delta(delta) + Delta("""{"annotations":[{"type":"url_citation","url_citation":{"url":"https://b.example/2","title":""}}]}""") + Stop + Done);
        var updates = await AllAsync(Answer());
        Assert.Equal([new(1, "One", "https://a.example/1", "first"), new(2, "b.example", "https://b.example/2", "")], updates.OfType<AgentCitation>());
        Assert.IsType<AgentFinished>(updates[^1]);
    }

    [Theory]
    [InlineData("""{"citations":[""," ",null,7,{},{"url":7},{"title":"no address"}],"search_results":null}""")]
    [InlineData("""{"citations":{"1":"https://a.example"},"search_results":"none","choices":[{"delta":{"annotations":{"url":"x"}}}]}""")]
    public async Task What_has_no_address_is_no_source(string chunk)
    {
        Reply($"data: {chunk}\n\n" + Delta("""{"content":"a"}""") + Stop + Done);
        var updates = await AllAsync(Answer());
        Assert.Empty(updates.OfType<AgentCitation>());
        Assert.Equal("a", TextOf(updates));
    }
}
