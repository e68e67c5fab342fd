namespace ChatMonolith.Tests.Unit.Markdown;

internal static partial class MarkdownCorpus
{
    private const string Lists =
        """
        - a
        - b
        - c
        %%
        * a
        * b
        %%
        + a
        + b
        %%
        - a

        - b

        - c
        %%
        - a
        - b

        - c
        %%
        1. one
        2. two
        3. three
        %%
        7. seven
        8. eight
        %%
        1) a
        2) b
        %%
        01. a
        02. b
        %%
        - a
          - b
            - c
          - d
        - e
        %%
        - a

          b
        - c
        %%
        - a

          ```
          code
          ```
        - b
        %%
        - a
          > q
        - b
        %%
        - # h
        - ---
        %%
        - a
        * b
        + c
        %%
        1. a
        1. b


        1. c
        %%
        - 
        - a
        -
        %%
        -
        %%
        - [ ] open
        - [x] done
        - [X] Done
        %%
        1. [ ] a
        2. [x] b
        %%
        - [ ]
        - [x]
        %%
        - **Bold:** text
        - *em* text
        - `code` text
        %%
        - a
        lazy line
        - b
        %%
        - a


        - b

        end
        %%
        text
        - a
        - b
        %%
        text
        1. a
        %%
        text
        2. not a list
        %%
        - a

        text

        - b
        %%
        10. a
            - b
        11. c
        %%
        - a
           - b
          - c
        %%
        * * a
        %%
        - 1. a
          2. b
        %%
        1. - a
           - b
        %%
        - a

              code
        %%
        - foo

        	bar
        %%
        - [link](http://a.example/x)
        - ![i](http://a.example/i.png)
        %%
        - a
          | x | y |
          |---|---|
          | 1 | 2 |
        - b
        %%
        - a
        - ```
          open
        %%
        1.  wide

            para

        2.  next
        %%
        - a
        -b
        - c
        """;
}
