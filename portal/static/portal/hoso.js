"use strict";
// What every page has: menus that close, dialogs that open, "/" for the search box, "?" for help, and words when the server
// cannot be reached. Pages work without it.
(() => {
  const said = document.body.dataset;

  const toast = (text, kind) => {
    const note = document.createElement("p");
    note.className = `note ${kind}`;
    note.textContent = text;
    document.getElementById("toasts").append(note);
    setTimeout(() => note.remove(), 9000);
  };
  window.hoso = { toast };

  // A page's own table of keys first; it leads on to the page of help. After other listeners, which may open it.
  const help = () =>
    setTimeout(() => {
      const keys = document.getElementById("keys");
      if (!(keys instanceof HTMLDialogElement)) document.querySelector("a[data-help]")?.click();
      else if (!keys.open) keys.showModal();
    });

  document.addEventListener("click", (event) => {
    document.querySelectorAll("details[data-menu][open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
    const opener = event.target.closest("[data-dialog]");
    if (opener) document.getElementById(opener.dataset.dialog)?.showModal();
    if (event.target.closest("[data-close]")) event.target.closest("dialog")?.close();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape")
      document.querySelectorAll("details[data-menu][open]").forEach((menu) => {
        menu.open = false;
        menu.querySelector("summary").focus();
      });
    const isTyping = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key === "?" && !isTyping && !event.ctrlKey && !event.altKey && !event.metaKey) help();
    if (event.key === "/" && !isTyping && !event.ctrlKey && !event.altKey && !event.metaKey) {
      const box = document.querySelector("input[type=search]");
      if (!box) return;
      event.preventDefault();
      box.focus();
      box.select();
    }
  });
  document.body.addEventListener("htmx:sendError", () => toast(said.unreachable, "bad"));
  document.body.addEventListener("htmx:responseError", (event) => {
    const answer = event.detail.xhr;
    // Plain text is what to do, in the reader's words; a page is for a tab of its own.
    const isTold = answer.getResponseHeader("Content-Type")?.startsWith("text/plain") && answer.responseText;
    toast(isTold ? answer.responseText.slice(0, 400) : answer.status === 403 ? said.notYours : said.failed, "bad");
  });
})();
