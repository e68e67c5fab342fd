// The page of people: who comes, goes or asks is there without a reload, but nothing changes under somebody's hands.
(() => {
  const people = document.getElementById("people"), page = `/chat/${people.dataset.session}`;
  let stream, stale = false, before;
  const busy = () => people.contains(document.activeElement) || [...people.querySelectorAll("select")].some(s => s.selectedOptions[0] !== ([...s.options].find(o => o.defaultSelected) ?? s.options[0]));
  const refresh = () => {
    stale = busy();
    if (!stale) htmx.ajax("GET", `${page}/people`, { source: people, target: people, select: "#people > *", swap: "innerMorph" });
  };
  // A browser has few connections: none is held by a tab that nobody sees.
  const follow = () => {
    stream?.close();
    if (document.hidden) return;
    // None of the messages, which have no place here.
    stream = new EventSource(`${page}/events?until=0`);
    // The first word of a connection: what happened before it is in the page that is loaded then.
    for (const name of ["cm-hello", "cm-people"]) stream.addEventListener(name, refresh);
    stream.addEventListener("cm-close", () => stream.close());
    // After a refusal, as of a proxy whose server starts again, the browser does not try any more by itself.
    stream.onerror = e => { if (e.target.readyState === 2) setTimeout(() => { if (e.target === stream) follow(); }, 5000); };
  };
  people.addEventListener("focusout", () => setTimeout(() => { if (stale) refresh(); }));
  people.addEventListener("htmx:before:swap", e => {
    stale = busy();
    if (stale || e.detail.ctx.response.status !== 200) e.preventDefault();
    before = people.innerText;
  });
  people.addEventListener("htmx:after:swap", () => {
    if (people.innerText !== before) document.getElementById("sr-status").textContent = "The list of people has changed";
  });
  document.addEventListener("visibilitychange", follow);
  addEventListener("online", follow);
  follow();
})();
