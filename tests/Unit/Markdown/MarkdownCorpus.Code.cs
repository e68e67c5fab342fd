namespace ChatMonolith.Tests.Unit.Markdown;

internal static partial class MarkdownCorpus
{
    private const string Code =
        """
        ```
        code
        ```
        %%
        ```csharp
        var x = 1 < 2 && "y" > 'z';
        ```
        %%
        ~~~
        tilde
        ~~~
        %%
        ~~~python
        x
        ```
        ~~~

        %%
        ```
        not closed
        %%
        ```js
        a

        b

        %%
        ```
        a
        ```
        after at once
        %%
        before
        ```
        at once
        ```
        %%
        ```
        one
        ```
        ```
        two
        ```
        %%
            indented code
            more
        %%
            a

            b

        c
        %%
        a
            no code
        %%
        $$
        x^2 + y
        $$
        %%
        $$
        open math
        %%
        $$
        a
        $$
        text
        %%
        text
        $$
        a
        $$
        """;
}
