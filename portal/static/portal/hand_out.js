"use strict";
// The preview follows what is ticked; without this the button does it.
(() => {
  const form = document.getElementById("copy-form");
  form?.addEventListener("change", (event) => {
    if (event.target.name !== "hide" && event.target.name !== "pages" && event.target.name !== "words") return;
    window.htmx?.ajax("POST", location.pathname, {
      source: form, values: { do: "preview" }, target: ".preview", select: ".preview", swap: "outerHTML",
    });
  });
})();
