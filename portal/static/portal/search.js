"use strict";
// Offers under the search box: arrows choose, Enter takes, Escape closes. Without this file the box is a box.
(() => {
  const box = document.getElementById("q");
  const list = document.getElementById("offers");
  if (!box || !list) return;
  const wait = 160;
  let timer = 0;
  let asked = 0;
  let active = -1;

  const offers = () => [...list.querySelectorAll("[role=option]")];
  const close = () => {
    list.hidden = true;
    active = -1;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  };
  const mark = (place) => {
    const every = offers();
    active = (place + every.length + 1) % (every.length + 1);
    every.forEach((offer, number) => offer.setAttribute("aria-selected", String(number === active)));
    if (every[active]) box.setAttribute("aria-activedescendant", every[active].id);
    else box.removeAttribute("aria-activedescendant");
  };
  const take = (offer) => {
    box.value = offer.dataset.completed;
    close();
    box.focus();
    box.setSelectionRange(box.value.length, box.value.length);
    if (box.value.endsWith(":")) ask();
    else box.form.requestSubmit();
  };
  const ask = async () => {
    const mine = ++asked;
    if (box.value.trim().length < 2 || box.selectionStart !== box.value.length) return close();
    const address = `${box.dataset.suggest}?${new URLSearchParams({ q: box.value })}`;
    try {
      const answer = await fetch(address, { headers: { "HX-Request": "true" } });
      if (!answer.ok || answer.redirected || mine !== asked || document.activeElement !== box) return;
      list.innerHTML = await answer.text();
    } catch {
      return;
    }
    active = -1;
    list.hidden = offers().length === 0;
    box.setAttribute("aria-expanded", String(!list.hidden));
  };

  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, wait);
  });
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && !list.hidden) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      mark(active === -1 ? (step === 1 ? 0 : offers().length - 1) : active + step);
    } else if (event.key === "Enter") {
      clearTimeout(timer);
      asked += 1;
      const offer = list.hidden ? null : offers()[active];
      if (offer) {
        event.preventDefault();
        take(offer);
      } else close();
    }
  });
  list.addEventListener("mousedown", (event) => {
    const offer = event.target.closest("[role=option]");
    event.preventDefault();
    if (offer) take(offer);
  });
  box.addEventListener("blur", () => setTimeout(close, 120));

  // A page that cannot be drawn shows an empty sheet, not a broken picture.
  document.addEventListener(
    "error",
    (event) => {
      if (event.target.matches?.("img.thumb")) event.target.replaceWith(Object.assign(document.createElement("span"), { className: "thumb none" }));
    },
    true,
  );

  // The form that keeps a search keeps the one that is shown now.
  document.body.addEventListener("htmx:afterSwap", () => {
    const field = document.querySelector("[data-address]");
    const found = document.getElementById("found");
    if (field && found) field.value = found.dataset.here;
  });
})();
