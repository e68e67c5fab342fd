namespace ChatMonolith.Tests.Unit.Markdown;

internal static partial class MarkdownCorpus
{
    private static string[] Whitespace =>
    [
        "trailing spaces  \nmake a break", "trailing backslash\\\nmakes a break", "  indented\n   lines", "\tcode by tab", "a\n\n\tcode",
        " \n \n", "\n\n\n", "a  ", "a\t", "- a\n\t- b", "-\ta\n-\tb", "1.\ta\n\n\tb", ">\tquote", "```\n\tx\n  y\n```", "   ```\n   x\n  y\n x\n   ```",
        "  ~~~\n  a\n~~~", "```\n\n\n```", "```\n   \n  a  \n\n", "```\n```", "``` \n```\n", "a\r\nb\r\n\r\nc", "- a\r\n- b\r\n", "```\r\nx\r\ny\r\n```\r\n",
        "nul \0 inside", "```\nnul \0\n```", "emoji 😀 and 👩‍👩‍👧", "```\n😀\n```", "\u00a0nbsp", "tab\tin line", "    code\n\n    more\n", "```\n````\n```\n",
        "````\n```\n````\n", "```x\n``` no\n```", "```\n    ```\n```", "   ~~~~\n   a\n   ~~~\n   ~~~~  \nb", "```\n\t```\n", "- ```\n  a\n  ```\n", "> ```\n> a\n",
        "> ```\n> a\nb", "1. ```js\n   a\n   ```\n2. b", "```c# title=\"x\"\na\n```", "```{onclick=alert(1)}\na\n```", "``` `x\na\n", "~~~ a`b\nc\n~~~",

        // Found by random joins: borders that depend on what stands before them.
        "1986. A list\n\t- b\n\n> q\n\nend", "- a\n- ```\n  open\n* * *\ntext\n", "~~~\nc\n~~~\n\n\u00a0", "```\nc\n```\u00a0\nx",
        "| a | b |\n|---|---|\n| 1 | 2 |x\\\nbreak\n \n~~gone~~\n\nend",
    ];
}
