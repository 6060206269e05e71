"use strict";
// Full screen, and copying a screen's address. The numbers are refreshed by htmx.
(() => {
  document.querySelectorAll("[data-fullscreen]").forEach((button) => {
    if (!document.documentElement.requestFullscreen) return;
    button.hidden = false;
    button.addEventListener("click", () => document.documentElement.requestFullscreen());
  });
  document.addEventListener("fullscreenchange", () =>
    document.body.classList.toggle("screen", Boolean(document.fullscreenElement)),
  );
  document.querySelectorAll("[data-copy]").forEach((button) => {
    if (!navigator.clipboard) return;
    button.hidden = false;
    button.addEventListener("click", () =>
      navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent),
    );
  });
})();
