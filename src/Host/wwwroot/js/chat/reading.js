// Read marks: how far this person has read goes out by the socket, and how far others have comes in by it.
const transcript = $("transcript"), readers = new Map();
let lastTold = "";
// Once a second at most, and only what is seen to its end: an answer that still grows is not read yet.
setInterval(() => {
  if (document.hidden || !following || socket?.readyState !== 1) return;
  const last = [...transcript.querySelectorAll("article[id]:not([data-status=running], [data-status=queued])")].at(-1);
  if (!last || last.id === lastTold) return;
  lastTold = last.id;
  send({ type: "read", messageId: lastTold.slice(8) });
}, 1000);

const showSeen = () => {
  const order = [...transcript.querySelectorAll("article[id]")], at = [...readers.values()].map(r => order.findIndex(a => a.id === r.at));
  const furthest = Math.max(...at);
  if (furthest < 0) return;
  const names = [...readers.values()].filter((_, i) => at[i] === furthest).map(r => r.name);
  const note = $("seen") ?? Object.assign(document.createElement("p"), { id: "seen", className: "seen" });
  note.textContent = `Seen by ${names.length === 1 ? names[0] : names.length <= 3 ? `${names.slice(0, -1).join(", ")} and ${names.at(-1)}` : `${names.length} people`}`;
  if (note.parentElement !== order[furthest].parentElement) order[furthest].parentElement.append(note);
};
frames.read = ({ user, messageId }) => {
  if (thread || user.id === main.dataset.me) return;
  readers.set(user.id, { name: user.name, at: `message-${messageId}` });
  showSeen();
};
for (const [id, name] of Object.entries(JSON.parse($("seen")?.dataset.by ?? "{}"))) readers.set(id, { name, at: $("seen").parentElement.querySelector("article").id });
