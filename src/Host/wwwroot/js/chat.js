// Typing, presence, sending with Enter, following the end, announcements. Text never depends on this file: it comes by the stream or the page.
(() => {
  const main = document.querySelector("main[data-session]");
  if (!main) return;
  const $ = id => document.getElementById(id);
  const session = main.dataset.session;
  const composer = $("composer"), box = $("message"), jump = document.querySelector("[data-jump]");
  const draftKey = `draft-${session}`;
  document.documentElement.classList.add("js");

  // Announcements: short ones replace each other, whole answers are added once and taken away again.
  const say = text => { $("sr-status").textContent = ""; setTimeout(() => { $("sr-status").textContent = text; }, 50); };
  const read = text => {
    const line = document.createElement("p");
    line.textContent = text;
    $("sr-log").append(line);
    setTimeout(() => line.remove(), 5000);
  };

  // Following the end: only a reader who is there is moved along.
  const root = document.scrollingElement;
  let following = true;
  const atEnd = () => root.scrollHeight - root.scrollTop - root.clientHeight < 64;
  const toEnd = () => { root.scrollTop = root.scrollHeight; };
  const follow = () => { if (following) toEnd(); else if (jump) jump.hidden = false; };
  const section = $("conversation");
  addEventListener("scroll", () => { following = atEnd(); section.toggleAttribute("data-follow", following); if (following && jump) jump.hidden = true; }, { passive: true });
  new MutationObserver(follow).observe($("transcript"), { childList: true, subtree: true, characterData: true });
  jump?.addEventListener("click", () => { toEnd(); box?.focus(); });
  if (!location.hash) toEnd();

  // Running answers turn Send into Stop.
  const running = new Set([...document.querySelectorAll('[data-status="running"]')].map(a => a.id.slice(8)));
  const showRunning = () => {
    const onStop = document.activeElement?.matches("[data-stop]");
    composer?.toggleAttribute("data-running", running.size > 0);
    if (onStop && running.size === 0) box.focus({ preventScroll: true });
  };
  const on = (name, handle) => document.addEventListener(name, e => handle(e.detail.data ? JSON.parse(e.detail.data) : {}));
  on("cm-run", run => {
    if (run.status === "running") running.add(run.message); else running.delete(run.message);
    showRunning();
    if (run.announce) say(run.announce);
    if (run.text) read(run.text);
  });
  on("cm-hello", () => { say(""); });
  on("cm-usage", usage => { $("session-cost").textContent = usage.session; });
  on("cm-title", ({ title }) => {
    if (document.activeElement !== $("title")) $("title").value = title;
    document.title = `${title} - ChatMonolith`;
    const link = $(`session-${session}-title`);
    if (link) link.textContent = title;
  });
  on("cm-reload", () => location.reload());
  on("cm-close", ({ why }) => {
    $("composer-error").textContent = why === "deleted" ? "This session was deleted." : "You can no longer see this session. Your text is kept here until you leave the page.";
  });

  // A server that answers and closes at once would be asked for ever.
  let connects = [];
  document.addEventListener("htmx:sse:before:connection", e => {
    connects = connects.filter(at => Date.now() - at < 10000).concat(Date.now());
    if (connects.length > 8) { e.preventDefault(); $("composer-error").textContent = "Live updates stopped. Reload the page to go on."; }
  });
  let lost;
  document.addEventListener("htmx:sse:error", () => { lost ??= setTimeout(() => say("Reconnecting"), 2000); });
  document.addEventListener("htmx:sse:after:connection", () => { clearTimeout(lost); lost = undefined; });

  // Composer: Enter sends, but not the Enter that ends a word of an input method (Safari tells only by its key code), and not on touch.
  const coarse = matchMedia("(pointer: coarse)").matches;
  box?.addEventListener("keydown", e => {
    if (e.key !== "Enter" || e.shiftKey || e.isComposing || e.keyCode === 229 || coarse) return;
    e.preventDefault();
    if (box.value.trim()) composer.requestSubmit(composer.querySelector(".send"));
  });
  const grow = () => { if (!CSS.supports("field-sizing", "content")) { box.rows = Math.min(12, box.value.split("\n").length); } };
  if (box) {
    if (!box.value) box.value = localStorage.getItem(draftKey) ?? "";
    box.addEventListener("input", () => { grow(); localStorage.setItem(draftKey, box.value); });
    grow();
  }
  document.addEventListener("cm-sent", e => {
    localStorage.removeItem(draftKey);
    composer.elements.clientMessageId.value = crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`;
    box.value = "";
    grow();
    typing(false);
    following = true;
    toEnd();
    document.querySelector(".empty")?.remove();
    // The message comes by the stream; if that is blocked, the page itself has it.
    setTimeout(() => { if (!$(`message-${e.detail.message}`)) location.reload(); }, 4000);
  });
  document.addEventListener("htmx:error", () => {
    $("composer-error").textContent = "Not sent: the server cannot be reached. Your text is kept; try again.";
  });

  // Forms whose effect everybody sees by the stream.
  document.addEventListener("submit", async e => {
    const form = e.target, stop = e.submitter?.hasAttribute("data-stop");
    if (!stop && !form.hasAttribute("data-quiet")) return;
    e.preventDefault();
    e.stopImmediatePropagation();
    try {
      const answer = await fetch(stop ? e.submitter.formAction : form.action, { method: "POST", headers: { "X-Requested-With": "fetch", Accept: "application/json" } });
      if (!answer.ok) throw new Error((await answer.json()).detail);
      box?.focus({ preventScroll: true });
    } catch (error) {
      $("composer-error").textContent = error.message || "The server cannot be reached. Try again.";
    }
  }, true);

  document.addEventListener("click", async e => {
    const button = e.target.closest("[data-copy],[data-copy-code]");
    if (!button) return;
    const source = button.dataset.copy ? $(`${button.dataset.copy}-body`) : button.closest(".code").querySelector("code");
    await navigator.clipboard.writeText(source.innerText);
    say("Copied");
  });

  // The socket: typing and presence only. Without it the chat works and says that live presence is off.
  let socket, tries = 0, lastTyping = 0, typingNow = false;
  const names = new Map();
  const send = frame => { if (socket?.readyState === 1) socket.send(JSON.stringify(frame)); };
  const typing = active => {
    if (active === typingNow && (!active || Date.now() - lastTyping < 3000)) return;
    typingNow = active;
    lastTyping = Date.now();
    send({ type: "typing", active });
  };
  const showTyping = () => {
    const list = [...names.values()].map(n => n.name);
    $("typing").textContent = list.length === 0 ? "" : list.length === 1 ? `${list[0]} is typing` : list.length <= 3 ? `${list.slice(0, -1).join(", ")} and ${list.at(-1)} are typing` : "Several people are typing";
  };
  const forget = id => { clearTimeout(names.get(id)?.timer); names.delete(id); showTyping(); };
  const present = new Map();
  const showPresence = () => {
    const note = $("presence");
    if (note) note.title = [...present.values()].slice(0, 20).join(", "), note.textContent = present.size > 1 ? `${present.size} here now` : "";
  };
  const frames = {
    welcome(f) { present.clear(); f.present.forEach(p => present.set(p.id, p.name)); showPresence(); f.typing.forEach(u => frames.typing({ user: u, active: true, ttl: 6000 })); },
    presence(f) { f.joined.forEach(p => present.set(p.id, p.name)); f.left.forEach(id => present.delete(id)); showPresence(); },
    typing(f) {
      if (f.user.id === main.dataset.me) return;
      forget(f.user.id);
      if (f.active) { names.set(f.user.id, { name: f.user.name, timer: setTimeout(() => forget(f.user.id), f.ttl) }); showTyping(); }
    },
  };
  const connect = () => {
    socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/chat/${session}?content=0`, "chat.v1");
    socket.onopen = () => { tries = 0; state(); };
    socket.onmessage = e => { const f = JSON.parse(e.data); frames[f.type]?.(f); };
    socket.onclose = e => {
      present.clear();
      if ($("presence")) $("presence").textContent = "Live presence is off";
      if (![4400, 4401, 4403, 4404, 4409].includes(e.code)) setTimeout(connect, Math.min(30000, 500 * 2 ** tries++) * (0.5 + Math.random()));
    };
  };
  const state = () => send({ type: "presence", state: document.hidden ? "hidden" : "active" });
  document.addEventListener("visibilitychange", state);
  box?.addEventListener("input", () => typing(box.value !== ""));
  box?.addEventListener("blur", () => typing(false));
  connect();
})();
