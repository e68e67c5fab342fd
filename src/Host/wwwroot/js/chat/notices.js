// Notices: an answer that this person asked for elsewhere is there, or somebody mentions them there. Quiet on the page; beside that only what they chose in the settings.
const notices = $("notices");
const beep = () => {
  const context = new AudioContext(), tone = context.createOscillator(), volume = context.createGain();
  volume.gain.setValueAtTime(0.08, context.currentTime);
  volume.gain.exponentialRampToValueAtTime(0.001, context.currentTime + 0.4);
  tone.frequency.value = 660;
  tone.connect(volume).connect(context.destination);
  tone.onended = () => context.close();
  tone.start();
  tone.stop(context.currentTime + 0.4);
};
// Every tab hears of it; one of them rings.
const ring = () => navigator.locks ? navigator.locks.request("cm-ring", { ifAvailable: true }, lock => lock && (beep(), new Promise(done => setTimeout(done, 1000)))) : beep();

if (notices) frames.notice = ({ sessionId, messageId, threadId, title, text, away }) => {
  // Beside another session only the first of the two speaks.
  if (parent !== window && parent[0] !== window) return;
  const here = sessionId === session && (threadId ?? "") === (thread ?? "");
  const address = `/chat/${sessionId}${threadId ? `/thread/${threadId}` : ""}#message-${messageId}`;
  if (document.hidden ? away : !here) {
    if (notices.dataset.sound === "on") ring();
  }
  if (document.hidden) {
    if (!away || notices.dataset.browser !== "on" || window.Notification?.permission !== "granted") return;
    try {
      const shown = new Notification(title, { body: text.replace(/ (in|of)$/, ""), tag: sessionId });
      shown.onclick = () => { focus(); location.assign(address); shown.close(); };
    } catch {} // On Android only a service worker may; the list says the same.
    return;
  }
  if (here) return;
  const note = document.createElement("p"), link = document.createElement("a"), close = document.createElement("button");
  note.className = "notice";
  Object.assign(link, { href: address, textContent: title, dir: "auto" });
  Object.assign(close, { type: "button", className: "button small", textContent: "Close", onclick: () => { note.remove(); box?.focus({ preventScroll: true }); } });
  note.append(`${text} `, link, close);
  notices.replaceChildren(note);
  // Gone by itself, but not from under a pointer or the keyboard; the list goes on saying what is unread.
  const leave = () => { if (note.matches(":hover, :focus-within")) setTimeout(leave, 2000); else note.remove(); };
  setTimeout(leave, 12000);
};
