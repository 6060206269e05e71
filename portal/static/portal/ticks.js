"use strict";
// One box that ticks or clears all others of its form. Without the script each is ticked by itself.
(() => {
  for (const all of document.querySelectorAll("input[data-ticks]")) {
    const boxes = () => [...all.closest("form").querySelectorAll(`input[name="${all.dataset.ticks}"]:not(:disabled)`)];
    const show = () => {
      const ticked = boxes().filter((box) => box.checked).length;
      all.checked = ticked > 0 && ticked === boxes().length;
      all.indeterminate = ticked > 0 && ticked < boxes().length;
    };
    all.addEventListener("change", () => boxes().forEach((box) => (box.checked = all.checked)));
    all.closest("form").addEventListener("change", show);
    show();
  }
})();
