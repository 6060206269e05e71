"use strict";
// Numbers that are foreseen: those of a book go to the ticked documents first, in the list's order, then to the others.
// Without it each line shows its number in the whole list, and what is given otherwise is told afterwards.
(() => {
  const lines = [...document.querySelectorAll("[data-book]")].map((place) => {
    const item = place.closest("[data-item]");
    return { place, id: item.dataset.item, box: item.querySelector("input[type=checkbox]"), shown: item.querySelector("input[type=hidden]") };
  });
  const told = new Map();

  const count = () => {
    const next = new Map();
    for (const isTicked of [true, false])
      for (const line of lines.filter(({ box }) => box.checked === isTicked)) {
        const { book, first, symbol } = line.place.dataset;
        const number = next.get(book) ?? Number(first);
        next.set(book, number + 1);
        told.set(line.id, number);
        line.shown.value = `${String(number).padStart(2, "0")}/${symbol}`;
        if (line.place.textContent !== line.shown.value) line.place.textContent = line.shown.value;
      }
    print();
  };
  /** The trial print beside the list bears the number that its line shows. */
  const print = () => {
    const image = document.querySelector("img[data-trial]");
    const number = image && told.get(image.dataset.trial);
    if (!number) return;
    const address = new URL(image.src);
    if (Number(address.searchParams.get("n")) === number) return;
    address.searchParams.set("n", number);
    image.src = address;
  };
  document.addEventListener("change", (event) => event.target.type === "checkbox" && count());
  document.addEventListener("hoso:paper", print);
  count();
})();
