"use strict";
// The page beside the form: it shows one page at a time and moves to where the field in focus was read.
window.hosoReview = {};
hosoReview.viewer = (station, signal) => {
  const pane = station.querySelector(".window");
  let papers = [...pane.querySelectorAll(".paper")];
  let thumbs = [...station.querySelectorAll(".thumbs [data-to-page]")];
  const AIR = 3; // heights of a value that are shown around it at least
  const LETTERS = 0.95; // CSS pixels for a pixel of a page at 300 dpi: 12-point letters become 25 pixels high
  let paper = papers[0];
  let scale = 1;
  let left = 0;
  let top = 0;
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
  const show = (number) => {
    const wanted = papers.find((one) => one.dataset.page === String(number));
    if (!wanted || wanted === paper) return false;
    paper = wanted;
    mark();
    return true;
  };
  const tools = new Map();
  const lay = (one) => {
    tools.set(one, one.querySelector(".paper-tools"));
    const ink = one.querySelector(".ink");
    [ink.style.width, ink.style.height] = size(one).map((side) => `${side}px`);
  };
  const mark = () => {
    station.querySelector(".page-slot").replaceChildren(tools.get(paper));
    const at = station.querySelector("#jump");
    if (at && document.activeElement !== at) at.value = paper.dataset.page;
    papers.forEach((one) => one.classList.toggle("current", one === paper));
    thumbs.forEach((one) => {
      if (one.dataset.toPage === paper.dataset.page) one.setAttribute("aria-current", "page");
      else one.removeAttribute("aria-current");
    });
    paper.querySelector("img").loading = "eager";
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
  const look = (number, box) => {
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
  const step = (by) => {
    const next = papers[papers.indexOf(paper) + by];
    if (next) {
      show(next.dataset.page);
      fit(false);
    }
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
  pane.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || pane.classList.contains("drawing") || event.target.closest("button, form")) return;
    const from = [event.clientX, event.clientY];
    const at = [left, top];
    const drag = (now) => {
      [left, top] = [at[0] + now.clientX - from[0], at[1] + now.clientY - from[1]];
      put(false);
    };
    pane.addEventListener("pointermove", drag, { signal });
    const end = () => pane.removeEventListener("pointermove", drag);
    window.addEventListener("pointerup", end, { once: true, signal });
  }, { signal });
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
  papers.forEach(lay);

  // A long record's further pages come in batches: as the last small picture comes into view, or by a jump.
  const more = station.querySelector("[data-more]");
  const nav = station.querySelector(".thumbs");
  const place = (one) => Number(one.dataset.at);
  const putIn = (one, among, parent, last) => parent.insertBefore(one, among.find((other) => place(other) > place(one)) ?? last);
  const adopt = (html) => {
    const fresh = new DOMParser().parseFromString(html, "text/html");
    const known = new Set(papers.map((one) => one.dataset.at));
    for (const one of fresh.querySelectorAll(".more-papers > .paper")) {
      if (known.has(one.dataset.at)) continue;
      putIn(one, papers, pane, null);
      lay(one);
      papers = [...pane.querySelectorAll(".paper")];
    }
    for (const one of fresh.querySelectorAll(".more-thumbs > [data-to-page]")) {
      if (known.has(one.dataset.at)) continue;
      putIn(one, thumbs, nav, more);
      thumbs = [...nav.querySelectorAll("[data-to-page]")];
    }
    if (papers.length >= Number(more.dataset.count)) more.remove();
  };
  let isFetching = false;
  const fetchMore = async (asked) => {
    if (isFetching || !more?.isConnected) return;
    isFetching = true;
    try {
      const answer = await fetch(`${more.dataset.more}?${new URLSearchParams(asked)}`, { signal, redirect: "manual" });
      if (answer.ok) adopt(await answer.text());
    } catch {
      if (!signal.aborted) hoso.toast(document.body.dataset.unreachable, "bad");
    }
    isFetching = false;
  };
  if (more) {
    // The first page that is not there yet; pages with values came first and may lie behind it.
    const gap = () => papers.findIndex((one, at) => place(one) !== at);
    const seen = new IntersectionObserver(async (entries) => {
      if (!entries.at(-1).isIntersecting) return;
      await fetchMore({ at: gap() < 0 ? papers.length : gap() });
      seen.unobserve(more); // asked anew: the next batch is wanted while the end is still in view
      if (more.isConnected) seen.observe(more);
    }, { root: nav, rootMargin: "300px" });
    seen.observe(more);
    signal.addEventListener("abort", () => seen.disconnect());
  }
  const jump = async (number) => {
    if (!papers.some((one) => one.dataset.page === number)) await fetchMore({ number });
    if (!papers.some((one) => one.dataset.page === number)) return;
    if (show(number)) fit(false);
    thumbs.find((one) => one.dataset.toPage === number)?.scrollIntoView({ block: "nearest" });
  };
  station.querySelector("[data-jump]")?.addEventListener("submit", (event) => {
    event.preventDefault();
    jump(event.target.querySelector("input").value.trim());
  }, { signal });
  mark();
  width(false);
  return { look, fit, zoom, move, step, show, onPage, pane, page: () => paper, scale: () => scale, put };
};
