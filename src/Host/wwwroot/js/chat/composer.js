// Composer: Enter sends, but not the Enter that ends a word of an input method (Safari tells only by its key code), and not on touch.
const coarse = matchMedia("(pointer: coarse)").matches;
box?.addEventListener("keydown", e => {
  if (e.key !== "Enter" || e.shiftKey || e.isComposing || e.keyCode === 229 || coarse) return;
  e.preventDefault();
  if (box.value.trim()) composer.requestSubmit(composer.querySelector(".send"));
});
const grow = () => { if (!CSS.supports("field-sizing", "content")) { box.rows = Math.min(12, box.value.split("\n").length); } };
if (box) {
  // A quotation that the page came with goes behind what was typed before.
  const draft = localStorage.getItem(draftKey) ?? "";
  box.value = draft.includes(box.value) ? draft : [draft.trimEnd(), box.value].filter(Boolean).join("\n\n");
  if (location.search.includes("quote=")) {
    history.replaceState(null, "", location.pathname + location.hash);
    localStorage.setItem(draftKey, box.value);
  }
  box.addEventListener("input", () => { grow(); localStorage.setItem(draftKey, box.value); });
  grow();
}
// While a message is on its way, people go on typing; Enter then sends what was there when they pressed it, as soon as the first is there.
let onItsWay, next = "", due;
composer?.addEventListener("htmx:config:request", e => { e.detail.ctx.request.body.set("content", onItsWay); });
composer?.addEventListener("htmx:finally:request", () => {
  const rest = next.slice(onItsWay.length).trimStart();
  onItsWay = undefined;
  next = "";
  if (rest) afterWord(() => {
    due = rest;
    composer.requestSubmit(composer.querySelector(".send"));
  });
});
composer?.addEventListener("htmx:response:error", () => { next = ""; });
// What was sent goes, what was typed behind it stays where it is, and so does the caret; not in the middle of a word that is being composed.
let composing = false;
box?.addEventListener("compositionstart", () => { composing = true; });
box?.addEventListener("compositionend", () => { composing = false; });
const afterWord = then => { composing ? box.addEventListener("compositionend", then, { once: true }) : then(); };
const cut = sent => {
  if (box.value.startsWith(sent)) box.setRangeText("", 0, box.value.length - box.value.slice(sent.length).trimStart().length, "preserve");
  if (box.value) localStorage.setItem(draftKey, box.value);
  else localStorage.removeItem(draftKey);
  grow();
};
document.addEventListener("cm-sent", e => {
  composer.elements.clientMessageId.value = crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`;
  const sent = onItsWay ?? box.value;
  afterWord(() => cut(sent));
  typing(false);
  following = true;
  toEnd();
  document.querySelector(".empty")?.remove();
  // The message comes by the stream; if that is blocked, the page itself has it.
  setTimeout(() => { if (!$(`message-${e.detail.message}`)) location.reload(); }, 4000);
});
document.addEventListener("htmx:error", e => {
  if (e.target === composer) next = "";
  else if (!e.target.matches?.("form")) return;
  $("composer-error").textContent = e.target === composer ? "Not sent: the server cannot be reached. Your text is kept; try again." : "The server cannot be reached. Try again.";
});

// Forms whose effect everybody sees by the stream.
document.addEventListener("submit", async e => {
  const form = e.target, stop = e.submitter?.hasAttribute("data-stop");
  if (form === composer && !stop && form.hasAttribute("hx-post")) {
    if (onItsWay === undefined) {
      onItsWay = due ?? box.value;
      due = undefined;
      return;
    }
    next = box.value === onItsWay ? "" : box.value;
    e.preventDefault();
    return e.stopImmediatePropagation();
  }
  if (!stop && !form.hasAttribute("data-quiet")) return;
  e.preventDefault();
  e.stopImmediatePropagation();
  try {
    const answer = await fetch(stop ? e.submitter.formAction : form.action, {
      method: "POST", body: stop ? null : new URLSearchParams(new FormData(form, e.submitter)), headers: { "X-Requested-With": "fetch", Accept: "application/json" },
    });
    if (!answer.ok) throw new Error((await answer.json()).detail);
    $("composer-error").textContent = "";
    // A choice sends itself, and keeps the focus.
    if (e.submitter && !e.submitter.matches(".reaction")) box?.focus({ preventScroll: true });
  } catch (error) {
    $("composer-error").textContent = error.message || "The server cannot be reached. Try again.";
  }
}, true);

// Quote: what is selected in the message, or all of it, behind what is typed already. Pressing must not take the selection away.
document.addEventListener("mousedown", e => { if (e.target.closest("[data-quote]")) e.preventDefault(); });
document.addEventListener("click", e => {
  const link = e.target.closest("[data-quote]");
  if (!link || !box || e.ctrlKey || e.metaKey || e.shiftKey) return;
  e.preventDefault();
  const id = link.closest(".message").id, body = $(`${id}-body`), picked = getSelection();
  let text = (picked.isCollapsed || !body.contains(picked.getRangeAt(0).commonAncestorContainer) ? body.innerText : `${picked}`).trim();
  if (text.length > 500) text = `${text.slice(0, 499).replace(/[\ud800-\udbff]$/, "")}…`;
  const quote = `**${$(`${id}-by`).firstChild.data.trim().replaceAll("*", "")}:**\n${text}`.replace(/^/gm, "> ").replace(/^> \s*$/gm, ">");
  box.value = `${[box.value.trimEnd(), quote].filter(Boolean).join("\n\n")}\n\n`;
  box.dispatchEvent(new Event("input", { bubbles: true }));
  box.focus();
});

document.addEventListener("click", async e => {
  const button = e.target.closest("[data-copy]");
  if (!button) return;
  const text = $(`${button.closest(".message").id}-body`);
  try {
    await navigator.clipboard.writeText(text.innerText);
  } catch {
    // Scripts have no clipboard without HTTPS.
    getSelection().selectAllChildren(text);
    document.execCommand("copy");
  }
  say("Copied");
});
