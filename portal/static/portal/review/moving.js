"use strict";
// Pages go to another record: a small page is dropped on it, or Alt+M, and the dialog says where to. Enter confirms.
hosoReview.moving = (station, viewer, signal) => {
  const dialog = station.querySelector("#moving");
  const list = dialog?.querySelector("#targets");
  if (!dialog || !viewer) return null;
  let isLoaded = false;

  const load = async () => {
    if (isLoaded) return;
    try {
      const answer = await fetch(dialog.dataset.targets, { signal, redirect: "manual" });
      if (!answer.ok) throw new Error(String(answer.status));
      list.innerHTML = await answer.text();
      isLoaded = true;
    } catch {
      if (!signal.aborted) hoso.toast(document.body.dataset.unreachable, "bad");
    }
  };
  const pages = dialog.querySelector("#move-pages");
  const open = async (page = viewer.page().dataset.page) => {
    pages.value = page;
    dialog.showModal();
    pages.select();
    await load();
  };

  // Dropping: while a small page is dragged the records that may take it stand beside the page.
  const drops = document.createElement("div");
  drops.className = "drops";
  drops.hidden = true;
  station.querySelector(".viewer").append(drops);
  let dragged = "";
  const targets = () => {
    drops.replaceChildren(...[...list.querySelectorAll(".target")].map((one) => {
      const drop = document.createElement("div");
      drop.className = "drop";
      drop.dataset.target = one.dataset.target;
      drop.textContent = one.textContent.trim().replace(/\s+/g, " ");
      return drop;
    }));
  };
  // Fetched as soon as the pointer comes near, so that the places stand there when it drags.
  station.querySelector(".thumbs")?.addEventListener("pointerenter", load, { signal });
  station.addEventListener("dragstart", async (event) => {
    const thumb = event.target.closest?.(".thumbs [data-to-page]");
    if (!thumb) return;
    dragged = thumb.dataset.toPage;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged);
    await load();
    targets();
    // Later: Chromium ends a drag whose page changes below the pointer while it begins.
    setTimeout(() => (drops.hidden = !dragged), 50);
  }, { signal });
  const over = (event) => event.target.closest?.(".drop");
  drops.addEventListener("dragover", (event) => {
    if (!over(event)) return;
    event.preventDefault();
    drops.querySelectorAll(".drop").forEach((one) => one.classList.toggle("over", one === over(event)));
  }, { signal });
  drops.addEventListener("drop", (event) => {
    const drop = over(event);
    if (!drop || !dragged) return;
    event.preventDefault();
    const page = dragged;
    open(page).then(() => {
      const wanted = [...list.querySelectorAll("input")].find((one) => one.value === drop.dataset.target);
      if (wanted) wanted.checked = true;
      dialog.querySelector("button.main").focus();
    });
  }, { signal });
  station.addEventListener("dragend", () => {
    dragged = "";
    drops.hidden = true;
  }, { signal });
  station.querySelector("[data-move]")?.addEventListener("click", () => open(), { signal });
  return { open };
};
