// A headless browser shows every tab; here the test says which one is seen.
(() => {
  let shown;
  const isHidden = () => !(shown ?? !window.behind);
  Object.defineProperty(Document.prototype, "hidden", { get: isHidden });
  Object.defineProperty(Document.prototype, "visibilityState", { get: () => isHidden() ? "hidden" : "visible" });
  window.show = seen => {
    shown = seen;
    document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
  };
})();
