"use strict";
// Remembers, in this tab alone, the list from which a record was opened, so that its page can lead back and on.
(() => {
  const KEY = "hoso-trail";
  const PATH = /^\/records\/(hs-[a-z2-7]{24})\/$/;
  const record = document.querySelector("[data-record]")?.dataset.record;

  if (!record) {
    const listed = (way) => {
      const link = document.querySelector(`main a[rel=${way}]`);
      return link ? link.pathname + link.search : null;
    };
    document.addEventListener("click", (event) => {
      const link = event.target.closest("main a[href]");
      if (!link || !PATH.test(new URL(link.href).pathname)) return;
      const links = new Map();
      for (const one of document.querySelectorAll("main a[href]")) {
        const address = new URL(one.href);
        const found = address.origin === location.origin && PATH.exec(address.pathname);
        if (found && !links.has(found[1])) links.set(found[1], address.pathname + address.search);
      }
      try {
        sessionStorage.setItem(KEY, JSON.stringify({ from: location.pathname + location.search, links: [...links], before: listed("prev"), further: listed("next") }));
      } catch {
        // Nothing to be remembered in; the record's page leads to the search all the same.
      }
    }, true);
    return;
  }
  let trail = null;
  try {
    trail = JSON.parse(sessionStorage.getItem(KEY));
  } catch {
    return;
  }
  const at = trail?.links?.findIndex(([id]) => id === record) ?? -1;
  if (at < 0) return;
  const part = (name) => document.querySelector(`[data-trail=${name}]`);
  const local = (path) => (typeof path === "string" && path.startsWith("/") && !path.startsWith("//") ? path : null);
  const from = local(trail.from);
  if (from) part("back").href = from;
  // At the ends of a page of the list, that list's page before or after; it is searched anew only then.
  const lead = (name, entry, list) => {
    const path = entry && PATH.test(new URL(entry[1], location.origin).pathname) ? local(entry[1]) : null;
    const further = entry ? null : local(list);
    if (further) part(name).textContent = part(name).dataset.list;
    if (path ?? further) part(name).href = path ?? further;
    else part(name).hidden = true;
  };
  lead("previous", trail.links[at - 1], trail.before);
  lead("following", trail.links[at + 1], trail.further);
  document.addEventListener("keydown", (event) => {
    const name = { j: "following", k: "previous" }[event.key.toLowerCase()];
    const isTyping = event.target.closest("input, textarea, select, dialog, [contenteditable]");
    if (!name || isTyping || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey || !part(name).href) return;
    event.preventDefault();
    location.assign(part(name).href);
  });
  part("at").textContent = `${at + 1} / ${trail.links.length}`;
  part("back").closest("nav").querySelector(".trail").hidden = false;
})();
