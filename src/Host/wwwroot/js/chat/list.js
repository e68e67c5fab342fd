// The list of sessions: which come to the top, what is unread in them, and where an answer is being written.
const rowOf = id => $(`session-${id}`);
on("cm-row", ({ id, title, unread, mentioned, answering, top, invitedBy, mentions }) => {
  const named = $("mentions-count");
  if (named) { named.hidden = !mentions; named.firstChild.textContent = mentions ?? 0; }
  let row = rowOf(id);
  const today = $("sessions-today"), isNew = !row, focused = row?.contains(document.activeElement) && document.activeElement;
  if (isNew && !top) return;
  if (isNew) {
    row = $("session-row").content.firstElementChild.cloneNode(true);
    row.id = `session-${id}`;
    row.querySelector("a").href = `/chat/${id}`;
  }
  const name = row.querySelector(".name"), show = (part, is) => { row.querySelector(part).hidden = !is; };
  if (isNew) name.id = `session-${id}-title`;
  if (name.textContent !== title) name.textContent = title;
  show(".live", answering);
  show(".mentioned", mentioned);
  show(".unread", unread);
  show(".invited", invitedBy);
  row.querySelector(".invited").textContent = invitedBy ? `Invitation from ${invitedBy}` : "";
  row.querySelector(".num").textContent = unread ?? 0;
  if (top && row !== today.firstElementChild) today.prepend(row);
  if (focused) focused.focus({ preventScroll: true });
});
on("cm-gone", ({ id }) => {
  const row = rowOf(id), near = row?.nextElementSibling ?? row?.previousElementSibling;
  if (row?.contains(document.activeElement)) (near?.querySelector("a") ?? $("rail-search")).focus();
  row?.remove();
});
