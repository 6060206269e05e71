"use strict";
// The viewer: zoom, rotation, panning, stepping through found words, and fields that light up with their places.
(() => {
  const view = document.getElementById("view");
  const paper = document.getElementById("paper");
  document.querySelectorAll(".script-only").forEach((one) => (one.hidden = false));
  const copier = document.querySelector("[data-copy]");
  copier?.addEventListener("click", async () => {
    const address = new URL(copier.dataset.copy, location.href).href;
    try {
      await navigator.clipboard.writeText(address);
      window.hoso?.toast(copier.dataset.copied, "good");
    } catch {
      prompt(copier.title, address); // no clipboard without HTTPS
    }
  });
  if (!view || !paper) return;

  const frame = paper.parentElement;
  const picture = document.getElementById("picture");
  const size = () => ({
    width: Number(paper.dataset.width) || picture.naturalWidth || 1000,
    height: Number(paper.dataset.height) || picture.naturalHeight || 1400,
    dpi: Number(String(paper.dataset.dpi).replace(",", ".")) || 300,
  });
  const KEY = "hoso-view";
  const LEAST = 0.1, MOST = 6, STEP = 1.2, SHARP_FROM = 1.25;
  // Zoom 1 is the paper's own size on a screen of 96 dots an inch.
  const state = Object.assign({ mode: "width", zoom: 1, strip: true }, read());
  let turned = 0;

  function read() {
    try {
      return JSON.parse(sessionStorage.getItem(KEY)) ?? {};
    } catch {
      return {};
    }
  }

  function keep() {
    try {
      sessionStorage.setItem(KEY, JSON.stringify({ mode: state.mode, zoom: state.zoom, strip: state.strip }));
    } catch {
      // A private window keeps nothing; the page opens as it does at first.
    }
  }

  const natural = () => {
    const { width, height, dpi } = size();
    const points = [(width / dpi) * 96, (height / dpi) * 96];
    return turned % 180 ? points.reverse() : points;
  };

  function scale() {
    const [width, height] = natural();
    const room = [view.clientWidth - 2 * gap(), view.clientHeight - 2 * gap()];
    if (state.mode === "width") return Math.min(room[0] / width, 2.2);
    if (state.mode === "page") return Math.min(room[0] / width, room[1] / height);
    return state.zoom;
  }

  const gap = () => parseFloat(getComputedStyle(view).paddingLeft) || 16;

  function lay() {
    const factor = Math.min(Math.max(scale(), LEAST), MOST);
    const [width, height] = natural().map((side) => side * factor);
    const across = turned % 180 ? height : width;
    const down = turned % 180 ? width : height;
    frame.style.width = `${width}px`;
    frame.style.height = `${height}px`;
    paper.style.width = `${across}px`;
    const moves = { 0: "", 90: `translate(${down}px, 0)`, 180: `translate(${across}px, ${down}px)`, 270: `translate(0, ${across}px)` };
    paper.style.transform = turned ? `${moves[turned]} rotate(${turned}deg)` : "";
    paper.style.setProperty("--s", String(across / size().width));
    document.getElementById("scale").textContent = `${Math.round(factor * 100)} %`;
    for (const mode of ["width", "page"])
      document.querySelector(`[data-view=${mode}]`).setAttribute("aria-pressed", String(state.mode === mode));
    if (factor * devicePixelRatio > SHARP_FROM && !picture.src.includes("sharp")) picture.src += "&sharp";
    return factor;
  }

  function zoom(factor, at) {
    const before = lay();
    const box = view.getBoundingClientRect();
    const spot = at ?? [box.left + box.width / 2, box.top + box.height / 2];
    const held = frame.getBoundingClientRect();
    const share = [(spot[0] - held.left) / held.width, (spot[1] - held.top) / held.height];
    state.mode = "free";
    state.zoom = Math.min(Math.max(before * factor, LEAST), MOST);
    lay();
    const now = frame.getBoundingClientRect();
    view.scrollLeft += now.left + share[0] * now.width - spot[0];
    view.scrollTop += now.top + share[1] * now.height - spot[1];
    keep();
  }

  function fit(mode) {
    state.mode = mode;
    lay();
    keep();
  }

  function strip() {
    const leaves = document.getElementById("strip");
    if (!leaves) {
      document.querySelector("[data-view=strip]").hidden = true;
      lay();
      return;
    }
    const isNarrow = matchMedia("(max-width: 760px)").matches;
    leaves.classList.toggle("shut", !isNarrow && !state.strip);
    const shown = leaves.offsetWidth > 0;
    document.querySelector("[data-view=strip]").setAttribute("aria-pressed", String(shown));
    const current = leaves.querySelector("[aria-current]");
    if (shown && current) leaves.scrollTop = current.offsetTop - leaves.offsetTop - leaves.clientHeight / 3;
    lay();
  }

  // Small pictures that come before the first ones must not push away those in view.
  const leaves = document.getElementById("strip");
  let held = 0;
  leaves?.addEventListener("htmx:beforeSwap", (event) => {
    held = event.detail.target === leaves.firstElementChild ? leaves.scrollHeight : 0;
  });
  leaves?.addEventListener("htmx:afterSwap", () => {
    if (held) leaves.scrollTop += leaves.scrollHeight - held;
    held = 0;
  });

  const acts = {
    in: () => zoom(STEP),
    out: () => zoom(1 / STEP),
    width: () => fit("width"),
    page: () => fit("page"),
    rotate: () => {
      turned = (turned + 90) % 360;
      lay();
    },
    strip: () => {
      if (matchMedia("(max-width: 760px)").matches) document.getElementById("strip")?.classList.toggle("open");
      else state.strip = !state.strip;
      strip();
      keep();
    },
  };
  document.querySelectorAll("[data-view]").forEach((tool) => tool.addEventListener("click", acts[tool.dataset.view]));

  view.addEventListener("wheel", (event) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    zoom(Math.exp(-event.deltaY / 400), [event.clientX, event.clientY]);
  }, { passive: false });

  // Dragging beside words moves the paper; two fingers zoom.
  const fingers = new Map();
  let apart = 0;
  view.addEventListener("pointerdown", (event) => {
    fingers.set(event.pointerId, event);
    apart = distance();
    const grabs = event.pointerType === "mouse" && event.button <= 1 && !event.target.closest(".words i, a, button, summary, pre, .note");
    if (!grabs || event.target === view && event.offsetX > view.clientWidth) return;
    event.preventDefault();
    view.focus({ preventScroll: true });
    getSelection()?.removeAllRanges();
    view.setPointerCapture(event.pointerId);
    view.classList.add("pans");
  });
  view.addEventListener("pointermove", (event) => {
    if (view.classList.contains("pans")) {
      view.scrollLeft -= event.movementX;
      view.scrollTop -= event.movementY;
    }
    if (!fingers.has(event.pointerId)) return;
    fingers.set(event.pointerId, event);
    if (fingers.size !== 2 || !apart) return;
    const [one, other] = [...fingers.values()];
    const now = distance();
    zoom(now / apart, [(one.clientX + other.clientX) / 2, (one.clientY + other.clientY) / 2]);
    apart = now;
  });
  for (const kind of ["pointerup", "pointercancel", "lostpointercapture"])
    view.addEventListener(kind, (event) => {
      fingers.delete(event.pointerId);
      view.classList.remove("pans");
    });

  function distance() {
    const [one, other] = [...fingers.values()];
    return other ? Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY) : 0;
  }

  // Fields light up with their places, both ways.
  const rows = new Map([...document.querySelectorAll(".row[data-here]")].map((row) => [row.dataset.field, row]));
  const marks = new Map([...document.querySelectorAll("rect.field")].map((mark) => [mark.dataset.field, mark]));
  const light = (name, on) => {
    marks.get(name)?.classList.toggle("lit", on);
    rows.get(name)?.classList.toggle("lit", on);
  };
  const show = (mark) => mark.scrollIntoView({ block: "center", inline: "center", behavior: "auto" });
  const choose = (name) => {
    document.querySelectorAll(".record .chosen").forEach((other) => other.classList.remove("chosen"));
    marks.get(name)?.classList.add("chosen");
    rows.get(name)?.classList.add("chosen");
  };
  for (const [name, row] of rows) {
    row.addEventListener("mouseenter", () => light(name, true));
    row.addEventListener("mouseleave", () => light(name, false));
    row.addEventListener("focusin", () => light(name, true));
    row.addEventListener("focusout", () => light(name, false));
    row.querySelector("a.value")?.addEventListener("click", (event) => {
      if (!marks.has(name)) return;
      event.preventDefault();
      choose(name);
      show(marks.get(name));
    });
  }
  const fieldAt = (event) => {
    for (const [name, mark] of marks) {
      const box = mark.getBoundingClientRect();
      if (event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom) return name;
    }
    return "";
  };
  let lit = "";
  paper.addEventListener("mousemove", (event) => {
    const name = fieldAt(event);
    if (name === lit) return;
    if (lit) light(lit, false);
    if (name) light(name, true);
    lit = name;
  });
  paper.addEventListener("click", (event) => {
    const name = fieldAt(event);
    if (!name || String(getSelection()).length) return;
    choose(name);
    rows.get(name)?.scrollIntoView({ block: "center" });
  });

  // Found words, one after the other, over the ends of pages.
  const hits = [...document.querySelectorAll("rect.hit")];
  let at = -1;
  function step(by) {
    const link = document.querySelector(`[data-hit=${by > 0 ? "following" : "previous"}]`);
    if (at + by >= 0 && at + by < hits.length) stand(at + by);
    else if (link?.href) location.assign(by < 0 ? `${link.href}#last` : link.href);
    else if (hits.length) stand(by > 0 ? 0 : hits.length - 1);
  }
  function stand(place) {
    hits[at]?.classList.remove("current");
    at = place;
    hits[at].classList.add("current");
    show(hits[at]);
    document.getElementById("at-hit").textContent = `${at + 1} / `;
  }
  document.querySelectorAll("[data-hit]").forEach((tool) =>
    tool.addEventListener("click", (event) => {
      event.preventDefault();
      step(tool.dataset.hit === "following" ? 1 : -1);
    }),
  );

  const keys = { "+": acts.in, "=": acts.in, "-": acts.out, w: acts.width, f: acts.page, r: acts.rotate, t: acts.strip, n: () => step(1), N: () => step(-1) };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.target.closest("input, textarea, select, dialog")) return;
    const turn = { PageUp: "previous", PageDown: "following" }[event.key];
    const link = turn && document.querySelector(`a[data-turn=${turn}]`);
    const act = keys[event.key] ?? keys[event.key.length === 1 && !event.shiftKey ? event.key.toLowerCase() : ""];
    if (!link && !act) return;
    event.preventDefault();
    if (link) location.assign(link.href);
    else act();
  });

  addEventListener("resize", strip);
  strip();
  const chosen = document.querySelector("rect.chosen");
  if (hits.length && document.querySelector(".found")) stand(location.hash === "#last" ? hits.length - 1 : 0);
  else if (chosen) show(chosen);
})();
