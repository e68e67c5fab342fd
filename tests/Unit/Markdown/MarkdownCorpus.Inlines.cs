namespace ChatMonolith.Tests.Unit.Markdown;

internal static partial class MarkdownCorpus
{
    private const string Inlines =
        """
        *em* **strong** ***both***
        %%
        _em_ __strong__ snake_case_word
        %%
        **bo*ld*** x
        %%
        *a **b* c**
        %%
        **open bold
        %%
        *open
        %%
        a * b * c
        %%
        **a** **b** **c**
        %%
        ~~gone~~ H~2~O x^2^ ++ins++ ==mark==
        %%
        `code` ``co`de`` `open
        %%
        `` ` ``
        %%
        \*no em\* \`no code\`
        %%
        [text](http://example.com)
        %%
        [text](http://example.com "title")
        %%
        [text](<http://example.com/a b>)
        %%
        [text](/relative?a=1&b=2#c)
        %%
        [text](#fragment)
        %%
        [text](mailto:a@example.com)
        %%
        [open](http://exa
        %%
        [open
        %%
        [a][b] [c]
        %%
        [a](b)(c)
        %%
        [**bold** link](http://a.example) tail
        %%
        ![image](http://a.example/i.png)
        %%
        ![image](data:image/png;base64,AAAA)
        %%
        ![](http://a.example/i.png)
        %%
        ![rel](/files/1.png)
        %%
        [![alt](http://a.example/i.png)](http://b.example)
        %%
        [outer [inner](http://a.example)](http://b.example)
        %%
        [a <http://a.example> b](http://b.example)
        %%
        <http://example.com/a?b=c&d>
        %%
        <a@example.com>
        %%
        http://example.com/path?x=1 and www.example.com, https://a.example.
        %%
        (see http://example.com/a_(b))
        %%
        ftp://example.com mailto:x@example.com
        %%
        $x^2$ and $$y$$
        %%
        costs $5 and $10
        %%
        from $5 to 10$ today
        %%
        Cited [[1]] and [[12]].
        %%
        [[0]] [[100]] [[x]] [[1] [[2]](http://a.example)
        %%
        `[[3]]` and [see [[4]]](http://a.example)
        %%
        [[1]][[2]] [[3]]
        %%
        a<br>b<br/>c
        %%
        1 < 2 > 0 & "quoted" 'single'
        %%
        hard  
        break\
        again
        %%
        soft
        break *over
        lines* end
        %%
        **bold
        over lines**
        %%
        [link
        over lines](http://a.example)
        %%
        *a*b*c* _a_b_c_
        %%
        **Note:** `x` is *not* [y](http://y.example) but ~~z~~!
        %%
        é ü ß 漢字 العربية עברית
        %%
        a&b &amp &lt
        %%
        !\[x](y) ![
        %%
        <http://
        %%
        http:// https://. www.
        %%
        a@b.example c@d
        %%
        a | b in text
        %%
        ***
        %%
        **** a ****
        %%
        \\ \! \
        %%
        ^sup ~sub~ x
        %%
        [x]( http://a.example )
        %%
        [x](javascript:alert(1))
        %%
        [**x](http://a.example)**
        """;
}
