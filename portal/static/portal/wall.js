"use strict";
// Full screen, copying a screen's address, and the keyboard in charts. The numbers are refreshed by htmx.
(() => {
  document.querySelectorAll("[data-fullscreen]").forEach((button) => {
    if (!document.documentElement.requestFullscreen) return;
    button.hidden = false;
    button.addEventListener("click", () => document.documentElement.requestFullscreen());
  });
  document.addEventListener("fullscreenchange", () =>
    document.body.classList.toggle("screen", Boolean(document.fullscreenElement)),
  );
  document.querySelectorAll("[data-copy]").forEach((button) => {
    if (!navigator.clipboard) return;
    button.hidden = false;
    button.addEventListener("click", () =>
      navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent),
    );
  });

  const board = document.getElementById("board");
  if (!board) return;

  // A chart is one stop of the keyboard; arrows, Home and End go from mark to mark in it.
  const marksOf = (chart) => [...chart.querySelectorAll("a.mark")];
  const stopAt = (marks, one) =>
    marks.forEach((mark) => mark.setAttribute("tabindex", mark === one ? "0" : "-1"));
  const prepare = () =>
    board.querySelectorAll("svg.chart").forEach((chart) => stopAt(marksOf(chart), marksOf(chart)[0]));

  const middle = (mark) => {
    const box = mark.getBoundingClientRect();
    return [box.x + box.width / 2, box.y + box.height / 2];
  };
  // The nearest mark that lies in a direction, where what lies aside counts double.
  const nearest = (marks, from, [dx, dy]) => {
    const [x, y] = middle(from);
    let best = null;
    let least = Infinity;
    for (const mark of marks) {
      const [mx, my] = middle(mark);
      const ahead = (mx - x) * dx + (my - y) * dy;
      const way = ahead + 2 * (Math.abs((mx - x) * dy) + Math.abs((my - y) * dx));
      if (ahead > 0.5 && way < least) {
        best = mark;
        least = way;
      }
    }
    return best;
  };
  const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  board.addEventListener("keydown", (event) => {
    const mark = event.target.closest("a.mark");
    if (!mark || event.altKey || event.ctrlKey || event.metaKey) return;
    const marks = marksOf(mark.closest("svg"));
    let next;
    if (event.key === "Home") next = marks[0];
    else if (event.key === "End") next = marks[marks.length - 1];
    else if (event.key in WAYS) next = nearest(marks, mark, WAYS[event.key]);
    else return;
    event.preventDefault();
    if (!next) return;
    stopAt(marks, next);
    next.focus();
  });

  // New numbers take the place of the old ones: who was at a link stays at it.
  let was = null;
  const links = () => [...board.querySelectorAll("a[href]")];
  document.addEventListener("htmx:beforeSwap", (event) => {
    const one = document.activeElement;
    if (event.detail.target !== board) return;
    const isLink = board.contains(one) && one.matches("a[href]");
    was = isLink ? { href: one.getAttribute("href"), place: links().indexOf(one) } : null;
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target !== board) return;
    prepare();
    const now = links();
    if (!was || !now.length) return;
    const same = now.filter((one) => one.getAttribute("href") === was.href);
    const far = (one) => Math.abs(now.indexOf(one) - was.place);
    const next = same.sort((a, b) => far(a) - far(b))[0] || now[Math.min(was.place, now.length - 1)];
    const chart = next.closest("svg.chart");
    if (chart) stopAt(marksOf(chart), next);
    next.focus({ preventScroll: true });
  });
  prepare();
})();
