"use strict";
// Reviewing by keyboard. Everything here can also be done by the plain form: the script only saves time.
(() => {
  const form = document.querySelector("form.review");
  if (!form) return;
  const rows = [...form.querySelectorAll(".check[data-field]")];
  const marks = new Map([...document.querySelectorAll("rect.field")].map((mark) => [mark.dataset.field, mark]));
  const box = (row) => row.querySelector("input[id^=value-], textarea, table.rows input:not([type=hidden])");
  const cells = (row) => [...row.querySelectorAll("table.rows input:not([type=hidden])")];
  const named = (row, part) => row.querySelector(`[name="${part}-${row.dataset.field}"]`);
  const was = (row) => named(row, "was").value;
  const tick = (row, part, on) => {
    const target = named(row, part);
    if (target) target.checked = on;
  };
  const isChanged = (cell) =>
    cell.type === "checkbox" ? cell.checked !== cell.defaultChecked : cell.value.trim() !== cell.defaultValue.trim();
  const isOwn = (row) =>
    cells(row).length
      ? "own" in row.dataset || cells(row).some(isChanged)
      : box(row).value.trim() !== was(row).trim();
  const isSettled = (row) => isOwn(row) || named(row, "ok")?.checked || named(row, "none")?.checked;
  const show = (row) => row.classList.toggle("settled", Boolean(isSettled(row)));
  const press = (value) => {
    leaving = true;
    form.requestSubmit(form.querySelector(`button[name=do][value=${value}]:not(.unseen)`));
  };
  let leaving = false;

  const light = (row, on) => {
    row.classList.toggle("lit", on);
    marks.get(row.dataset.field)?.classList.toggle("chosen", on);
  };
  const enter = (row) => {
    rows.forEach((other) => light(other, other === row));
    marks.get(row.dataset.field)?.scrollIntoView({ block: "center" });
  };
  // On to the next value that is in doubt and not settled yet; behind the last one to the button.
  const onwards = (row) => {
    const next = rows.slice(rows.indexOf(row) + 1).find((other) => "doubtful" in other.dataset && !isSettled(other));
    const target = next ? box(next) : form.querySelector("button.main");
    target.focus();
    if (next) box(next).select();
  };
  const take = (row, value) => {
    box(row).value = value;
    tick(row, "none", false);
    show(row);
    box(row).focus();
  };

  // Tables: the cell above or below, one row more, one row less.
  const lines = (row) => [...row.querySelectorAll("table.rows tbody tr")];
  const addLine = (row) => {
    const last = lines(row).at(-1);
    const line = last.cloneNode(true);
    const number = lines(row).length + 1;
    line.classList.remove("total");
    line.querySelector("th").textContent = number;
    line.querySelectorAll("input").forEach((input) => {
      input.name = input.name.replace(/-\d+$/, `-${number}`);
      input.setAttribute("aria-label", input.getAttribute("aria-label").replace(/\d+$/, number));
      input.value = input.defaultValue = input.type === "checkbox" ? "on" : "";
      input.checked = false;
    });
    last.after(line);
    return line;
  };
  const toLine = (row, cell, step) => {
    const at = lines(row).indexOf(cell.closest("tr"));
    const place = [...cell.closest("tr").querySelectorAll("input:not([type=hidden])")].indexOf(cell);
    const line = lines(row)[at + step] ?? (step > 0 ? addLine(row) : null);
    line?.querySelectorAll("input:not([type=hidden])")[place]?.focus();
  };
  const atLine = (row, event) => {
    const cell = event.target;
    if (event.altKey && event.key === "Insert") addLine(row).querySelector("input").focus();
    else if (event.altKey && event.key === "Delete") {
      const drop = cell.closest("tr").querySelector("input[type=checkbox]");
      drop.checked = !drop.checked;
    } else if (event.key === "Escape") cell.value = cell.defaultValue;
    else if (event.key === "ArrowUp" || (event.key === "Enter" && event.shiftKey)) toLine(row, cell, -1);
    else if (event.key === "ArrowDown" || (event.key === "Enter" && !event.ctrlKey)) toLine(row, cell, 1);
    else return false;
    event.preventDefault();
    show(row);
    return true;
  };

  for (const row of rows) {
    row.querySelector("button.more")?.addEventListener("click", (event) => {
      event.preventDefault();
      addLine(row).querySelector("input").focus();
    });
    row.addEventListener("focusin", () => enter(row));
    row.addEventListener("input", (event) => {
      if (event.target === box(row)) tick(row, "none", false);
      show(row);
    });
    row.addEventListener("change", () => show(row));
    row.querySelectorAll("button.take").forEach((button) =>
      button.addEventListener("click", (event) => {
        event.preventDefault();
        take(row, button.value.slice(button.value.indexOf(":") + 1));
      }),
    );
    row.addEventListener("keydown", (event) => {
      if (event.target.closest("table.rows") && atLine(row, event)) return;
      if (event.altKey && /^[0-3]$/.test(event.key)) {
        event.preventDefault();
        if (event.key !== "0") row.querySelectorAll("button.take")[Number(event.key) - 1]?.click();
        else if (named(row, "none")) {
          tick(row, "none", !named(row, "none").checked);
          tick(row, "ok", false);
          show(row);
          onwards(row);
        }
      } else if (event.key === "Escape" && event.target === box(row)) {
        take(row, was(row));
      } else if (event.key === "Enter" && !event.ctrlKey && !event.shiftKey && event.target.tagName === "INPUT") {
        event.preventDefault();
        if (event.target === box(row) && !isOwn(row) && was(row)) tick(row, "ok", true);
        show(row);
        onwards(row);
      }
    });
    show(row);
  }
  for (const [name, mark] of marks) {
    const row = rows.find((one) => one.dataset.field === name);
    if (row) mark.addEventListener("click", () => box(row).focus());
  }
  form.addEventListener("keydown", (event) => {
    if (event.ctrlKey && (event.key === "Enter" || event.key === "s")) {
      event.preventDefault();
      press(event.key === "Enter" ? "done" : "save");
    }
  });
  form.addEventListener("submit", () => (leaving = true));
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && rows.some(isOwn)) event.preventDefault();
  });
  const first = rows.find((row) => "doubtful" in row.dataset);
  if (first && !location.hash) {
    box(first).focus();
    box(first).select();
  }
})();
