// Answers: whether one is being written, and what the feed says about the session.
// Looked up on the page and not counted, so that a page that missed an end is right again as soon as it has caught up.
const showRunning = () => {
  const onStop = document.activeElement?.matches("[data-stop]");
  const running = document.querySelector('#transcript [data-status="running"], #transcript [data-status="queued"]') !== null;
  if (running === composer?.classList.contains("running")) return;
  composer?.classList.toggle("running", running);
  if (onStop && !running) box.focus({ preventScroll: true });
};
// What the agents do, and for whom; a line for each answer that is still being written on this page.
const doing = new Map();
const acts = d => d.activity || d.status;
const atWork = () => [...doing.values()].filter(d => $(`message-${d.messageId}`)?.matches('[data-status="running"], [data-status="queued"]'));
const showDoing = () => {
  const lines = atWork().map(d => `${d.name} is ${acts(d)}${d.activity || d.for.id === main.dataset.me ? "" : ` for ${d.for.name}`}`);
  const text = lines.length > 2 ? `${lines.length} answers are being written` : lines.join(" · ");
  if ($("doing").textContent === text) return;
  $("doing").textContent = text;
  showRoster();
};
new MutationObserver(() => { showRunning(); showDoing(); }).observe($("transcript"), { childList: true, subtree: true, attributeFilter: ["data-status"] });

// Most of an answer: text for the element inside its open end that the part before the tab leads to.
document.addEventListener("cm-text", ({ detail: { data } }) => {
  const at = data.indexOf("\t");
  document.querySelector(`#tail-${data.slice(0, at)}`)?.append(data.slice(at + 1));
});
const on = (name, handle) => document.addEventListener(name, e => handle(e.detail.data ? JSON.parse(e.detail.data) : {}));
on("cm-run", run => {
  if (run.announce) say(run.announce);
  if (run.text) read(run.text);
});
on("cm-usage", usage => { $("session-cost").textContent = usage.session; });
on("cm-title", ({ title }) => {
  document.querySelectorAll("[data-title]").forEach(named => named.textContent = title);
  if ($("title") && document.activeElement !== $("title")) $("title").value = title;
  document.title = `${thread ? "Thread in " : ""}${title} - ChatMonolith`;
  const link = $(`session-${session}-title`);
  if (link) link.textContent = title;
});
// What the person may do changed. What they typed stays; what was never on the page is loaded with it.
on("cm-role", ({ role }) => {
  if (role === main.dataset.role) return;
  const writes = role === "owner" || role === "editor", reads = role === "viewer", had = composer?.contains(document.activeElement);
  main.dataset.role = role;
  if ($("title")) $("title").readOnly = !writes;
  const news = `Your role is now ${role}`;
  say(news);
  // A commenter's composer is another one.
  if (!reads && !(composer && writes === !!$("agent"))) {
    sessionStorage.setItem("cm-role", JSON.stringify({ news, had }));
    document.dispatchEvent(new Event("cm-reload"));
  }
  if (had && reads) section.focus({ preventScroll: true });
});
// The page that said so is gone: it is said again, and who was writing goes on.
const renewed = JSON.parse(sessionStorage.getItem("cm-role"));
sessionStorage.removeItem("cm-role");
if (renewed) say(renewed.news);
if (renewed?.had) box?.focus({ preventScroll: true });
on("cm-doing", d => { doing.set(d.messageId, d); showDoing(); });
const agentStates = { ready: ["ready", "Ready"], degraded: ["busy", "Has trouble"], down: ["down", "Not reachable"] };
on("cm-agent", ({ agent, status }) => {
  const pill = $("agent-state"), [state, text] = agentStates[status];
  if (agents.has(agent)) agents.get(agent).status = status;
  showRoster();
  if (pill?.dataset.agent === agent) [pill.dataset.state, pill.textContent] = [state, text];
  const option = [...$("agent")?.options ?? []].find(o => o.value === agent);
  if (option) option.text = option.text.replace(/ \(not reachable\)$/, "") + (status === "down" ? " (not reachable)" : "");
});
