namespace ChatMonolith.Tests.Unit.Markdown;

/// <summary>Own examples of what GitHub's Markdown has beyond CommonMark: tables, strikethrough, task lists, autolinks.</summary>
internal static class GfmExamples
{
    public static readonly string[] All =
    [
        "| a | b |\n|---|---|\n| 1 | 2 |", "|a|b\n|:-|-:\n|1|2", "a | b | c\n:-: | --- | --:\nx | y | z\nlong | row | with | more | cells", "| a |\n|---|", "| a \\| b | `c|d` |\n|---|---|\n| \\\\ | | |",
        "| a | b |\n|---|---|\n| 1 | 2 |\n\ntext", "| a | b |\n|---|---|\n| 1 | 2 |\ntext without a pipe", "| a | b |\n|---|---|\n> quote", "| a | b |\n|---|---|\n| 1 | 2 |\n\n\n| c |\n|---|\n| 3 |",
        "text\n\n| a | b |\n|---|---|\n| 1 | 2 |", "| a | b |\n| --- |\n| 1 | 2 |", "- item\n\n  | a | b |\n  |---|---|\n  | 1 | 2 |", "| **a** | ~~b~~ |\n|---|---|\n| [x](https://x.example) | https://y.example |", "| a | b |\n|---|---|\n|   |\n||",
        "| 😀 | é |\n|:--|--:|\n| 漢字 | x |", "|---|\n|---|", "a | b\n-|-", "| a |\n| - |\n| b |\n# heading", "| a |\n| - |\n| b |\n- list",
        "~~gone~~", "~one~ ~~two~~ ~~~three~~~", "a ~~b\nc~~ d", "~~open", "~~a **b~~ c**", "x~~y~~z ~~ a ~~", "~~[x](https://x.example)~~",
        "- [ ] open\n- [x] done\n- [X] Done", "1. [ ] one\n2. [x] two", "- [ ] a\n  - [x] b\n    - [ ] c", "- [ ]\n- [x]", "- [ ]a\n- [] b\n- [y] c", "* [x] **bold** `code`\n\n  loose", "> - [ ] quoted\n> - [x] done", "[ ] no list",
        "https://x.example/a?b=c&d=e", "See www.x.example. And http://y.example/(a)!", "https://x.example/a_b_c*d* **https://y.example**", "mailto:a@x.example, a@x.example", "(https://x.example/p), <https://y.example>", "https://x.example/😀 http://", "[https://x.example](https://y.example)",
    ];
}
