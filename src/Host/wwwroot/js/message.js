// Panels below a message (edit, delete, ask another agent), other versions of the session, and a place for the focus when its own vanishes.
(() => {
  if (!document.querySelector("main[data-session]")) return;
  const $ = id => document.getElementById(id);
  const say = text => { $("sr-status").textContent = text; };
  const lost = () => document.activeElement === document.body;
  let later;

  // As a document: parsed without running anything, and no string becomes HTML here.
  const load = (method, url, body) => new Promise(done => {
    const request = new XMLHttpRequest();
    request.open(method, url);
    request.responseType = "document";
    // An answer without a body would be read as broken XML, whose report of that has styles of its own.
    request.overrideMimeType("text/html");
    request.setRequestHeader("X-Requested-With", "fetch");
    request.setRequestHeader("Accept", "text/html");
    request.onloadend = () => done(request);
    request.send(body);
  });

  // Where a deleted message was, there is Undo; else the message box.
  const rest = (id, was) => {
    for (const it of [id && document.querySelector(was?.matches(".reaction") ? `#${id} .reacts` : `#${id}.deleted button`), $("message"), $("conversation")]) {
      it?.focus({ preventScroll: true });
      if (!lost()) return;
    }
  };
  const reload = () => location.replace(location.pathname);

  const place = (panel, body) => {
    panel.replaceChildren(document.adoptNode(body));
    panel.querySelector("[autofocus], textarea, select, input:checked, a")?.focus();
  };
  const close = panel => {
    const inside = panel.contains(document.activeElement);
    panel.remove();
    if (later) later();
    else if (inside || lost()) {
      if (panel.opener.isConnected) panel.opener.focus();
      if (lost()) rest(panel.about);
    }
  };
  const typed = box => box.value !== box.defaultValue;
  const changed = root => [...root.querySelectorAll(".message-panel textarea")].filter(box => typed(box) && !box.closest(".message-panel").busy);

  document.addEventListener("click", async e => {
    if (e.ctrlKey || e.metaKey || e.shiftKey || e.button) return;
    const link = e.target.closest("a[data-panel], .message-panel a[data-close]");
    if (!link) return;
    e.preventDefault();
    if (!link.matches("[data-panel]")) return close(link.closest(".message-panel"));
    const article = link.closest("article"), item = article.parentNode, [open] = changed(item);
    if (open) return open.focus();
    const body = (await load("GET", link.href)).response?.querySelector("[data-panel-body]");
    if (!body) return location.assign(link.href);
    item.querySelector(".message-panel")?.remove();
    const panel = document.createElement("div");
    panel.className = "message-panel";
    panel.opener = link;
    panel.about = article.id;
    // Beside the message and not in it: what is typed outlives its updates.
    item.append(panel);
    place(panel, body);
  });

  document.addEventListener("submit", async e => {
    const form = e.target, panel = form.closest(".message-panel");
    if (!panel) return;
    e.preventDefault();
    if (panel.busy) return;
    panel.busy = true;
    const { status, response } = await load("POST", form.action, new FormData(form, e.submitter));
    panel.busy = false;
    const body = response?.querySelector("[data-panel-body]");
    if (status === 204) close(panel);
    else if (body) place(panel, body);
    else panel.querySelector("[role=alert]").textContent = status ? "This is not possible now. Reload the page and try again." : "The server cannot be reached. Try again.";
  });

  document.addEventListener("keydown", e => {
    const panel = e.key === "Escape" && !e.isComposing && e.target.closest(".message-panel");
    if (panel) close(panel);
  });

  // Nothing that somebody types is taken away under them.
  const waits = (act, what) => {
    if (!changed(document).length) return false;
    later = act;
    say(`${what} when you close what you edit.`);
    return true;
  };
  document.addEventListener("cm-reload", () => waits(() => location.reload(), "The rest of the session is shown") || location.reload());
  document.addEventListener("cm-branch", e => {
    const branch = JSON.parse(e.detail.data), last = branch.after && $(`message-${branch.after}`)?.parentNode, had = !lost();
    if (waits(reload, "Another version of the session is shown")) return;
    if (branch.reload || (branch.after && !last)) return reload();
    // It may name the version that it was.
    history.replaceState(history.state, "", location.pathname + location.hash);
    for (const item of [...$("transcript").children].reverse()) {
      if (item === last) break;
      item.remove();
    }
    if (had && lost()) rest();
    say("Another version");
  });

  let before, about;
  addEventListener("htmx:before:swap", () => { before = document.activeElement; about = before?.closest("li")?.querySelector("article")?.id; }, true);
  addEventListener("htmx:after:swap", () => { if (before && before !== document.body && lost()) rest(about, before); }, true);
})();
