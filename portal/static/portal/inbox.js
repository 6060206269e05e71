"use strict";
// Keeps the list of work fresh: often while something is being read, seldom while nobody looks, and not while
// somebody has opened a part of it that a new list would close. htmx asks and puts the answer in its place.
(() => {
  const busyMs = 2000, idleMs = 8000, hiddenMs = 60000;
  let timer = 0;
  const place = () => document.getElementById("work");
  const isInUse = () => place()?.querySelector("details[open]") || place()?.querySelector("select:focus");
  const wait = () => {
    clearTimeout(timer);
    if (!place()) return;
    const ms = document.hidden ? hiddenMs : place().dataset.busy === "1" ? busyMs : idleMs;
    timer = setTimeout(turn, ms);
  };
  const turn = () => {
    if (place() && !isInUse()) window.htmx.trigger(place(), "due");
    wait();
  };
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) wait();
    else turn();
  });
  document.addEventListener("hoso:sent", turn);
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-submits]")) event.target.form.submit();
  });
  wait();
})();
