namespace ChatMonolith.Tests.Unit.Markdown;

internal static partial class MarkdownCorpus
{
    private const string Tables =
        """
        | a | b |
        |---|---|
        | 1 | 2 |
        %%
        | a | b |
        |:--|--:|
        | 1 | 2 |
        | 3 | 4 |

        after
        %%
        a | b
        --|--
        1 | 2
        3 | 4
        %%
        | a |
        |:-:|
        | c |
        %%
        | a | b |
        |---|---|
        | 1 |
        | 1 | 2 | 3 |

        %%
        intro
        | a | b |
        |---|---|
        | 1 | 2 |
        %%
        | a | b |
        |---|---|
        | 1 | 2 |
        after at once
        %%
        | a | b |
        |---|---|
        | 1 | 2 |
        # heading
        %%
        | a | b |
        |---|---|
        | 1 | 2 |
        - item
        %%
        | a | b |
        |---|---|
        | 1 | 2 |
        > quote
        %%
        | a | b |
        |---|---|
        | 1 | 2 |
        ```
        code
        ```
        %%
        | **a** | `b|c` |
        |---|---|
        | [x](http://a.example) | \| |
        %%
        | a | b |
        |---|---|
        %%
        | a | b |
        |---|
        %%
        | a | b
        %%
        |
        %%
        ||
        |-|
        %%
        | a | b |
        |---|---|
        |   |   |
        | x |   |
        %%
        | a | b |

        |---|---|
        %%
        # h
        | a | b |
        |---|---|
        | 1 | 2 |
        %%
        > | a | b |
        > |---|---|
        > | 1 | 2 |
        %%
        | a | b |
        |---|---|
        | 1 | 2 |

        | c | d |
        |---|---|
        | 3 | 4 |
        %%
        | a | b |
        |---|---|
        | 1 | 2 |
        ---
        %%
        | a | b |
        |---|---|
            | 1 | 2 |
        %%
        | n | [[1]] |
        |---|---|
        | 1 | *open |
        %%
        a | b
        - | -
        c | d
        e
        %%
        | a | b |
        | - | - |
        | 1 | 2 |


        text | with pipe
        %%
        x
        y
        | a | b |
        |---|---|
        | 1 | 2 |
        z
        w
        """;
}
