"use strict";
// The pages of a record and their small pictures. A long record's further ones come in batches: by a jump, by a step
// beyond what is there, or as a person scrolls to a gap in the strip, which is marked "…".
window.hosoReview = {};
hosoReview.pages = (station, lay, signal) => {
  const BATCH = 30; // pages that the server gives at once
  const BY_HAND_MS = 3000; // after the hand's last sign a strip may still be rolling
  const PAUSE_MS = 2000; // after a failure
  const pane = station.querySelector(".window");
  const nav = station.querySelector(".thumbs");
  const mark = station.querySelector("[data-more]");
  const count = Number(mark?.dataset.count ?? 0);
  mark?.remove();
  let papers = [...pane.querySelectorAll(".paper")];
  let thumbs = [...(nav?.querySelectorAll("[data-to-page]") ?? [])];
  const place = (one) => Number(one.dataset.at);
  const numbered = (number) => papers.find((one) => one.dataset.page === String(number));
  const placed = (at) => papers.find((one) => place(one) === at);
  const thumbOf = (paper) => thumbs.find((one) => one.dataset.toPage === paper.dataset.page);
  papers.forEach(lay);

  const putIn = (one, among, parent) => parent.insertBefore(one, among.find((other) => place(other) > place(one)) ?? null);
  /** Takes in what the server gave; the small picture `still` does not move on the screen. */
  const adopt = (html, still) => {
    const fresh = new DOMParser().parseFromString(html, "text/html");
    const known = new Set(papers.map((one) => one.dataset.at));
    const before = still?.offsetTop;
    for (const one of fresh.querySelectorAll(".more-papers > .paper")) {
      if (known.has(one.dataset.at)) continue;
      putIn(one, papers, pane);
      lay(one);
      papers = [...pane.querySelectorAll(".paper")];
    }
    for (const one of fresh.querySelectorAll(".more-thumbs > [data-to-page]")) {
      if (known.has(one.dataset.at)) continue;
      putIn(one, thumbs, nav);
      thumbs = [...nav.querySelectorAll("[data-to-page]")];
    }
    markGaps();
    if (still) nav.scrollTop += still.offsetTop - before;
    station.dispatchEvent(new CustomEvent("hoso:pages"));
  };

  // One after the other; true where an answer came, also one that there is no such page.
  let turn = Promise.resolve();
  const bring = (asked, still) => (turn = turn.then(() => fetchNow(asked, still)));
  const fetchNow = async (asked, still = nav?.querySelector("[aria-current]")) => {
    if (papers.length >= count) return true;
    try {
      const answer = await fetch(`${mark.dataset.more}?${new URLSearchParams(asked)}`, { signal, redirect: "manual" });
      if (answer.ok) adopt(await answer.text(), still);
      else if (answer.status !== 404) hoso.toast(document.body.dataset.failed, "bad");
      return answer.ok || answer.status === 404;
    } catch {
      if (!signal.aborted) hoso.toast(document.body.dataset.unreachable, "bad");
      return false;
    }
  };

  // Gaps: a place in the strip where pages are not there yet. A gap that somebody scrolls to is filled from the side
  // from which they come, so that what they see stays; one that the viewer itself brought into view waits.
  const inView = new Set();
  let byHand = -Infinity;
  let isUpwards = false;
  let isBusy = false;
  const fill = async () => {
    const [gap] = inView;
    if (!gap || isBusy || performance.now() - byHand > BY_HAND_MS) return;
    isBusy = true;
    const [from, until] = [Number(gap.dataset.from), Number(gap.dataset.until)];
    const fromBelow = isUpwards && until < count;
    const still = fromBelow ? gap.nextElementSibling : gap.previousElementSibling;
    const isWell = await bring({ at: fromBelow ? Math.max(from, until - BATCH) : from }, still ?? undefined);
    if (!isWell) await new Promise((done) => setTimeout(done, PAUSE_MS));
    isBusy = false;
    if (isWell) fill();
  };
  const seen = mark && new IntersectionObserver((entries) => {
    entries.forEach((one) => inView[one.isIntersecting ? "add" : "delete"](one.target));
    fill();
  }, { root: nav, rootMargin: "300px" });
  const markGaps = () => {
    nav.querySelectorAll(".more-pages").forEach((gap) => gap.remove());
    inView.clear();
    seen.disconnect();
    let from = 0;
    for (const one of [...thumbs, null]) {
      const until = one ? place(one) : count;
      if (until > from) {
        const gap = mark.cloneNode(true);
        Object.assign(gap.dataset, { from, until });
        nav.insertBefore(gap, one);
        seen.observe(gap);
      }
      from = until + 1;
    }
  };
  if (mark) {
    let top = 0;
    nav.addEventListener("scroll", () => {
      if (nav.scrollTop !== top) isUpwards = nav.scrollTop < top;
      top = nav.scrollTop;
    }, { signal });
    for (const sign of ["wheel", "touchmove", "pointerdown", "pointermove", "keydown"])
      nav.addEventListener(sign, () => {
        byHand = performance.now();
        fill();
      }, { signal, passive: true });
    markGaps();
    signal.addEventListener("abort", () => seen.disconnect());
  }

  /** Shows which page is shown. Only the strip is scrolled: `scrollIntoView` would move a small screen's whole page. */
  const follow = (paper) => {
    thumbs.forEach((one) => one.removeAttribute("aria-current"));
    const one = thumbOf(paper);
    if (!one) return;
    one.setAttribute("aria-current", "page");
    const [seen, at] = [nav.getBoundingClientRect(), one.getBoundingClientRect()];
    if (at.top < seen.top) nav.scrollTop -= seen.top - at.top + at.height;
    else if (at.bottom > seen.bottom) nav.scrollTop += at.bottom - seen.bottom + at.height;
  };
  return { BATCH, bring, follow, numbered, place, placed, all: () => papers };
};
