"use strict";
// Choosing the type by typing: a combobox (WAI-ARIA APG, list autocomplete) over the form's own select.
hosoReview.types = (station, chosen, signal) => {
  const select = station.querySelector("#type");
  const MOST = 9;
  const folded = (text) =>
    text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[đĐ]/g, "d").toLowerCase();
  const types = [...select.options].filter((one) => one.value).map((one) => ({
    code: one.value, name: one.textContent, key: folded(one.textContent), first: initials(one.textContent),
  }));
  function initials(name) {
    return folded(name).split(/[^a-z0-9]+/).map((word) => word[0] ?? "").join("");
  }
  const named = () => select.selectedOptions[0]?.textContent ?? "";

  const box = document.createElement("input");
  const list = document.createElement("ul");
  Object.entries({
    id: "type-box", role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false",
    "aria-controls": "type-list", autocomplete: "off", spellcheck: "false", title: "Alt+T",
  }).forEach(([name, value]) => box.setAttribute(name, value));
  list.id = "type-list";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", station.querySelector("label[for=type]").firstChild.textContent.trim());
  list.hidden = true;
  box.value = named();
  select.hidden = true;
  select.after(box, list);
  station.querySelector("label[for=type]").htmlFor = "type-box";
  let at = 0;
  let found = [];

  // What begins so comes first, then initials (gks), then what holds every word that was typed.
  const matching = (text) => {
    const words = folded(text).trim().split(/\s+/).filter(Boolean);
    const joined = words.join(" ");
    const rank = (one) =>
      !words.length ? 3
        : one.key.startsWith(joined) ? 0
          : one.first.startsWith(joined.replaceAll(" ", "")) ? 1
            : words.every((word) => one.key.includes(word)) ? 2 : 9;
    return types.map((one) => [rank(one), one]).filter(([r]) => r < 9).sort((a, b) => a[0] - b[0]).map(([, one]) => one);
  };
  const light = (next) => {
    at = Math.max(0, Math.min(found.length - 1, next));
    [...list.children].forEach((one, place) => one.setAttribute("aria-selected", String(place === at)));
    const shown = list.children[at];
    if (shown?.id) box.setAttribute("aria-activedescendant", shown.id);
    else box.removeAttribute("aria-activedescendant");
    shown?.scrollIntoView({ block: "nearest" });
  };
  const open = (text) => {
    found = matching(text).slice(0, text ? MOST : types.length);
    list.replaceChildren(...found.map((one, place) => {
      const line = document.createElement("li");
      line.id = `type-${place}`;
      line.setAttribute("role", "option");
      line.textContent = one.name;
      line.addEventListener("pointerdown", (event) => {
        event.preventDefault();
        take(one);
      });
      return line;
    }));
    if (!found.length) {
      const line = document.createElement("li");
      line.setAttribute("role", "option");
      line.setAttribute("aria-disabled", "true");
      line.className = "quiet";
      line.textContent = station.dataset.sayNone;
      list.append(line);
    }
    list.hidden = false;
    box.setAttribute("aria-expanded", "true");
    light(0);
  };
  const shut = () => {
    list.hidden = true;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  };
  const take = (one) => {
    const isOther = select.value !== one.code;
    select.value = one.code;
    box.value = one.name;
    shut();
    chosen(isOther);
  };
  box.addEventListener("focus", () => box.select(), { signal });
  box.addEventListener("input", () => open(box.value), { signal });
  box.addEventListener("blur", () => {
    shut();
    box.value = named();
  }, { signal });
  box.addEventListener("keydown", (event) => {
    const isOpen = !list.hidden;
    if (event.ctrlKey || event.altKey) return;
    if (event.key === "ArrowDown") isOpen ? light(at + 1) : open("");
    else if (event.key === "ArrowUp" && isOpen) light(at - 1);
    else if (event.key === "Escape" && isOpen) {
      shut();
      box.value = named();
    } else if (event.key === "Enter") isOpen && found[at] ? take(found[at]) : chosen(false);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }, { signal });
  return { focus: () => box.focus() };
};
