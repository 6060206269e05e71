"use strict";
// The form's fields by keyboard: right, wrong, not on the paper, another reading, rows of tables.
hosoReview.fields = (form, { entered, changed, beyond }, signal) => {
  const rows = [...form.querySelectorAll("#fields .check[data-field]")];
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
      : box(row).value.trim() !== was(row).trim() || Boolean(named(row, "place")?.value);
  const isSettled = (row) => isOwn(row) || named(row, "ok")?.checked || named(row, "none")?.checked;
  const show = (row) => row.classList.toggle("settled", Boolean(isSettled(row)));
  const touch = (row, isDone = false) => {
    show(row);
    changed(row, isDone);
  };

  // On to the next value that is in doubt and not settled yet; then reasons to be ticked, then the button.
  const onwards = (row) => {
    const next = rows.slice(rows.indexOf(row) + 1).find((other) => "doubtful" in other.dataset && !isSettled(other));
    if (next) {
      box(next).focus();
      box(next).select?.();
    } else beyond();
  };
  const take = (row, value) => {
    box(row).value = value;
    tick(row, "none", false);
    touch(row, true);
    box(row).focus();
  };
  const offer = (row, { text, percent, place }) => {
    row.querySelector("button.take.read")?.remove();
    if (!text) return;
    const button = document.createElement("button");
    button.className = "take read";
    button.type = "button";
    const key = document.createElement("kbd");
    button.append(key, ` ${text} `);
    const sure = document.createElement("span");
    sure.className = percent < 90 ? "percent low" : "percent";
    sure.textContent = `${percent}%`;
    button.append(sure);
    button.addEventListener("click", () => {
      named(row, "place").value = place;
      take(row, text);
    }, { signal });
    row.querySelector(".ways").append(button);
    numbered(row);
    button.focus();
  };
  const takes = (row) => [...row.querySelectorAll("button.take")];
  const numbered = (row) => takes(row).forEach((button, place) => {
    button.querySelector("kbd").textContent = `Alt ${place + 1}`;
  });

  // Tables: the cell above or below, one row more, one row less.
  const lines = (row) => [...row.querySelectorAll("table.rows tbody tr")];
  const addLine = (row) => {
    const last = lines(row).at(-1);
    const line = last.cloneNode(true);
    const count = lines(row).length + 1;
    line.classList.remove("total");
    line.querySelector("th").textContent = count;
    line.querySelectorAll("input").forEach((input) => {
      input.name = input.name.replace(/-\d+$/, `-${count}`);
      input.setAttribute("aria-label", input.getAttribute("aria-label").replace(/\d+$/, count));
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
    touch(row);
    return true;
  };
  const back = (row) => {
    if (named(row, "place")) named(row, "place").value = "";
    tick(row, "ok", false);
    take(row, was(row));
  };

  const atKey = (row, event) => {
    if (event.target.closest("table.rows") && atLine(row, event)) return;
    if (event.altKey && /^[0-9]$/.test(event.key)) {
      event.preventDefault();
      if (event.key !== "0") takes(row)[Number(event.key) - 1]?.click();
      else if (named(row, "none")) {
        tick(row, "none", !named(row, "none").checked);
        tick(row, "ok", false);
        touch(row, true);
        onwards(row);
      }
    } else if (event.key === "Escape" && event.target === box(row)) back(row);
    else if (event.key === "Enter" && !event.ctrlKey && !event.shiftKey && event.target.tagName === "INPUT") {
      event.preventDefault();
      if (event.target === box(row) && !isOwn(row) && was(row)) tick(row, "ok", true);
      touch(row, true);
      onwards(row);
    }
  };

  for (const row of rows) {
    numbered(row);
    row.querySelector("button.more")?.addEventListener("click", (event) => {
      event.preventDefault();
      addLine(row).querySelector("input").focus();
    }, { signal });
    row.addEventListener("focusin", () => {
      rows.forEach((other) => other.classList.toggle("lit", other === row));
      entered(row);
    }, { signal });
    row.addEventListener("input", (event) => {
      if (event.target === box(row)) tick(row, "none", false);
      touch(row);
    }, { signal });
    row.addEventListener("change", () => touch(row, true), { signal });
    takes(row).forEach((button) =>
      button.addEventListener("click", (event) => {
        event.preventDefault();
        take(row, button.value.slice(button.value.indexOf(":") + 1));
      }, { signal }),
    );
    row.addEventListener("keydown", (event) => atKey(row, event), { signal });
    show(row);
  }
  const firstOpen = () => rows.find((row) => "doubtful" in row.dataset && !isSettled(row));
  const focus = (row) => {
    box(row).focus();
    box(row).select?.();
  };
  return { rows, box, isOwn, offer, focus, firstOpen, byName: (name) => rows.find((row) => row.dataset.field === name) };
};
