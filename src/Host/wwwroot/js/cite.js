// Sources beside the text: a number shows the entry of the list below the answer. Without this file, or without popovers, its link goes there.
(() => {
  if (!document.getElementById("transcript") || !HTMLElement.prototype.showPopover) return;
  const card = document.createElement("div");
  card.className = "source-card";
  card.popover = "auto";
  card.tabIndex = -1;
  card.setAttribute("role", "dialog");
  document.body.append(card);
  let link, pinned, dismissed, timer;

  const cite = target => target.closest?.(".cite > a");
  const show = (to, pin) => {
    clearTimeout(timer);
    pinned = pin;
    if (to === link) return;
    hide();
    const entry = document.getElementById(to.hash.slice(1))?.cloneNode(true) ?? document.createElement("p");
    entry.querySelector(".back")?.remove();
    if (!entry.hasChildNodes()) entry.textContent = `${to.ariaLabel}. The rest follows when the answer is complete.`;
    card.replaceChildren(...entry.childNodes);
    card.setAttribute("aria-label", to.ariaLabel);
    card.showPopover({ source: to });
    link = to;
  };
  const hide = () => { clearTimeout(timer); if (link) card.hidePopover(); };
  // Escape gives the focus back to the number, which must not show the card again.
  card.addEventListener("beforetoggle", e => {
    if (e.newState === "open") return;
    dismissed = card.contains(document.activeElement) ? link : null;
    link = null;
  });

  document.addEventListener("click", e => {
    const to = cite(e.target);
    if (!to || e.ctrlKey || e.metaKey || e.shiftKey) return;
    e.preventDefault();
    show(to, true);
    if (e.detail === 0) (card.querySelector("a") ?? card).focus();
  });
  document.addEventListener("focusin", e => {
    const to = cite(e.target);
    if (to && to !== dismissed && to.matches(":focus-visible")) show(to, true);
    else if (!to && !card.contains(e.target)) hide();
    dismissed = null;
  });
  document.addEventListener("pointerover", e => {
    if (e.pointerType !== "mouse" || pinned && link) return;
    clearTimeout(timer);
    const to = cite(e.target);
    if (to) timer = setTimeout(show, 150, to, false);
    else if (!card.contains(e.target)) timer = setTimeout(hide, 300);
  });
})();
