// The socket: typing and presence only. Without it the chat works and says that live presence is off.
let socket, tries = 0, lastTyping = 0, typingNow = false, crowdedOut = false;
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
const connectSocket = () => {
  if (ended) return;
  socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/chat/${session}?content=0`, "chat.v1");
  socket.onopen = () => { tries = 0; state(); };
  socket.onmessage = e => { const f = JSON.parse(e.data); frames[f.type]?.(f); };
  socket.onclose = e => {
    present.clear();
    if ($("presence")) $("presence").textContent = "Live presence is off";
    crowdedOut = e.code === 4409;
    // A refused handshake does not say why; the stream does, and then nothing here comes back.
    if (![4400, 4401, 4403, 4404, 4409].includes(e.code)) setTimeout(connectSocket, Math.min(30000, 500 * 2 ** tries++) * (0.5 + Math.random()));
  };
};
const state = () => send({ type: "presence", state: document.hidden ? "hidden" : "active" });
document.addEventListener("visibilitychange", () => {
  // Too many tabs of one person: the one that is looked at may have its socket back.
  if (!document.hidden && crowdedOut) { crowdedOut = false; connectSocket(); }
  state();
});
box?.addEventListener("input", () => typing(box.value !== ""));
box?.addEventListener("blur", () => typing(false));
connectSocket();
