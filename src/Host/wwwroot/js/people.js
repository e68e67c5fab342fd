// The page of people: who comes, goes or asks is there without a reload, and so are the links and who can become the owner; but nothing changes under somebody's hands.
(() => {
  const people = document.getElementById("people"), { session, role } = people.dataset, page = `/chat/${session}`;
  let stream, stale = [], before;
  const busy = part => part.contains(document.activeElement) || [...part.querySelectorAll("select")].some(s => s.selectedOptions[0] !== ([...s.options].find(o => o.defaultSelected) ?? s.options[0]));
  const refresh = () => htmx.ajax("GET", `${page}/people`, { source: people, target: people, select: "#people > *", selectOOB: "#link-list:innerMorph,#leave:innerMorph", swap: "innerMorph" });
  // A browser has few connections: none is held by a tab that nobody sees.
  const follow = () => {
    stream?.close();
    if (document.hidden) return;
    // None of the messages, which have no place here.
    stream = new EventSource(`${page}/events?until=0&role=${role}`);
    // The first word of a connection: what happened before it is in the page that is loaded then.
    for (const name of ["cm-hello", "cm-people"]) stream.addEventListener(name, refresh);
    // For who becomes the owner, or is it no more, it is another page. Not by a reload, which could send a form again.
    stream.addEventListener("cm-role", e => { if ((JSON.parse(e.data).role === "owner") !== (role === "owner")) location.replace(`${page}/people`); });
    stream.addEventListener("cm-close", () => stream.close());
    // After a refusal, as of a proxy whose server starts again, the browser does not try any more by itself.
    stream.onerror = e => { if (e.target.readyState === 2) setTimeout(() => { if (e.target === stream) follow(); }, 5000); };
  };
  addEventListener("focusout", () => setTimeout(() => { if (stale.some(part => !busy(part))) refresh(); }));
  people.addEventListener("htmx:before:swap", e => {
    const { ctx, tasks } = e.detail;
    if (ctx.response.status !== 200) return e.preventDefault();
    stale = tasks.map(task => task.target).filter(busy);
    tasks.splice(0, tasks.length, ...tasks.filter(task => !stale.includes(task.target)));
    before = people.innerText;
  });
  people.addEventListener("htmx:after:swap", () => {
    if (people.innerText !== before) document.getElementById("sr-status").textContent = "The list of people has changed";
  });
  document.addEventListener("visibilitychange", follow);
  addEventListener("online", follow);
  follow();
})();
