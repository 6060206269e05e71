"use strict";
// Lays the page's words, which come as a fragment, unseen over its picture: each stretched to its place, so that
// what is marked with the mouse is what is copied.
(() => {
  const layer = document.getElementById("words");
  if (!layer) return;
  const pen = document.createElement("canvas").getContext("2d");
  const FAMILY = '"Segoe UI", "Noto Sans", Roboto, Arial, sans-serif';
  const SIZE = 40; // widths are measured once at this size and are proportional

  layer.addEventListener("htmx:afterSettle", () => {
    pen.font = `${SIZE}px ${FAMILY}`;
    for (const word of layer.querySelectorAll("i[data-b]")) {
      const [x, y, width, height] = word.dataset.b.split(" ").map(Number);
      const wide = (pen.measureText(word.textContent.trimEnd()).width * height) / SIZE;
      const set = (name, value) => word.style.setProperty(name, String(value));
      set("--x", x);
      set("--y", y);
      set("--h", height);
      set("--k", wide ? width / wide : 1);
    }
    layer.dataset.ready = "yes";
  });
})();
