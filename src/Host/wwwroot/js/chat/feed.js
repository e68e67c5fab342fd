// The stream's connection. htmx keeps it; this tells people when it is lost, and never holds one in a tab that nobody sees:
// over HTTP/1.1 a browser has six connections for all its tabs.
const stream = $("stream"), line = $("connection");
let connection, lastId, parts = "", heard = 0, loss, hurried = false, ended = false, failures = 0, connects = [];

const found = () => {
  clearTimeout(loss);
  [loss, failures] = [undefined, 0];
  if (ended || !line.textContent) return;
  line.textContent = "";
  say("Back online");
};
// A planned end is over before anybody need know of it.
const lost = () => { if (!ended && !document.hidden) loss ??= setTimeout(() => { line.textContent = "Reconnecting… What you type is kept."; }, 2000); };
const stop = why => {
  ended = true;
  clearTimeout(loss);
  line.textContent = why;
};
const refused = status => {
  if (status === 401) stop("You are signed out. Your text is kept here: sign in in another tab, then reload this page.");
  else if (status === 403 || status === 404) stop("You can no longer see this session. Your text is kept here until you leave the page.");
  else return false;
  return true;
};
const connect = () => { if (stream && !connection && !ended && !document.hidden) htmx.trigger(stream, "cm-connect"); };
const again = () => { if (!ended) { lost(); setTimeout(connect, Math.min(15000, 500 * 2 ** failures++) * (0.7 + Math.random() * 0.6)); } };
const hurry = () => {
  if (connection?.delayCanceller) return connection.delayCanceller();
  hurried = true;
  connection?.reader?.cancel();
  connect();
};

stream?.addEventListener("htmx:config:request", ({ detail: { ctx } }) => { if (lastId) ctx.request.headers["Last-Event-ID"] = lastId; });
stream?.addEventListener("htmx:before:request", e => { if (document.hidden) e.preventDefault(); });
stream?.addEventListener("htmx:response:error", e => { if (!refused(e.detail.ctx.response.status)) again(); });
stream?.addEventListener("htmx:error", again);
stream?.addEventListener("htmx:sse:before:connection", e => {
  const next = e.detail.connection;
  const isFirst = next !== connection;
  // Cancelled is only what has not begun: what goes on keeps its place in the feed.
  if (ended || (isFirst && document.hidden)) return e.preventDefault();
  connection = next;
  connection.lastEventId ||= lastId ?? "";
  if (hurried) setTimeout(() => connection?.delayCanceller?.());
  else if (!isFirst) lost();
  // A server that answers and closes at once would be asked for ever.
  connects = hurried ? [] : connects.filter(at => Date.now() - at < 10000).concat(Date.now());
  hurried = false;
  if (connects.length > 12) { stop("Live updates stopped. Reload the page to go on."); e.preventDefault(); }
});
stream?.addEventListener("htmx:sse:after:connection", () => {
  [heard, parts] = [Date.now(), ""];
  if (document.hidden) connection.abortController.abort(); // It came too late: the tab is gone from sight.
  else found();
});
stream?.addEventListener("htmx:sse:before:message", ({ detail: { message } }) => {
  heard = Date.now();
  lastId = message.id || lastId;
  // Large content comes in parts, and takes effect as a whole.
  if (message.event === "cm-part") parts += message.data;
  else if (parts) [message.data, parts] = [parts + message.data, ""];
});
stream?.addEventListener("htmx:sse:error", ({ detail }) => {
  if (refused(detail.status)) detail.connection.config.reconnect = false;
  else lost();
});
stream?.addEventListener("htmx:sse:close", () => { connection = undefined; });
on("cm-close", ({ why }) => stop(why === "deleted" ? "This session was deleted."
  : why === "signed_out" ? "You are signed out. Your text is kept here until you leave the page."
  : "You can no longer see this session. Your text is kept here until you leave the page."));

addEventListener("offline", lost);
addEventListener("online", hurry);
document.addEventListener("visibilitychange", () => {
  clearTimeout(loss);
  loss = undefined;
  heard = Date.now();
  if (!document.hidden) { hurried = true; connect(); }
});
// The server is never silent for longer than three heartbeats; a network that vanished without a word is.
setInterval(() => { if (connection && !document.hidden && Date.now() - heard > 45000) { heard = Date.now(); lost(); connection.reader?.cancel(); } }, 5000);
