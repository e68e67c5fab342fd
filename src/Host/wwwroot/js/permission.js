// Settings, notifications: a browser asks for the permission only when somebody presses a button.
(() => {
  const line = document.getElementById("permission"), ask = document.getElementById("permission-ask");
  if (!window.Notification || !window.isSecureContext) return;
  const show = () => {
    ask.hidden = Notification.permission !== "default";
    line.textContent = {
      granted: "This browser may show notifications.",
      denied: "This browser refuses notifications from here. Allow them in its settings for this site.",
      default: "This browser has not been asked yet.",
    }[Notification.permission];
  };
  ask.addEventListener("click", async () => { await Notification.requestPermission(); show(); });
  show();
})();
