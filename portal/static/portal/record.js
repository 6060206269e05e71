"use strict";
// Pointing at a field shows where it was read; pointing at a mark on the page shows its field.
(() => {
  const rows = new Map([...document.querySelectorAll(".row[data-here]")].map((row) => [row.dataset.field, row]));
  const marks = new Map([...document.querySelectorAll("rect.field")].map((mark) => [mark.dataset.field, mark]));
  const light = (name, on) => {
    marks.get(name)?.classList.toggle("lit", on);
    rows.get(name)?.classList.toggle("lit", on);
  };
  for (const [name, row] of rows) {
    row.addEventListener("mouseenter", () => light(name, true));
    row.addEventListener("mouseleave", () => light(name, false));
    row.addEventListener("focusin", () => light(name, true));
    row.addEventListener("focusout", () => light(name, false));
    row.querySelector("a.value")?.addEventListener("click", (event) => {
      const mark = marks.get(name);
      if (!mark) return;
      event.preventDefault();
      document.querySelectorAll(".chosen").forEach((other) => other.classList.remove("chosen"));
      mark.classList.add("chosen");
      row.classList.add("chosen");
      mark.scrollIntoView({ block: "center", behavior: "smooth" });
    });
  }
  for (const [name, mark] of marks) {
    mark.addEventListener("mouseenter", () => light(name, true));
    mark.addEventListener("mouseleave", () => light(name, false));
    mark.addEventListener("click", () => rows.get(name)?.scrollIntoView({ block: "center", behavior: "smooth" }));
  }
  (document.querySelector("rect.chosen") ?? document.querySelector("rect.hit"))?.scrollIntoView({ block: "center" });
})();
