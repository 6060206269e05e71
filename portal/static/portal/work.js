"use strict";
// Keeps the list of work fresh. Stops asking while nobody looks, and when the session has ended.
(() => {
  const place = document.getElementById("work");
  const everyMs = 2000;
  async function refresh() {
    if (document.hidden) return true;
    try {
      const answer = await fetch(place.dataset.from, { redirect: "manual", credentials: "same-origin" });
      if (answer.type === "opaqueredirect") { location.reload(); return false; }
      if (answer.ok) {
        const text = await answer.text();
        if (text !== place.dataset.last) { place.innerHTML = text; place.dataset.last = text; }
      }
    } catch { /* The machine may be away for a moment; the next turn asks again. */ }
    return true;
  }
  const turn = async () => { if (await refresh()) setTimeout(turn, everyMs); };
  setTimeout(turn, everyMs);
})();
