"use strict";
// The page beside the form: it shows one page at a time and moves to where the field in focus was read.
hosoReview.viewer = (station, signal) => {
  const pane = station.querySelector(".window");
  const AIR = 3; // heights of a value that are shown around it at least
  const LETTERS = 0.95; // CSS pixels for a pixel of a page at 300 dpi: 12-point letters become 25 pixels high
  let paper = pane.querySelector(".paper");
  let scale = 1;
  let left = 0;
  let top = 0;
  let sought = ""; // the page that was asked for last: one that arrives late does not come before it
  if (!paper) return null;

  const size = (one = paper) => [Number(one.dataset.width) || 1, Number(one.dataset.height) || 1];
  const whole = () => Math.min(pane.clientWidth / size()[0], pane.clientHeight / size()[1]);
  const largest = () => (2.5 * 300) / (Number(paper.dataset.dpi) || 300);
  const within = (at, shown, all) => (all <= shown ? (shown - all) / 2 : Math.min(0, Math.max(shown - all, at)));
  const put = (isSmooth) => {
    const [width, height] = size();
    left = within(left, pane.clientWidth, width * scale);
    top = within(top, pane.clientHeight, height * scale);
    const ink = paper.querySelector(".ink");
    ink.classList.toggle("smooth", isSmooth);
    ink.style.transform = `translate(${left}px, ${top}px) scale(${scale})`;
    ink.style.setProperty("--one", 1 / scale);
  };
  const tools = new Map();
  const pages = hosoReview.pages(station, (one) => {
    tools.set(one, one.querySelector(".paper-tools"));
    const ink = one.querySelector(".ink");
    [ink.style.width, ink.style.height] = size(one).map((side) => `${side}px`);
  }, signal);
  const mark = () => {
    station.querySelector(".page-slot").replaceChildren(tools.get(paper));
    const at = station.querySelector("#jump");
    if (at && document.activeElement !== at) at.value = paper.dataset.page;
    pages.all().forEach((one) => one.classList.toggle("current", one === paper));
    pages.follow(paper);
    paper.querySelector("img").loading = "eager";
  };
  const show = (number) => {
    sought = String(number);
    const wanted = pages.numbered(number);
    if (!wanted || wanted === paper) return false;
    paper = wanted;
    mark();
    return true;
  };
  const fit = (isSmooth = true) => {
    scale = whole();
    left = top = 0;
    put(isSmooth);
  };
  const width = (isSmooth = true) => {
    scale = pane.clientWidth / size()[0];
    top = 0;
    put(isSmooth);
  };
  const zoom = (factor, x = pane.clientWidth / 2, y = pane.clientHeight / 2, isSmooth = true) => {
    const next = Math.min(largest(), Math.max(whole(), scale * factor));
    left = x - ((x - left) * next) / scale;
    top = y - ((y - top) * next) / scale;
    scale = next;
    put(isSmooth);
  };
  const move = (x, y, isSmooth = true) => {
    left += x;
    top += y;
    put(isSmooth);
  };
  // So that the value stands in the middle, large enough to be read, with what is printed around it.
  const look = async (number, box) => {
    sought = String(number);
    if (!pages.numbered(number)) await pages.bring({ number });
    if (!pages.numbered(number) || sought !== String(number)) return;
    const isOther = show(number);
    const [x0, y0, x1, y1] = box;
    const high = Math.max(y1 - y0, 1);
    scale = Math.min(
      (0.86 * pane.clientWidth) / Math.max(x1 - x0, 1),
      pane.clientHeight / (high * (1 + 2 * AIR)),
      (LETTERS * 300) / (Number(paper.dataset.dpi) || 300),
    );
    scale = Math.max(scale, whole());
    left = pane.clientWidth / 2 - ((x0 + x1) / 2) * scale;
    top = pane.clientHeight / 2 - ((y0 + y1) / 2) * scale;
    put(!isOther);
  };
  const step = async (by) => {
    const at = pages.place(paper) + by;
    if (at < 0) return;
    if (!pages.placed(at)) await pages.bring({ at: by < 0 ? Math.max(0, at - pages.BATCH + 1) : at });
    if (!pages.placed(at) || pages.place(paper) !== at - by) return;
    show(pages.placed(at).dataset.page);
    fit(false);
  };
  // Where on the page a point of the window lies, in the page's pixels.
  const onPage = (event) => {
    const frame = pane.getBoundingClientRect();
    return [(event.clientX - frame.left - left) / scale, (event.clientY - frame.top - top) / scale];
  };

  pane.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault();
      const frame = pane.getBoundingClientRect();
      zoom(event.deltaY < 0 ? 1.15 : 1 / 1.15, event.clientX - frame.left, event.clientY - frame.top, false);
    },
    { signal, passive: false },
  );
  // One finger or the mouse moves the page, two fingers make it larger or smaller.
  const held = new Map();
  const apart = ([one, other]) => Math.hypot(one[0] - other[0], one[1] - other[1]);
  pane.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || pane.classList.contains("drawing") || event.target.closest("button, form")) return;
    held.set(event.pointerId, [event.clientX, event.clientY]);
  }, { signal });
  window.addEventListener("pointermove", (event) => {
    const before = held.get(event.pointerId);
    if (!before) return;
    const now = [event.clientX, event.clientY];
    const [others, frame] = [[...held].filter(([id]) => id !== event.pointerId), pane.getBoundingClientRect()];
    held.set(event.pointerId, now);
    if (!others.length) return move(now[0] - before[0], now[1] - before[1], false);
    const other = others[0][1];
    const middle = [(now[0] + other[0]) / 2 - frame.left, (now[1] + other[1]) / 2 - frame.top];
    zoom(apart([now, other]) / Math.max(1, apart([before, other])), ...middle, false);
  }, { signal });
  for (const kind of ["pointerup", "pointercancel"])
    window.addEventListener(kind, (event) => held.delete(event.pointerId), { signal });
  pane.addEventListener("keydown", (event) => {
    if (event.target !== pane || event.altKey || event.ctrlKey || pane.classList.contains("drawing")) return;
    const STEP = 80;
    const ways = {
      "+": () => zoom(1.25), "=": () => zoom(1.25), "-": () => zoom(0.8), 0: () => fit(), Home: () => fit(),
      ArrowLeft: () => move(STEP, 0), ArrowRight: () => move(-STEP, 0),
      ArrowUp: () => move(0, STEP), ArrowDown: () => move(0, -STEP),
    };
    if (!ways[event.key]) return;
    event.preventDefault();
    ways[event.key]();
  }, { signal });
  station.querySelector(".thumbs")?.addEventListener("click", (event) => {
    const thumb = event.target.closest("[data-to-page]");
    if (!thumb) return;
    event.preventDefault();
    if (show(thumb.dataset.toPage)) fit(false);
  }, { signal });
  station.querySelectorAll("[data-view]").forEach((button) =>
    button.addEventListener("click", () => {
      const ways = { in: () => zoom(1.25), out: () => zoom(0.8), fit: () => fit() };
      ways[button.dataset.view]?.();
    }, { signal }),
  );
  window.addEventListener("resize", () => put(false), { signal });
  const jump = async (form) => {
    const said = form.querySelector("input").value.trim();
    const number = /^\d{1,5}$/.test(said) ? String(Number(said)) : said;
    sought = number;
    if (!pages.numbered(number) && !(await pages.bring({ number }))) return;
    if (!pages.numbered(number)) hoso.toast(`${form.dataset.sayLacks} ${said}`, "warm");
    else if (sought === number && show(number)) fit(false);
    pages.follow(paper);
  };
  station.querySelector("[data-jump]")?.addEventListener("submit", (event) => {
    event.preventDefault();
    jump(event.target);
  }, { signal });
  mark();
  width(false);
  return { look, fit, zoom, move, step, show, onPage, pane, page: () => paper, scale: () => scale, put };
};
