// Naming somebody: @ offers people and agents. Without something chosen in an open list every key does what it always does.
const offers = $("mention-list");
let offered = [], from = 0, chosen = -1;
const choose = i => {
  chosen = i;
  [...offers.children].forEach((option, n) => option.setAttribute("aria-selected", n === i));
  if (i < 0) return box.removeAttribute("aria-activedescendant");
  box.setAttribute("aria-activedescendant", `offer-${i}`);
  offers.children[i].scrollIntoView({ block: "nearest" });
};
const closeOffers = () => { offered = []; offers.hidden = true; choose(-1); };
const offer = () => {
  const before = box.value.slice(0, box.selectionEnd), at = /(?:^|[\s([{"'*])@([^@\n]{0,60})$/.exec(before), names = $("mention-names");
  const typed = at?.[1].toLowerCase();
  offered = at && names ? JSON.parse(names.dataset.names).filter(([name]) => name.toLowerCase().startsWith(typed)) : [];
  from = box.selectionEnd - (at?.[1].length ?? 0);
  offers.hidden = !offered.length;
  offers.replaceChildren(...offered.map(([name, kind], i) => {
    const option = document.createElement("li"), what = document.createElement("span");
    [option.id, option.role, what.className, what.textContent] = [`offer-${i}`, "option", "muted", ` ${kind}`];
    option.append(name, what);
    return option;
  }));
  // A name that is whole is not asked for: Enter sends it.
  choose(offered.some(([name]) => name.toLowerCase() === typed) ? -1 : offered.length ? 0 : -1);
};
const take = i => {
  box.setRangeText(`${offered[i][0]} `, from, box.selectionEnd, "end");
  closeOffers();
  box.dispatchEvent(new Event("input", { bubbles: true }));
};
box?.addEventListener("input", e => { if (!e.isComposing) offer(); });
box?.addEventListener("blur", closeOffers);
document.addEventListener("cm-sent", closeOffers);
// Before the composer's own keys.
box?.addEventListener("keydown", e => {
  if (!offered.length || e.isComposing || e.keyCode === 229) return;
  const step = { ArrowDown: 1, ArrowUp: -1 }[e.key];
  if (step) choose((Math.max(chosen, step < 0 ? 0 : -1) + step + offered.length) % offered.length);
  else if (e.key === "Escape") closeOffers();
  else if ((e.key === "Enter" || e.key === "Tab") && !e.shiftKey && chosen >= 0) take(chosen);
  else return;
  e.preventDefault();
  e.stopImmediatePropagation();
}, true);
// The pointer takes nothing from the field; a finger may move the list.
offers?.addEventListener("mousedown", e => e.preventDefault());
offers?.addEventListener("click", e => { const option = e.target.closest("li"); if (option) take([...offers.children].indexOf(option)); });

// Who answers, in the line below: the choice of agents is part of it.
const nameAgent = name => document.querySelectorAll("[data-agent-name]").forEach(it => { it.textContent = name; });
$("agent")?.addEventListener("change", e => nameAgent(e.target.selectedOptions[0].text.replace(/ \(not reachable\)$/, "")));
// Another one answers in the session from now on. Who has chosen one here, and not sent yet, keeps it.
on("cm-chosen", ({ chosen, agent, name, status }) => {
  const pick = $("agent"), pill = $("agent-state"), kept = pick && !pick.selectedOptions[0]?.defaultSelected && pick.value;
  if (pick) {
    if (![...pick.options].some(o => o.value === agent)) pick.add(new Option(name, agent));
    for (const option of pick.options) option.defaultSelected = option.value === agent;
    pick.value = kept || agent;
    pick.form.elements.shownAgent.value = chosen;
  }
  if (!kept) nameAgent(name);
  if (!pill) return;
  if (!atWork().some(d => d.agent === pill.dataset.agent)) agents.delete(pill.dataset.agent);
  agents.set(agent, { id: agent, name, status });
  pill.dataset.agent = agent;
  [pill.dataset.state, pill.textContent] = agentStates[status];
  showRoster();
});
document.addEventListener("change", e => { if (e.target.id === "answers-mode") e.target.form.requestSubmit(); });
