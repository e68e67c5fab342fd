// The socket: typing and presence only. Without it the chat works and says that live presence is off.
let socket, tries = 0, lastTyping = 0, typingNow = false, crowdedOut = false;
const names = new Map();
const send = frame => { if (socket?.readyState === 1) socket.send(JSON.stringify(frame)); };
const typing = active => {
  if (active === typingNow && (!active || Date.now() - lastTyping < 3000)) return;
  typingNow = active;
  lastTyping = Date.now();
  send({ type: "typing", active, threadId: thread || null });
};
const list = names => names.length > 3 ? `${names.length} people` : names.length > 1 ? `${names.slice(0, -1).join(", ")} and ${names.at(-1)}` : names[0];
const showTyping = () => {
  const now = [...names.values()].map(n => n.name);
  $("typing").textContent = now.length === 0 ? "" : now.length > 3 ? "Several people are typing" : `${list(now)} ${now.length > 1 ? "are" : "is"} typing`;
};
const forget = id => { clearTimeout(names.get(id)?.timer); names.delete(id); showTyping(); };

// Who takes part and how they are here. Above a hundred only their number and the first of them are known.
const people = new Map(), agents = new Map();
let count = 0, crowd = false, off = false;
const here = p => p.state && p.state !== "away";
const words = { active: "Active", idle: "Idle", hidden: "In another tab", away: "Not here" };
const make = (tag, name, ...inside) => { const it = document.createElement(tag); it.className = name; it.append(...inside); return it; };
const face = p => make("span", `avatar hue-${p.hue}`, p.name.split(/\s+/).slice(0, 2).map(w => [...w][0] ?? "").join("").toUpperCase());
const row = (avatar, name, state, text) => {
  avatar.ariaHidden = "true";
  const word = make("span", "state", text);
  word.dataset.state = state;
  return make("li", "", avatar, make("span", "name", name), word);
};
const showRoster = () => {
  const button = $("presence");
  if (!button) return;
  const there = [...people.values()].filter(here), me = people.get(main.dataset.me);
  button.hidden = !off && !people.size;
  button.disabled = off;
  button.firstChild.replaceChildren(...off ? [] : there.filter(p => p !== me).slice(0, 3).map(face));
  button.lastChild.textContent = off ? "Live presence is off" : count > 1 || !me || !here(me) ? `${count} here now` : "Only you here";
  const order = p => here(p) ? 0 : 1;
  const known = [...people.values()].filter(p => p.state || p === me).sort((a, b) => order(a) - order(b));
  const rest = count - there.length;
  $("roster").querySelector("ul").replaceChildren(
    ...known.map(p => row(face(p), `${p.name}${p === me ? " (you)" : ""}`, { active: "ready", idle: "busy" }[p.state] ?? "off",
      `${p.role[0].toUpperCase()}${p.role.slice(1)} · ${p === me && !here(p) && !crowd ? "Hidden from others" : words[p.state] ?? "Here"}`)),
    ...rest > 0 ? [make("li", "", `And ${rest} more`)] : [],
    ...[...agents.values()].map(a => {
      const work = atWork().find(d => d.agent === a.id), act = work && acts(work), [state, text] = agentStates[a.status];
      return row(make("span", "avatar agent", a.name[0]), a.name, state, `Agent · ${act ? act[0].toUpperCase() + act.slice(1) : text}`);
    }));
};

// Told to screen readers at most every ten seconds; who came and went in between is not worth a word.
const news = new Map();
let newsAt = 0, newsTimer;
const tell = (id, what) => {
  if (id === main.dataset.me || crowd || !people.has(id)) return;
  if (news.has(id) && news.get(id)[0] !== what) news.delete(id); else news.set(id, [what, people.get(id).name]);
  newsTimer ??= setTimeout(() => {
    newsTimer = undefined;
    const said = ["joined", "left"].map(w => [list([...news.values()].filter(n => n[0] === w).map(n => n[1])), w]).filter(s => s[0]).map(s => s.join(" ")).join(". ");
    news.clear();
    if (!said) return;
    newsAt = Date.now();
    say(said);
  }, Math.max(1000, newsAt + 10000 - Date.now()));
};
const become = p => people.set(p.id, { ...people.get(p.id), ...p });
const shown = f => {
  [count, crowd] = [f.count, f.crowded];
  if (f.present) {
    people.forEach(p => { p.state = crowd ? "" : "away"; });
    f.present.forEach(become);
  }
};
const frames = {
  welcome(f) {
    people.clear();
    f.participants.forEach(become);
    f.agents.forEach(a => { agents.set(a.id, a); a.doing.forEach(d => { if (!doing.has(d.messageId)) doing.set(d.messageId, d); }); });
    shown(f);
    showDoing();
    showRoster();
    f.typing.forEach(u => frames.typing({ user: u, active: true, ttl: 6000 }));
  },
  presence(f) {
    shown(f);
    f.joined.forEach(p => { const before = people.get(p.id); become(p); if (!before || !here(before)) tell(p.id, "joined"); });
    f.left.forEach(id => { tell(id, "left"); if (people.has(id)) people.get(id).state = "away"; });
    f.changed.forEach(become);
    showRoster();
  },
  typing(f) {
    if (f.user.id === main.dataset.me) return;
    forget(f.user.id);
    if (f.active) { names.set(f.user.id, { name: f.user.name, timer: setTimeout(() => forget(f.user.id), f.ttl) }); showTyping(); }
  },
};
on("cm-people", async () => {
  const now = await fetch(`/api/sessions/${session}/participants`);
  if (!now.ok) return;
  // Who has no account yet is not a person here.
  const all = (await now.json()).filter(p => p.id);
  for (const id of people.keys()) if (!all.some(p => p.id === id)) people.delete(id);
  all.forEach(({ id, name, role }) => become({ state: crowd ? "" : "away", hue: 1, ...people.get(id), id, name, role }));
  showRoster();
});
const connectSocket = () => {
  if (ended) return;
  socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/chat/${session}?content=0${thread ? `&thread=${thread}` : ""}`, "chat.v1");
  socket.onopen = () => { tries = 0; off = false; told = "active"; state(); };
  socket.onmessage = e => { const f = JSON.parse(e.data); frames[f.type]?.(f); };
  socket.onclose = e => {
    off = true;
    people.clear();
    [...names.keys()].forEach(forget);
    showRoster();
    crowdedOut = e.code === 4409;
    // A refused handshake does not say why; the stream does, and then nothing here comes back.
    if (![4400, 4401, 4403, 4404, 4409].includes(e.code)) setTimeout(connectSocket, Math.min(30000, 500 * 2 ** tries++) * (0.5 + Math.random()));
  };
};
// Idle is who has not touched the page for three minutes; the server takes everybody for active at first.
let touched = Date.now(), told;
const state = () => {
  const now = document.hidden ? "hidden" : Date.now() - touched < 180000 ? "active" : "idle";
  if (now !== told) send({ type: "presence", state: told = now });
};
for (const input of ["pointerdown", "pointermove", "keydown", "wheel", "touchstart"])
  addEventListener(input, () => { touched = Date.now(); if (told === "idle") state(); }, { passive: true, capture: true });
setInterval(state, 5000);
document.addEventListener("visibilitychange", () => {
  // Too many tabs of one person: the one that is looked at may have its socket back.
  if (!document.hidden && crowdedOut) { crowdedOut = false; connectSocket(); }
  if (!document.hidden) touched = Date.now();
  state();
});
box?.addEventListener("input", () => typing(box.value !== ""));
box?.addEventListener("blur", () => typing(false));
connectSocket();
