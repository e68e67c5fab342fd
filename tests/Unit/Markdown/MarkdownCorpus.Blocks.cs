namespace ChatMonolith.Tests.Unit.Markdown;

internal static partial class MarkdownCorpus
{
    private const string Blocks =
        """
        Plain paragraph of one line.
        %%
        Two
        lines of text.
        %%
        First paragraph.

        Second paragraph.
        %%
        # One
        %%
        ## Two ##
        %%
        ### Three #x
        %%
        #### Four
        text
        %%
        ###### Six
        %%
        ####### not a heading
        %%
        #no heading
        %%
        #5 is no heading
        %%
        #
        %%
        ## 
        %%
        Setext one
        ===
        %%
        Setext two
        ---
        %%
        Two lines
        of setext
        -----
        %%
        Foo
        -
        %%
        Foo
        - x
        %%
        Foo
        =
        %%
        Foo
            ---
        %%
        a
        ***
        %%
        ***
        %%
        ---
        %%
        - - -
        %%
        _____
        %%
        * * *
        text
        %%
        text

        ---

        text
        %%
        > quote
        %%
        > quote
        > more
        %%
        > quote
        lazy
        %%
        > a
        >
        > b
        %%
        > a

        > b
        %%
        > # heading
        > - item
        > 1. one
        %%
        > > nested
        > back
        %%
        > - a
        >   b
        > - c
        %%
        > ---
        %%
        > [!NOTE]
        > Note this.
        %%
        > [!WARNING]
        > Mind
        > this.

        after
        %%
        > [!TIP] no alert
        %%
        > [!FOO]
        > unknown
        %%
        > [!CAUTION]
        >
        > - a
        > - b
        %%
        <div onclick="x">
        html
        </div>
        %%
        <script>alert(1)</script>
        %%
        <!-- comment -->
        text
        %%
        <b>inline</b> html
        %%
        <details>
        <summary>S</summary>

        text

        </details>
        %%
        &lt;b&gt; &amp; &copy; &#35; &#x22; &nope;
        %%
        a
        # b
        c
        ## d
        %%
        # h
        - l
        > q
        ```
        c
        ```
        %%
        \# no heading
        \- no list
        %%
        1986\. A year
        %%
        1986. A list
        %%
        Final answer: **42**.
        """;
}
