using System.Text;

namespace ChatMonolith.Tests.Integration.Chat;

/// <summary>Markdown of every kind, in pieces as a model sends them.</summary>
static class FaultText
{
    static readonly Func<Random, string>[] Blocks =
    [
        r => $"{new string('#', r.Next(1, 4))} {Words(r, 4)}\n\n",
        r => $"{Words(r, 12)} **{Words(r, 2)}** and `{Words(r, 1)} < {r.Next(9)}`, *{Words(r, 3)}*,\nwith [{Words(r, 2)}](https://example.org/?a=1&b={r.Next(9)}) 😀.\n\n",
        r => string.Concat(Enumerable.Range(1, r.Next(2, 5)).Select(i => $"{i}. {Words(r, 5)}\n   - {Words(r, 4)}\n")) + "\n",
        r => $"```csharp\nif (a < b && c > {r.Next(9)})\n    Say(\"<hx-partial> {Words(r, 2)}\");\n\n// {Words(r, 3)}\n```\n\n",
        r => $"| {Words(r, 1)} | {Words(r, 1)} |\n|---|--:|\n" + string.Concat(Enumerable.Range(1, r.Next(1, 5)).Select(i => $"| {Words(r, 2)} | **{i}** |\n")) + "\n",
        r => $"> {Words(r, 8)}\n> {Words(r, 5)}\n\n",
        r => $"- [ ] {Words(r, 3)}\n- [x] {Words(r, 4)}\n\n",
    ];

    static readonly string[] Vocabulary = ["lighthouse", "<b>", "tide", "a_b", "naïve", "1 < 2", "harbour", "&amp;", "storm", "keel", "\"quoted\"", "rope", "ende", "海", "wind"];

    public static IEnumerable<string> Pieces(Random random, int count)
    {
        var text = new StringBuilder();
        while (text.Length < count * 24) text.Append(Blocks[random.Next(Blocks.Length)](random));
        var whole = text.ToString().TrimEnd() + "\n\nThe end.";
        var cuts = Enumerable.Range(0, count - 1).Select(_ => random.Next(1, whole.Length)).Where(c => !char.IsLowSurrogate(whole[c])).Distinct().Order().ToList();
        for (var extra = 1; cuts.Count < count - 1; extra++)
            if (!cuts.Contains(extra) && !char.IsLowSurrogate(whole[extra])) cuts.Add(extra);
        var from = 0;
        foreach (var to in cuts.Order().Append(whole.Length))
        {
            yield return whole[from..to];
            from = to;
        }
    }

    static string Words(Random random, int count) => string.Join(' ', Enumerable.Range(0, count).Select(_ => Vocabulary[random.Next(Vocabulary.Length)]));
}
