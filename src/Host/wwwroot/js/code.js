// Tools of finished code blocks. Their words stand in aria-label only: the text of an answer stays its own.
(() => {
  const transcript = document.getElementById("transcript");
  if (!transcript) return;
  const icons = document.querySelector("use").getAttribute("href").split("#")[0], icon = name => `${icons}#${name}`;
  const extensions = { "c#": "cs", csharp: "cs", "c++": "cpp", python: "py", javascript: "js", typescript: "ts", bash: "sh", shell: "sh", ruby: "rb", rust: "rs", markdown: "md", powershell: "ps1" };

  // Built node by node: Trusted Types let no text become markup here.
  const make = (name, attributes, ...inside) => {
    const element = /svg|use/.test(name) ? document.createElementNS("http://www.w3.org/2000/svg", name) : document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...inside);
    return element;
  };
  const button = (act, picture, label, pressed) => make("button", { type: "button", class: "icon-button small", "data-code": act, "aria-label": label, title: label, ...pressed },
    make("svg", { class: "icon", "aria-hidden": "true" }, make("use", { href: picture })));

  const equip = figure => {
    if (figure.closest(".tail") || figure.querySelector(".code-tools")) return;
    // Tools go when their message is sent again; how they were set stays.
    const known = figure.hasAttribute("data-tools"), state = name => ({ "aria-pressed": figure.hasAttribute(`data-${name}`) });
    figure.setAttribute("data-tools", "");
    const pre = figure.querySelector("pre"), lines = pre.textContent.split("\n").map((_, i) => i + 1);
    pre.before(make("div", { class: "code-tools", role: "group", "aria-label": "Code tools" },
      button("copy", icon("copy"), "Copy code"), button("wrap", icon("wrap-text"), "Wrap lines", state("wrap")), button("numbers", icon("list-ordered"), "Line numbers", state("numbers")), button("save", icon("download"), "Download code")));
    pre.prepend(make("span", { class: "code-lines", "aria-hidden": "true", "data-lines": lines.join("\n") }));
    if (lines.length <= 30) return;
    pre.after(make("button", { type: "button", class: "code-more", "data-code": "fold", "data-all": `Show all ${lines.length} lines` }));
    if (!known) figure.setAttribute("data-folded", "");
    showFold(figure);
  };
  const showFold = figure => {
    const folded = figure.hasAttribute("data-folded"), button = figure.querySelector(".code-more");
    button.setAttribute("aria-expanded", !folded);
    button.setAttribute("aria-label", folded ? button.dataset.all : "Show fewer lines");
  };
  // Wrapped lines would not stand beside their numbers: one or the other.
  const toggle = (figure, ...names) => names.forEach((name, i) => {
    const on = figure.toggleAttribute(`data-${name}`, i ? false : undefined);
    figure.querySelector(`[data-code=${name}]`).setAttribute("aria-pressed", on);
  });
  const acts = {
    async copy(figure, code, button) {
      try {
        await navigator.clipboard.writeText(code.textContent);
      } catch {
        // Scripts have no clipboard without HTTPS.
        getSelection().selectAllChildren(code);
        document.execCommand("copy");
      }
      const use = button.querySelector("use"), status = document.getElementById("sr-status");
      use.setAttribute("href", icon("check"));
      status.textContent = "";
      setTimeout(() => { status.textContent = "Code copied"; }, 50);
      setTimeout(() => use.setAttribute("href", icon("copy")), 2000);
    },
    wrap(figure) { toggle(figure, "wrap", "numbers"); },
    numbers(figure) { toggle(figure, "numbers", "wrap"); },
    save(figure, code) {
      const language = code.className.slice(9).toLowerCase(), link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([code.textContent]));
      link.download = `code.${extensions[language] ?? (/^\w{1,6}$/.test(language) ? language : "txt")}`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    },
    fold(figure) {
      figure.toggleAttribute("data-folded");
      showFold(figure);
      figure.scrollIntoView({ block: "nearest" });
    },
  };
  document.addEventListener("click", e => {
    const button = e.target.closest("[data-code]"), figure = button?.closest(".code");
    if (figure) acts[button.dataset.code](figure, figure.querySelector("code"), button);
  });
  const look = node => node.parentNode?.querySelectorAll?.(".code").forEach(equip);
  look(transcript);
  new MutationObserver(records => records.forEach(r => r.addedNodes.forEach(look))).observe(transcript, { childList: true, subtree: true });
})();
