"use strict";
// One box that ticks or clears all others of its form, wherever on the page they stand; how many are ticked is
// told beside the button, and ticks of a form that asks for it (data-kept) outlive a page that is loaded again.
(() => {
  for (const all of document.querySelectorAll("input[data-ticks]")) {
    const form = all.form;
    const boxes = () => [...form.elements].filter((box) => box.name === all.dataset.ticks && box.type === "checkbox" && !box.disabled);
    const count = form.querySelector("[data-count]");
    const kept = form.dataset.kept && `hoso-ticks-${form.dataset.kept}`;
    const show = () => {
      const ticked = boxes().filter((box) => box.checked);
      all.checked = ticked.length > 0 && ticked.length === boxes().length;
      all.indeterminate = ticked.length > 0 && ticked.length < boxes().length;
      if (count) count.textContent = `${ticked.length}/${boxes().length}`;
      if (kept) sessionStorage.setItem(kept, JSON.stringify(ticked.map((box) => box.value)));
    };
    if (kept) {
      const before = new Set(JSON.parse(sessionStorage.getItem(kept) || "[]"));
      for (const box of boxes()) if (before.has(box.value)) box.checked = true;
    }
    all.addEventListener("change", () => {
      boxes().forEach((box) => (box.checked = all.checked));
      show();
    });
    document.addEventListener("change", (event) => event.target.form === form && show());
    show();
  }
})();
