namespace ChatMonolith.Tests.Unit.Markdown;

/// <summary>Text of answers that name sources; 1, 2, 3 and 7 exist.</summary>
internal static class CitationExamples
{
    public static readonly string[] All =
    [
        "Tea is made of leaves [[7]].", "So they say [1][2], and so do others [3].", "Both [1, 2] agree; all [1-3] do.", "日本語【7】です。", "As found【3†source】 and 【2†L10-L20】.",
        "Nobody said this [9].", "[[9]] Nobody [[9]] at all [[9]]", "# A heading [2]\n\nText [[2]] again [[7]].", "- one [3]\n- two [[1]]\n\n  loose [7]", "> quoted [2]\n> and [[3]]",
        "| what | who |\n|---|---|\n| tea [1] | them 【2】 |\n| milk | [9] |", "`code[1]` and [2] `[[3]]`", "```cs\nvar x = a[1]; // [[2]]\n```\n\nDone [[2]].", "[1](https://x.example/a) is a link, [2] is none",
        "[[3]](https://x.example/b) and [[3]]", "**bold [1]** *it [[2]]* ~~gone [3]~~", "[see [7] there](https://x.example/c) [7]", "one\n[1]\ntwo\n[[2]]", "[1", "[[2", "【3", "[1,", "[[3]", "[1] (see there)", "a😀[1]😀【2】😀",
        "[2019] [0] [1234] [x] [ ] [1;2]", "- [ ] open [1]\n- [x] done [[2]]", @"\[1] \[[2]]", "![a [1]](https://x.example/i.png)", "Line [1]  \nbreak [2]\\\nbreak 【3】",
    ];
}
