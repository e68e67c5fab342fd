// Runs before every page's own scripts: says on the console what would otherwise pass unseen.
addEventListener("securitypolicyviolation", e => console.error(`policy: ${e.violatedDirective} refused ${e.blockedURI} ${e.sample}`));

// Whoever had the focus before a swap must not find it on the body afterwards.
let focused = null;
document.addEventListener("htmx:before:swap", () => { focused = document.activeElement; }, true);
document.addEventListener("htmx:after:swap", () => {
  if (focused && focused !== document.body && document.activeElement === document.body) console.error(`focus: lost from ${focused.outerHTML.slice(0, 120)}`);
}, true);

// What a screen reader was told.
window.announced = [];
document.addEventListener("DOMContentLoaded", () => {
  for (const id of ["sr-status", "sr-log"]) {
    const region = document.getElementById(id);
    if (!region) continue;
    new MutationObserver(changes => {
      for (const node of changes.flatMap(c => [...c.addedNodes])) if (node.textContent) window.announced.push({ region: id, text: node.textContent });
    }).observe(region, { childList: true, subtree: true, characterData: true });
  }
});
