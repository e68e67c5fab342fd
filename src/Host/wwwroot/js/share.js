// The page of somebody who reads by a link: it follows what happens, and keeps nothing when the link ends.
(() => {
  const main = document.querySelector("main[data-share]");
  if (!main) return;
  const $ = id => document.getElementById(id);
  const stream = $("stream"), line = $("connection"), root = document.scrollingElement;
  let lastId, parts = "", ended = false, following = false;
  const end = () => {
    if (ended) return;
    ended = true;
    main.replaceChildren(line);
    document.title = "Link not valid";
    line.textContent = "This link has ended. Ask who sent it to you for a new one.";
  };
  const gone = status => status === 401 || status === 403 || status === 404;
  const again = () => { if (!ended) setTimeout(() => htmx.trigger(stream, "cm-connect"), 3000 + 2000 * Math.random()); };

  stream.addEventListener("htmx:config:request", ({ detail: { ctx } }) => { if (lastId) ctx.request.headers["Last-Event-ID"] = lastId; });
  stream.addEventListener("htmx:sse:before:connection", e => { if (ended) e.preventDefault(); else e.detail.connection.lastEventId ||= lastId ?? ""; });
  stream.addEventListener("htmx:sse:after:connection", () => { parts = line.textContent = ""; });
  stream.addEventListener("htmx:sse:before:message", ({ detail: { message } }) => {
    lastId = message.id || lastId;
    // Large content comes in parts, and takes effect as a whole.
    if (message.event === "cm-part") parts += message.data;
    else if (parts) [message.data, parts] = [parts + message.data, ""];
  });
  stream.addEventListener("htmx:sse:error", ({ detail }) => {
    if (!gone(detail.status)) line.textContent = "Reconnecting…";
    else { detail.connection.config.reconnect = false; end(); }
  });
  stream.addEventListener("htmx:response:error", e => { if (gone(e.detail.ctx.response.status)) end(); else again(); });
  stream.addEventListener("htmx:error", again);

  document.addEventListener("cm-close", end);
  for (const name of ["cm-reload", "cm-branch"]) document.addEventListener(name, () => location.reload());
  document.addEventListener("cm-text", ({ detail: { data } }) => {
    const at = data.indexOf("\t");
    document.querySelector(`#tail-${data.slice(0, at)}`)?.append(data.slice(at + 1));
  });
  document.addEventListener("cm-title", e => { document.title = $("title").textContent = JSON.parse(e.detail.data).title; });

  // Only a reader who is at the end is moved along.
  addEventListener("scroll", () => { following = root.scrollHeight - root.scrollTop - root.clientHeight < 64; }, { passive: true });
  new MutationObserver(changes => {
    if (following) root.scrollTop = root.scrollHeight;
    const added = changes.flatMap(c => c.target.id === "transcript" ? [...c.addedNodes] : []).find(n => n.querySelector?.("h3"));
    if (added) $("sr-status").textContent = `New message from ${added.querySelector("h3").firstChild.textContent.trim()}`;
  }).observe($("transcript"), { childList: true, subtree: true, characterData: true });
})();
