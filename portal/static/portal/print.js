"use strict";
document.querySelectorAll(".script-only").forEach((one) => (one.hidden = false));
document.querySelector("[data-print]")?.addEventListener("click", () => print());
