"use strict";
// The desk: the paper beside the list opens at once (the next one is fetched ahead), keys walk the list, and the
// page is zoomed. Without it each line of the list is a link to the same page with that paper open.
(() => {
  const desk = document.querySelector("[data-desk]");
  const pane = document.querySelector("[data-pane]");
  if (!pane) return;
  const links = desk ? [...desk.querySelectorAll("a[data-paper]")] : [];
  const papers = new Map();
  const WIDTHS = [40, 55, 70, 85, 100, 125, 160, 200];
  let zoom = Number(sessionStorage.getItem("hoso-desk-zoom")) || 100;
  const tokens = () => ({ "X-CSRFToken": JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"] });

  const fetched = (address, isAhead) => {
    if (!papers.has(address)) {
      const asked = fetch(isAhead ? `${address}?ahead=1` : address, { credentials: "same-origin", redirect: "manual" })
        .then((answer) => (answer.ok ? answer.text() : Promise.reject(new Error(String(answer.status)))))
        .then((html) => ({ html, isAhead }));
      asked.catch(() => papers.delete(address));
      papers.set(address, asked);
    }
    return papers.get(address);
  };
  /** Pictures of the first pages are asked for as soon as the paper is known, so that they are there in time. */
  const warm = ({ html }) => {
    const parsed = new DOMParser().parseFromString(html, "text/html");
    [...parsed.querySelectorAll(".sheet img")].slice(0, 2).forEach((image) => (new Image().src = image.getAttribute("src")));
  };
  const put = (html) => {
    const parsed = new DOMParser().parseFromString(html, "text/html").getElementById("paper");
    if (!parsed) return false;
    document.dispatchEvent(new CustomEvent("hoso:leave"));
    pane.replaceChildren(document.adoptNode(parsed));
    prepare();
    return true;
  };
  const prepare = () => {
    applyZoom();
    document.dispatchEvent(new CustomEvent("hoso:paper"));
  };
  const applyZoom = () => {
    pane.style.setProperty("--zoom", `${zoom}%`);
    if (zoom <= 110) return;
    // Closer than the picture was drawn for: the finer one.
    for (const image of pane.querySelectorAll(".sheet img")) if (!image.src.includes("fine")) image.src += "&fine=1";
  };

  let wanted = "";
  let isFile = false; // an appendix stands in the pane
  const isOpen = (link) => !isFile && pane.querySelector("#paper")?.dataset.document === link.closest("[data-item]").dataset.item;
  const open = async (link, { focus = false } = {}) => {
    const address = link.dataset.paper;
    wanted = address;
    links.forEach((one) => (one === link ? one.setAttribute("aria-current", "true") : one.removeAttribute("aria-current")));
    if (focus) link.focus();
    link.closest("li").scrollIntoView({ block: "nearest" });
    if (isOpen(link)) return void desk.classList.add("is-open"); // what was moved on it stays where it was put
    try {
      const { html, isAhead } = await fetched(address, false);
      if (wanted !== address) return;
      if (!put(html)) throw new Error("no paper");
      isFile = false;
      history.replaceState(null, "", link.getAttribute("href"));
      desk.classList.add("is-open");
      if (isAhead) fetch(document.getElementById("paper").dataset.seen, { method: "POST", headers: tokens(), credentials: "same-origin" });
      ahead(link);
    } catch {
      location.assign(link.href);
    }
  };
  const ahead = (link) => {
    const at = links.indexOf(link);
    for (const next of [links[at + 1], links[at - 1]]) if (next) fetched(next.dataset.paper, true).then(warm, () => {});
  };
  const current = () => links.find((link) => link.hasAttribute("aria-current")) || links[0];
  const step = (by) => {
    const next = links[links.indexOf(current()) + by];
    if (next) open(next, { focus: true });
  };
  /** A place was moved: what was fetched of that paper is out of date. */
  const linkOf = (id) => links.find((link) => link.closest("[data-item]").dataset.item === id);
  document.addEventListener("hoso:moved", ({ detail }) => papers.delete(linkOf(detail.document)?.dataset.paper));
  document.addEventListener("hoso:unkept", ({ detail }) => linkOf(detail.document) && open(linkOf(detail.document)));

  const toStand = () => {
    const stand = pane.querySelector(".stand.own, .stand.seal.moves, .stand.seal, .stand.number");
    if (!stand) return;
    stand.closest(".sheet").querySelector("img").loading = "eager";
    stand.scrollIntoView({ block: "center", inline: "center" });
    if (stand.hasAttribute("tabindex")) stand.focus({ preventScroll: true });
  };
  const zoomBy = (by) => {
    const at = WIDTHS.findIndex((width) => width >= zoom);
    zoom = WIDTHS[Math.max(0, Math.min(WIDTHS.length - 1, at + by))];
    sessionStorage.setItem("hoso-desk-zoom", zoom);
    applyZoom();
  };

  document.addEventListener("click", async (event) => {
    const plain = !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0;
    const link = event.target.closest("a[data-paper]");
    if (link && plain) {
      event.preventDefault();
      await open(link);
      if (matchMedia("(max-width: 760px)").matches) pane.scrollIntoView();
      return;
    }
    const file = event.target.closest("a[data-file]");
    if (file && plain) {
      event.preventDefault();
      const answer = await fetch(file.href, { credentials: "same-origin" });
      if (answer.ok && put(await answer.text())) isFile = new URL(file.href).searchParams.get("file") !== "0";
    }
    if (event.target.closest("[data-to-stand]")) { event.preventDefault(); toStand(); }
    const zoomed = event.target.closest("[data-zoom]");
    if (zoomed) zoomBy(Number(zoomed.dataset.zoom));
    if (event.target.closest("[data-to-list]")) {
      desk?.classList.remove("is-open");
      current()?.scrollIntoView({ block: "center" });
      current()?.focus();
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const at = event.target;
    if (at.closest("input:not([type=checkbox]), textarea, select, dialog, .stand")) return;
    const isInList = Boolean(at.closest(".desk-list")) || at === document.body;
    const acts = {
      j: () => step(1), k: () => step(-1), g: toStand, "+": () => zoomBy(1), "=": () => zoomBy(1), "-": () => zoomBy(-1),
      r: () => {
        const refuse = pane.querySelector(".paper-refuse");
        if (refuse) { refuse.open = true; refuse.querySelector("textarea").focus(); }
      },
    };
    if (isInList && links.length) {
      acts.ArrowDown = () => step(1);
      acts.ArrowUp = () => step(-1);
      if (at.type !== "checkbox") acts[" "] = () => current().closest("li").querySelector("input[type=checkbox]")?.click();
    }
    const act = acts[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });

  prepare();
  if (current()) ahead(current());
})();
