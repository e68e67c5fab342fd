// Pages without a conversation: a stream of their own keeps the list of sessions as it is. By EventSource, since htmx would weigh more than
// such a page; never in a tab that nobody sees, and with the same care for a network that vanished as on a session's page.
const $ = id => document.getElementById(id);
const rail = $("rail-list"), handlers = {};
const on = (name, handle) => { handlers[name] = handle; };
let source, position = rail?.dataset.list, heard, failures = 0, retry;

const hear = ({ type, data, lastEventId }) => {
  heard = Date.now();
  position = lastEventId || position;
  handlers[type]?.(data ? JSON.parse(data) : {});
};
const connect = () => {
  clearTimeout(retry);
  source?.close();
  source = undefined;
  if (!position || document.hidden) return;
  heard = Date.now();
  source = new EventSource(`/events?list=${position}`);
  for (const name of ["cm-hello", "cm-ping", "cm-row", "cm-gone", "cm-list", "cm-close"]) source.addEventListener(name, hear);
  // After a refusal the browser does not try again by itself.
  source.onerror = e => { if (e.target.readyState === 2) retry = setTimeout(connect, Math.min(300000, 2000 * 2 ** failures++)); };
};
on("cm-hello", () => { failures = 0; });
on("cm-close", () => { position = ""; connect(); });
// As a document and not as text, which a script may not turn into elements here.
on("cm-list", () => {
  const request = new XMLHttpRequest();
  request.responseType = "document";
  request.onload = () => {
    if (request.status !== 200) return;
    for (const part of request.response.querySelectorAll("hx-partial")) {
      document.querySelector(part.getAttribute("hx-target"))?.replaceWith(...part.children);
      part.remove();
    }
    const row = rail.contains(document.activeElement) && document.activeElement.closest("li")?.id;
    rail.replaceChildren(...request.response.body.children);
    if (row) ($(row)?.querySelector("a") ?? $("rail-search")).focus({ preventScroll: true });
  };
  request.open("GET", "/sessions/list");
  request.send();
});
document.addEventListener("visibilitychange", connect);
addEventListener("online", connect);
setInterval(() => { if (source && Date.now() - heard > 45000) connect(); }, 5000);
connect();
