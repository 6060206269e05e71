"use strict";
// The preview follows what is ticked, and places to be blacked are drawn on it; without this numbers and the button do it.
(() => {
  const form = document.getElementById("copy-form");
  const list = form?.querySelector(".places");
  if (!list) return;
  const NAMES = ["page", "left", "top", "width", "height"];
  const LEAST = 0.4; // per cent of the page; less is a click
  const MOST = 100;
  const fine = matchMedia("(pointer: fine)").matches;
  let isDrawing = fine;
  let stroke = null;
  let waiting = 0;

  const refresh = () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      if (stroke) return refresh();
      window.htmx?.ajax("POST", location.pathname, {
        source: form, values: { do: "preview" }, target: ".preview", select: ".preview", swap: "outerHTML",
      });
    }, 250);
  };

  // Rows are the truth: what is drawn becomes one, and what a row says is what the page shows.
  const rows = () => [...list.querySelectorAll(".place:not(.heads)")];
  const cell = (row, name) => row.querySelector(`[name=drawn-${name}]`);
  const isEmpty = (row) => NAMES.slice(1).every((name) => !cell(row, name).value.trim());
  const figures = (row) => NAMES.map((name) => Number(cell(row, name).value.replace(",", ".")));
  const fill = (row, values) => NAMES.forEach((name, at) => (cell(row, name).value = String(values[at])));
  const short = (number) => Math.round(number * 100) / 100;
  const blank = () => {
    const free = rows().find(isEmpty);
    if (free || rows().length >= MOST) return free ?? null;
    const row = rows().at(-1).cloneNode(true);
    fill(row, ["", "", "", "", ""]);
    list.append(row);
    return row;
  };
  const tidy = () => {
    const isFirst = rows().length === 1;
    rows().forEach((row) => {
      const drop = row.querySelector("[data-drop]");
      drop.hidden = false;
      drop.disabled = isFirst && isEmpty(row);
    });
  };
  const papers = () => [...document.querySelectorAll(".preview .paper")];
  const show = () => {
    for (const paper of papers()) {
      const svg = paper.querySelector(".hand");
      svg.replaceChildren();
      for (const row of rows()) {
        const [page, ...box] = figures(row);
        if (isEmpty(row) || String(page) !== paper.dataset.page || box.some(Number.isNaN)) continue;
        svg.append(rectangle(box, row));
      }
    }
  };
  const rectangle = ([x, y, width, height], row) => {
    const drawn = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    drawn.setAttribute("class", row?.contains(document.activeElement) ? "masked current" : "masked");
    for (const [name, value] of Object.entries({ x, y, width, height })) drawn.setAttribute(name, Math.max(0, value) || 0);
    return drawn;
  };

  // Drawing: from corner to corner, within the page.
  const at = (paper, event) => {
    const frame = paper.getBoundingClientRect();
    const within = (part) => Math.min(100, Math.max(0, part * 100));
    return [within((event.clientX - frame.left) / frame.width), within((event.clientY - frame.top) / frame.height)];
  };
  const box = ({ from, to }) => [
    Math.min(from[0], to[0]), Math.min(from[1], to[1]), Math.abs(to[0] - from[0]), Math.abs(to[1] - from[1]),
  ];
  document.addEventListener("pointerdown", (event) => {
    const paper = event.target.closest(".preview .paper");
    if (!paper || !isDrawing || event.button !== 0 || !event.isPrimary) return;
    event.preventDefault();
    const from = at(paper, event);
    stroke = { paper, from, to: from, finger: event.pointerId, shown: rectangle([...from, 0, 0]) };
    paper.querySelector(".hand").append(stroke.shown);
    paper.setPointerCapture(event.pointerId);
  });
  document.addEventListener("pointermove", (event) => {
    if (!stroke || event.pointerId !== stroke.finger) return;
    stroke.to = at(stroke.paper, event);
    ["x", "y", "width", "height"].forEach((name, place) => stroke.shown.setAttribute(name, box(stroke)[place]));
  });
  const end = (isKept) => {
    if (!stroke) return;
    const { paper } = stroke;
    const drawn = box(stroke).map(short);
    stroke = null;
    const row = isKept && Math.min(drawn[2], drawn[3]) >= LEAST ? blank() : null;
    if (row) {
      fill(row, [paper.dataset.page, ...drawn]);
      refresh();
    }
    show();
    tidy();
  };
  document.addEventListener("pointerup", (event) => event.pointerId === stroke?.finger && end(true));
  document.addEventListener("pointercancel", (event) => event.pointerId === stroke?.finger && end(false));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && stroke) end(false);
  });

  // By keys: a place in the middle of the page in view, moved by its numbers; arrows go by half a per cent.
  const inView = () => {
    const middle = innerHeight / 2;
    const away = (paper) => {
      const frame = paper.getBoundingClientRect();
      return frame.top > middle ? frame.top - middle : Math.max(0, middle - frame.bottom);
    };
    return papers().sort((one, other) => away(one) - away(other))[0];
  };
  list.addEventListener("keydown", (event) => {
    const by = { ArrowUp: 0.5, ArrowDown: -0.5 }[event.key];
    if (!by || event.target.name === "drawn-page" || !event.target.name) return;
    event.preventDefault();
    const value = Number(event.target.value.replace(",", ".")) + (event.shiftKey ? by * 10 : by);
    event.target.value = String(short(Math.min(100, Math.max(0, value))));
    show();
    refresh();
  });
  list.addEventListener("input", show);
  list.addEventListener("focusin", show);
  list.addEventListener("focusout", show);
  form.querySelector("[data-add]").addEventListener("click", () => {
    const row = blank();
    if (!row) return;
    fill(row, [inView()?.dataset.page ?? 1, 30, 45, 40, 4]);
    cell(row, "left").focus();
    show();
    tidy();
    refresh();
  });
  list.addEventListener("click", (event) => {
    const row = event.target.closest("[data-drop]")?.closest(".place");
    if (!row) return;
    if (rows().length > 1) row.remove();
    else fill(row, ["", "", "", "", ""]);
    form.querySelector("[data-add]").focus();
    show();
    tidy();
    refresh();
  });

  const mode = () => {
    const preview = document.querySelector(".preview");
    preview.classList.toggle("draws", isDrawing);
    preview.querySelector(".draw-bar").hidden = false;
    preview.querySelector("[data-draw]").setAttribute("aria-pressed", String(isDrawing));
  };
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-draw]")) return;
    isDrawing = !isDrawing;
    mode();
  });
  document.body.addEventListener("htmx:afterSettle", () => {
    mode();
    show();
  });

  form.addEventListener("change", (event) => {
    if (["hide", "pages", "words"].includes(event.target.name) || event.target.closest(".places")) refresh();
  });
  form.querySelector("[data-add]").hidden = false;
  form.querySelector(".draw-hint").hidden = false;
  form.querySelector(".plain-hint").hidden = true;
  // The empty row is for who has no script; here a place begins by drawing or by the button.
  if (rows().length > 1 && isEmpty(rows().at(-1))) rows().at(-1).remove();
  mode();
  tidy();
  show();
})();
