"use strict";
// Moves what will stand on the paper, by dragging or by arrow keys, and has the server keep the place. The server
// asks back where print would be covered. Every place can also be shown without it, by a form.
(() => {
  const POINTS_A_MM = 72 / 25.4;
  const SAVE_AFTER_MS = 700;
  const words = document.getElementById("desk-words")?.dataset || {};
  const sides = ["x", "y", "width", "height"];
  const boxOf = (stand) => Object.fromEntries(sides.map((side) => [side, Number(stand.getAttribute(side))]));
  const pageOf = (stand) => stand.closest(".over");
  const paperOf = (stand) => stand.closest("#paper");
  const tell = (text, kind = "") => {
    const told = document.querySelector(".place-told");
    told.className = `note small place-told ${kind}`;
    told.textContent = text;
    told.hidden = !text;
    return told;
  };
  const token = () => JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];

  const put = (stand, x, y) => {
    const page = pageOf(stand).dataset, box = boxOf(stand);
    const next = { x: Math.max(0, Math.min(x, page.width - box.width)), y: Math.max(0, Math.min(y, page.height - box.height)) };
    for (const side of ["x", "y"]) stand.setAttribute(side, next[side].toFixed(2));
    if (!stand.classList.contains("own") && !stand.classList.contains("other")) return;
    for (const other of pageOf(stand).querySelectorAll("[data-follows]")) {
      const at = boxOf(other);
      other.setAttribute("x", (at.x + next.x - box.x).toFixed(2));
      other.setAttribute("y", (at.y + next.y - box.y).toFixed(2));
    }
  };

  const timers = new WeakMap();
  const kept = new WeakMap();
  const remember = (stand) => kept.has(stand) || kept.set(stand, { page: pageOf(stand), box: boxOf(stand) });
  // Places that the server did not keep, by paper and mark: asked about anew whenever that paper is open again.
  const unkept = new Map();
  const nameOf = (stand) => `${paperOf(stand).dataset.document}/${stand.dataset.what}`;
  const back = (stand) => {
    unkept.delete(nameOf(stand));
    const before = kept.get(stand);
    if (!before) return;
    before.page.append(stand);
    put(stand, before.box.x, before.box.y);
    kept.delete(stand);
    tell("");
  };
  const saveSoon = (stand) => {
    clearTimeout(timers.get(stand));
    timers.set(stand, setTimeout(() => save(stand), SAVE_AFTER_MS));
  };
  async function save(stand, anyway = false) {
    clearTimeout(timers.get(stand));
    const box = boxOf(stand);
    const form = new FormData();
    form.set("page", stand.closest(".sheet").dataset.page);
    for (const [name, side] of [["left", "x"], ["top", "y"], ["width", "width"], ["height", "height"]])
      form.set(name, (box[side] / POINTS_A_MM).toFixed(3));
    if (anyway) form.set("anyway", "1");
    try {
      const answer = await fetch(stand.dataset.save, { method: "POST", body: form, credentials: "same-origin", headers: { Accept: "application/json", "X-CSRFToken": token() } });
      const said = await answer.json();
      if (answer.ok) {
        stand.classList.remove("unfound", "asks");
        kept.delete(stand);
        unkept.delete(nameOf(stand));
        if (stand.isConnected) tell(said.told, "good");
        document.dispatchEvent(new CustomEvent("hoso:moved", { detail: { document: paperOf(stand).dataset.document } }));
        return;
      }
      ask(stand, said);
    } catch {
      ask(stand, { told: words.unsaved, asks: false });
    }
  }
  /** The place was not kept: it stays where it was put, marked, until the person decides. */
  const ask = (stand, said) => {
    const { x, y } = boxOf(stand);
    unkept.set(nameOf(stand), { document: paperOf(stand).dataset.document, what: stand.dataset.what, said, page: stand.closest(".sheet").dataset.page, x, y });
    if (!stand.isConnected) return void window.hoso?.toast(said.told, "warm");
    stand.classList.add("asks");
    const told = tell(`${said.told} `, "warm");
    const button = (text, act) => {
      const made = document.createElement("button");
      made.type = "button";
      made.className = "second small";
      made.textContent = text;
      made.addEventListener("click", act);
      told.append(made, " ");
    };
    if (said.asks) button(words.anyway, () => save(stand, true));
    button(words.back, () => { stand.classList.remove("asks"); back(stand); stand.focus(); });
  };

  document.addEventListener("pointerdown", (event) => {
    const stand = event.target.closest(".stand.moves");
    if (!stand || event.button !== 0) return;
    event.preventDefault();
    stand.focus({ preventScroll: true });
    const page = pageOf(stand), seen = page.getBoundingClientRect();
    const scale = Number(page.dataset.width) / seen.width;
    const from = { x: event.clientX, y: event.clientY }, box = boxOf(stand);
    let isMoved = false;
    const move = (to) => {
      const by = { x: to.clientX - from.x, y: to.clientY - from.y };
      if (!isMoved && Math.hypot(by.x, by.y) < 3) return;
      if (!isMoved) { remember(stand); clearTimeout(timers.get(stand)); stand.classList.add("dragged"); }
      isMoved = true;
      put(stand, box.x + by.x * scale, box.y + by.y * scale);
    };
    const end = (ended) => {
      stand.removeEventListener("pointermove", move);
      stand.classList.remove("dragged");
      if (!isMoved) return;
      if (ended.type === "pointerup") save(stand);
      else back(stand);
    };
    stand.setPointerCapture(event.pointerId);
    stand.addEventListener("pointermove", move);
    stand.addEventListener("pointerup", end, { once: true });
    stand.addEventListener("pointercancel", end, { once: true });
  });
  document.addEventListener("keydown", (event) => {
    const stand = event.target.closest?.(".stand.moves");
    if (!stand) return;
    const step = (event.shiftKey ? 10 : 1) * POINTS_A_MM;
    const by = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[event.key];
    if (event.key === "Enter" || event.key === " ") { event.preventDefault(); save(stand); return; }
    if (event.key === "Escape") { clearTimeout(timers.get(stand)); back(stand); return; }
    if (!by) return;
    event.preventDefault();
    remember(stand);
    const box = boxOf(stand);
    put(stand, box.x + by[0], box.y + by[1]);
    saveSoon(stand);
  });
  // To another page: the same size, in the middle of what is seen there.
  document.addEventListener("click", (event) => {
    const here = event.target.closest("[data-here]");
    if (!here) return;
    const stand = document.querySelector(".stand.own.moves, .stand.seal.moves, .stand.other.moves");
    const page = here.closest(".sheet").querySelector(".over");
    if (!stand || stand.classList.contains("number")) return;
    remember(stand);
    page.append(stand);
    put(stand, (page.dataset.width - boxOf(stand).width) / 2, page.dataset.height * 0.6);
    stand.scrollIntoView({ block: "center" });
    stand.focus({ preventScroll: true });
    save(stand);
  });
  // Another paper is opened: what keys have just moved is kept now, not after a pause.
  document.addEventListener("hoso:leave", () => {
    for (const stand of document.querySelectorAll(".stand.moves"))
      if (kept.has(stand) && !unkept.has(nameOf(stand))) save(stand);
  });
  const askAgain = () => {
    for (const one of unkept.values()) {
      const stand = document.querySelector(`#paper[data-document="${one.document}"] .stand.moves[data-what="${one.what}"]`);
      const page = document.querySelector(`.sheet[data-page="${one.page}"] .over`);
      if (!stand || !page) continue;
      remember(stand);
      page.append(stand);
      put(stand, one.x, one.y);
      ask(stand, one.said);
    }
  };
  // Nobody signs believing that a mark stands where the server does not know of it.
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("#sign-form, #seal-form, #number-form")) return;
    const chosen = new FormData(event.target).getAll("document");
    const isAll = event.submitter?.value === "all";
    const open = [...unkept.values()].find((one) => isAll || chosen.includes(one.document));
    if (!open) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    window.hoso?.toast(words.undecided, "warm");
    document.dispatchEvent(new CustomEvent("hoso:unkept", { detail: open }));
  }, true);
  const prepare = () => {
    askAgain();
    const stand = document.querySelector(".stand.own.moves, .stand.seal.moves, .stand.other.moves");
    for (const here of document.querySelectorAll("[data-here]")) here.hidden = !stand;
  };
  document.addEventListener("hoso:paper", prepare);
  prepare();
})();
