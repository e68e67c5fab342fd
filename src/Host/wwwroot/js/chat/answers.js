// Answers: whether one is being written, and what the feed says about the session.
// Looked up on the page and not counted, so that a page that missed an end is right again as soon as it has caught up.
const showRunning = () => {
  const onStop = document.activeElement?.matches("[data-stop]");
  const running = document.querySelector('#transcript [data-status="running"], #transcript [data-status="queued"]') !== null;
  if (running === composer?.classList.contains("running")) return;
  composer?.classList.toggle("running", running);
  if (onStop && !running) box.focus({ preventScroll: true });
};
new MutationObserver(showRunning).observe($("transcript"), { childList: true, subtree: true, attributeFilter: ["data-status"] });

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
  if (!thread) {
    if (document.activeElement !== $("title")) $("title").value = title;
    document.title = `${title} - ChatMonolith`;
  }
  const link = $(`session-${session}-title`);
  if (link) link.textContent = title;
});
const agentStates = { ready: ["ready", "Ready"], degraded: ["busy", "Has trouble"], down: ["down", "Not reachable"] };
on("cm-agent", ({ agent, status }) => {
  const pill = $("agent-state"), [state, text] = agentStates[status];
  if (pill?.dataset.agent === agent) [pill.dataset.state, pill.textContent] = [state, text];
  const option = [...$("agent")?.options ?? []].find(o => o.value === agent);
  if (option) option.text = option.text.replace(/ \(not reachable\)$/, "") + (status === "down" ? " (not reachable)" : "");
});
