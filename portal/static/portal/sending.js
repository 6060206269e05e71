"use strict";
// Sends files in pieces of 1 MiB. The server says at which byte to go on, so a dropped connection costs one piece;
// after a reload the same file goes on where it was. Photographs of one paper are sent together, in order.
(() => {
  const form = document.getElementById("send");
  const words = form.dataset;
  const list = document.getElementById("sent-list");
  const parts = { list, card: document.getElementById("sent"), count: document.getElementById("sent-count") };
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const queue = [];
  let running = 0, total = 0, ended = 0;
  const atOnce = 2;

  form.querySelectorAll("[data-script]").forEach((one) => { one.hidden = false; });
  form.querySelectorAll("[data-plain]").forEach((one) => { one.hidden = true; });

  const pause = (ms) => new Promise((done) => setTimeout(done, ms));
  const addressOf = (id, act) => words.one.replace("0".repeat(32), id).replace(/state$/, act);

  class Refused extends Error {}
  class Ended extends Error {}

  async function ask(address, options) {
    // Any failure to reach the server is waited for: 1, 2, 4 … 15 seconds, as long as it takes.
    for (let tries = 0; ; tries += 1) {
      let answer;
      try {
        answer = await fetch(address, { ...options, redirect: "manual", credentials: "same-origin", headers: { "X-CSRFToken": token, ...options.headers } });
      } catch { answer = null; }
      if (answer?.type === "opaqueredirect" || answer?.status === 401 || answer?.status === 403) throw new Ended(words.ended);
      if (answer && answer.status < 500) return answer;
      const told = answer?.status === 503 ? (await answer.json().catch(() => ({}))).told : "";
      options.onWait?.(told || words.broken);
      await pause(Math.min(15000, 1000 * 2 ** tries));
    }
  }

  class Row {
    constructor(name) {
      this.item = document.createElement("li");
      this.item.innerHTML = '<span class="file"></span><progress max="100" value="0"></progress><span class="told small"></span><button type="button" class="plain small"></button>';
      [this.name, this.bar, this.told, this.stop] = this.item.children;
      this.name.textContent = name;
      this.bar.setAttribute("aria-label", name);
      this.stop.textContent = words.stop;
      this.stop.setAttribute("aria-label", `${words.stop} ${name}`);
      this.say(words.waiting);
      parts.list.append(this.item);
      parts.card.hidden = false;
    }
    say(text, kind = "", link = "") {
      this.told.textContent = text;
      this.item.className = kind;
      if (link) {
        const open = document.createElement("a");
        open.href = link;
        open.textContent = words.open;
        this.told.append(" ", open);
      }
    }
    end(outcome) {
      const kind = { received: "good", duplicate: "warm", rejected: "bad", refused: "bad" }[outcome.state] || "good";
      this.bar.hidden = true;
      this.stop.hidden = true;
      this.say(outcome.state === "refused" ? `${words.refused}: ${outcome.told}` : outcome.told, kind, outcome.link);
    }
  }

  function place() {
    const said = new FormData(form);
    const told = new URLSearchParams({ unit: said.get("unit") ?? "", hint: said.get("hint") ?? "" });
    said.getAll("wish").forEach((wish) => told.append("wish", wish));
    return told;
  }

  async function sendBytes(job) {
    // Gives the upload's identifier once every byte is there, or what became of it before.
    const told = new URLSearchParams(job.place);
    told.set("name", job.file.name);
    told.set("size", job.file.size);
    told.set("stamp", job.file.lastModified);
    told.set("folder", job.folder);
    const onWait = (text) => job.row.say(text, "warm");
    const begun = await ask(words.begin, { method: "POST", body: told, onWait });
    const said = await begun.json();
    if (begun.status !== 201) throw new Refused(said.told);
    job.id = said.id;
    let offset = said.offset;
    while (offset < job.file.size) {
      if (job.isStopped) { await ask(addressOf(job.id, "cancel"), { method: "POST", onWait }); throw new Refused(words.stopped); }
      const answer = await ask(addressOf(job.id, "piece"), {
        method: "POST", body: job.file.slice(offset, offset + said.piece), onWait,
        headers: { "Upload-Offset": String(offset), "Content-Type": "application/octet-stream" },
      });
      if (answer.status === 404) {
        const now = await ask(addressOf(job.id, "state"), { method: "GET", onWait });
        if (now.ok) { const found = await now.json(); if (found.state) return found; }
        throw new Refused(words.stopped);
      }
      const now = await answer.json();
      if (now.offset === undefined) throw new Refused(now.told);
      offset = now.offset;
      job.row.bar.value = Math.floor((99 * offset) / job.file.size);
      job.row.say(`${words.sending} ${Math.floor((100 * offset) / job.file.size)} %`);
    }
    return null;
  }

  async function sendOne(job) {
    const found = await sendBytes(job);
    if (found) return job.row.end(found);
    if (job.paper) return null;
    const answer = await ask(addressOf(job.id, "finish"), { method: "POST", onWait: (text) => job.row.say(text, "warm") });
    const outcome = await answer.json().catch(() => ({ state: "refused", told: "" }));
    job.row.end(outcome.state ? outcome : { state: "refused", told: outcome.told ?? "" });
    return null;
  }

  async function work(job) {
    try {
      await job.run(job);
    } catch (error) {
      if (!(error instanceof Refused || error instanceof Ended)) throw error;
      job.row.end({ state: "refused", told: error.message });
      if (error instanceof Ended) queue.length = 0;
    } finally {
      ended += 1;
      running -= 1;
      count();
      document.dispatchEvent(new Event("hoso:sent"));
      next();
    }
  }

  function next() {
    while (running < atOnce && queue.length) { running += 1; work(queue.shift()); }
  }

  function count() {
    parts.count.textContent = `${ended} / ${total} ${words.of}`;
    document.getElementById("sent-clear").hidden = ended < total;
  }

  function add(job) {
    job.row = new Row(job.label);
    job.row.stop.addEventListener("click", () => { job.isStopped = true; const at = queue.indexOf(job); if (at >= 0) { queue.splice(at, 1); ended += 1; job.row.end({ state: "refused", told: words.stopped }); count(); } });
    total += 1;
    queue.push(job);
    count();
    next();
  }

  const isHidden = (name) => name.startsWith(".") || /^(thumbs\.db|desktop\.ini)$/i.test(name);

  function sendFiles(files) {
    const where = place();
    files.filter(({ file }) => !isHidden(file.name)).forEach(({ file, folder }) => add({ file, folder, place: where, label: folder ? `${folder}/${file.name}` : file.name, run: sendOne }));
  }

  // Dropped folders are walked; what lies in them keeps its folder.
  async function walk(entry, folder, found) {
    if (entry.isFile) found.push({ file: await new Promise((done, fail) => entry.file(done, fail)), folder });
    else if (entry.isDirectory && !isHidden(entry.name)) {
      const reader = entry.createReader();
      const inside = folder ? `${folder}/${entry.name}` : entry.name;
      for (let some; (some = await new Promise((done, fail) => reader.readEntries(done, fail))).length; )
        for (const one of some) await walk(one, inside, found);
    }
  }
  async function dropped(transfer) {
    const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
    if (!entries.length) return sendFiles([...transfer.files].map((file) => ({ file, folder: "" })));
    const found = [];
    for (const entry of entries) await walk(entry, "", found);
    return sendFiles(found);
  }

  const drop = document.getElementById("drop");
  const hasFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
  addEventListener("dragover", (event) => { if (hasFiles(event)) { event.preventDefault(); drop.classList.add("over"); } });
  addEventListener("dragleave", (event) => { if (!event.relatedTarget) drop.classList.remove("over"); });
  addEventListener("drop", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    drop.classList.remove("over");
    dropped(event.dataTransfer);
  });

  const chosen = (input) => { const files = [...input.files]; input.value = ""; return files; };
  document.getElementById("pick-files").addEventListener("change", (event) => sendFiles(chosen(event.target).map((file) => ({ file, folder: "" }))));
  document.getElementById("pick-folder").addEventListener("change", (event) =>
    sendFiles(chosen(event.target).map((file) => ({ file, folder: (file.webkitRelativePath || "").split("/").slice(0, -1).join("/") }))));

  // Photographs: gathered first, shown small, put in order, then sent as one paper.
  const held = [];
  const card = document.getElementById("photographs");
  const shown = document.getElementById("photograph-list");
  // On a canvas, since the page may show no picture but the server's own.
  async function draw(file, canvas) {
    canvas.width = 84; canvas.height = 112;
    try {
      const picture = await createImageBitmap(file, { resizeWidth: 168, resizeQuality: "low" });
      const scale = Math.max(84 / picture.width, 112 / picture.height);
      canvas.getContext("2d").drawImage(picture, 0, 0, picture.width * scale, picture.height * scale);
    } catch { /* A kind that this browser cannot draw (HEIC) is sent all the same. */ }
  }
  function showPhotographs() {
    card.hidden = !held.length;
    shown.replaceChildren(...held.map((one, at) => {
      const item = document.createElement("li");
      const picture = document.createElement("canvas");
      picture.setAttribute("role", "img");
      picture.setAttribute("aria-label", one.file.name);
      draw(one.file, picture);
      const up = document.createElement("button");
      Object.assign(up, { type: "button", className: "plain small", textContent: words.up, disabled: at === 0 });
      up.addEventListener("click", () => { held.splice(at - 1, 0, ...held.splice(at, 1)); showPhotographs(); });
      const drop = document.createElement("button");
      Object.assign(drop, { type: "button", className: "plain small", textContent: words.dropOne });
      drop.setAttribute("aria-label", `${words.dropOne}: ${words.paper} ${at + 1}`);
      drop.addEventListener("click", () => { held.splice(at, 1); showPhotographs(); });
      item.append(picture, up, drop);
      return item;
    }));
  }
  const gather = (event) => { held.push(...chosen(event.target).map((file) => ({ file }))); showPhotographs(); };
  const clear = () => { held.length = 0; showPhotographs(); };
  document.getElementById("pick-photographs").addEventListener("change", gather);
  document.getElementById("more-photographs").addEventListener("change", gather);
  document.getElementById("drop-photographs").addEventListener("click", clear);
  document.getElementById("send-photographs").addEventListener("click", () => {
    const files = held.map((one) => one.file), where = place();
    clear();
    add({ label: `${words.paper} (${files.length})`, run: async (job) => {
      const ids = [];
      for (const [at, file] of files.entries()) {
        const one = { file, folder: "", place: where, paper: true, row: job.row };
        const stop = { get: () => job.isStopped };
        Object.defineProperty(one, "isStopped", stop);
        job.row.name.textContent = `${words.paper} ${at + 1}/${files.length}`;
        const found = await sendBytes(one);
        if (found) return job.row.end(found);
        ids.push(one.id);
      }
      job.row.say(words.joining);
      const told = new URLSearchParams(ids.map((id) => ["upload", id]));
      const answer = await ask(words.join, { method: "POST", body: told, onWait: (text) => job.row.say(text, "warm") });
      const outcome = await answer.json().catch(() => ({}));
      return job.row.end(outcome.state ? outcome : { state: "refused", told: outcome.told ?? "" });
    } });
  });

  document.getElementById("sent-clear").addEventListener("click", () => { parts.list.replaceChildren(); total = ended = 0; parts.card.hidden = true; });
  addEventListener("beforeunload", (event) => { if (running || queue.length) event.preventDefault(); });
})();
