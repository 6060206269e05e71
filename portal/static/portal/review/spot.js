"use strict";
// A box drawn on the page, by mouse or by keys, is read again; what comes back is offered to the field.
hosoReview.spot = (station, viewer, { row, offer, say, token }, signal) => {
  const { pane } = viewer;
  const hint = station.querySelector("#box-hint");
  const NS = "http://www.w3.org/2000/svg";
  let target = null;
  let box = null;
  let mark = null;

  const draw = () => {
    mark ??= document.createElementNS(NS, "rect");
    mark.setAttribute("class", "spot");
    viewer.page().querySelector("svg").append(mark);
    const [x0, y0, x1, y1] = box;
    const put = { x: Math.min(x0, x1), y: Math.min(y0, y1), width: Math.abs(x1 - x0), height: Math.abs(y1 - y0) };
    for (const [name, value] of Object.entries(put)) mark.setAttribute(name, value);
  };
  const end = () => {
    pane.classList.remove("drawing");
    hint.hidden = true;
    mark?.remove();
    mark = box = null;
  };
  const begin = () => {
    target = row();
    if (!target) return;
    pane.classList.add("drawing");
    hint.textContent = say.sayBox;
    hint.hidden = false;
    const known = target.dataset.box?.split(" ").map(Number);
    if (known && target.dataset.page === viewer.page().dataset.page) box = [...known];
    else {
      const frame = pane.getBoundingClientRect();
      const [x, y] = viewer.onPage({ clientX: frame.left + frame.width / 2, clientY: frame.top + frame.height / 2 });
      box = [x - 250, y - 40, x + 250, y + 40];
    }
    draw();
    pane.focus();
  };
  const read = async () => {
    const page = viewer.page().dataset.page;
    const [x0, y0, x1, y1] = box;
    const into = target;
    const form = new URLSearchParams({ page, x0, y0, x1, y1 });
    hint.textContent = say.sayReading;
    try {
      const answer = await fetch(station.dataset.read, {
        method: "POST", headers: { "X-CSRFToken": token() }, body: form, signal,
      });
      const said = await answer.json();
      end();
      if (said.told) hoso.toast(said.told, answer.ok ? "warm" : "bad");
      if (answer.ok) offer(into, said, page, [Math.min(x0, x1), Math.min(y0, y1), Math.max(x0, x1), Math.max(y0, y1)]);
    } catch {
      end();
      if (!signal.aborted) hoso.toast(document.body.dataset.unreachable, "bad");
    }
  };

  pane.addEventListener("pointerdown", (event) => {
    // One finger draws; a second one, or the heel of a hand, does nothing.
    if (!pane.classList.contains("drawing") || !event.isPrimary || event.button !== 0) return;
    event.preventDefault();
    const before = box;
    const [x, y] = viewer.onPage(event);
    box = [x, y, x, y];
    const stroke = new AbortController();
    signal.addEventListener("abort", () => stroke.abort());
    const during = { signal: stroke.signal };
    window.addEventListener("pointermove", (now) => {
      if (now.pointerId !== event.pointerId || !box) return;
      [box[2], box[3]] = viewer.onPage(now);
      draw();
    }, during);
    const lift = (isKept) => (now) => {
      if (now.pointerId !== event.pointerId) return;
      stroke.abort();
      if (!box) return;
      if (isKept && Math.abs(box[2] - box[0]) > 8 && Math.abs(box[3] - box[1]) > 8) return void read();
      box = before; // a tap: the box that stood there stays
      draw();
    };
    window.addEventListener("pointerup", lift(true), during);
    window.addEventListener("pointercancel", lift(false), during);
  }, { signal });
  pane.addEventListener("keydown", (event) => {
    if (!pane.classList.contains("drawing")) return;
    const by = (event.ctrlKey ? 2 : 12) / Math.max(viewer.scale(), 0.2);
    const ways = { ArrowLeft: [-by, 0], ArrowRight: [by, 0], ArrowUp: [0, -by], ArrowDown: [0, by] };
    if (ways[event.key]) {
      const [x, y] = ways[event.key];
      box = event.shiftKey
        ? [box[0], box[1], Math.max(box[0] + 8, box[2] + x), Math.max(box[1] + 8, box[3] + y)]
        : [box[0] + x, box[1] + y, box[2] + x, box[3] + y];
      draw();
    } else if (event.key === "Enter") read();
    else if (event.key === "Escape") {
      end();
      target.querySelector("input[id^=value-], textarea")?.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }, { signal });
  station.querySelector("[data-view=box]")?.addEventListener("click", () => {
    if (!pane.classList.contains("drawing")) return begin();
    end(); // pressed again: where there is no Esc
    target.querySelector("input[id^=value-], textarea")?.focus({ preventScroll: true });
  }, { signal });
  return { begin };
};
