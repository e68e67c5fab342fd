// What all parts of the chat page use. The build joins the files of this folder into one function; each relies on those before it.
// Text never depends on any of them: it comes by the stream or the page.
const main = document.querySelector("main[data-session]");
const $ = id => document.getElementById(id);
const session = main.dataset.session;
const composer = $("composer"), box = $("message"), jump = document.querySelector("[data-jump]");
const thread = main.dataset.thread;
const draftKey = `draft-${thread || session}`;
document.documentElement.classList.add("js");

// Announcements: short ones replace each other, whole answers are added once and taken away again.
const say = text => { $("sr-status").textContent = ""; setTimeout(() => { $("sr-status").textContent = text; }, 50); };
const read = text => {
  const line = document.createElement("p");
  line.textContent = text;
  $("sr-log").append(line);
  setTimeout(() => line.remove(), 5000);
};

// Following the end: only a reader who is there is moved along.
const root = document.scrollingElement;
let following = true;
const atEnd = () => root.scrollHeight - root.scrollTop - root.clientHeight < 64;
const toEnd = () => { root.scrollTop = root.scrollHeight; };
const follow = () => { if (following) toEnd(); else if (jump) jump.hidden = atEnd(); };
const section = $("conversation");
addEventListener("scroll", () => { following = atEnd(); section.toggleAttribute("data-follow", following); if (following && jump) jump.hidden = true; }, { passive: true });
new MutationObserver(follow).observe($("transcript"), { childList: true, subtree: true, characterData: true });
jump?.addEventListener("click", () => { toEnd(); box?.focus(); });
if (!location.hash) toEnd();
