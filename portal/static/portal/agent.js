"use strict";
// A key in this computer: opens the signing agent's window, hands it what is to be signed and brings the signatures
// to the server. The PIN is typed in that window and never comes here. Messages count only from the agent's origin.
(() => {
  const NAME = "hoso-signing-agent";
  const FRAME = "popup,width=480,height=640";
  const START_MS = 6000, BACK_MS = 10000, LOOK_MS = 250, PAUSE_MS = 300, BEAT_MS = 5000, LOST_MS = 25000;
  const pause = (ms) => new Promise((done) => setTimeout(done, ms));

  /** The agent's window: what it says, and whether it is still there. */
  class Agent {
    constructor(origin, view = null) {
      this.origin = origin;
      this.view = view;
      this.heard = [];
      this.wakes = [];
      window.addEventListener("message", (event) => {
        const said = event.data;
        if (event.origin !== this.origin || !said || said.hoso !== 1) return;
        if (this.view && !this.view.closed && event.source !== this.view) return;
        this.view = event.source;
        if (said.kind === "here") this.isHere = true;
        else this.heard.push(said);
        this.wakes.splice(0).forEach((wake) => wake());
      });
      setInterval(() => this.wakes.splice(0).forEach((wake) => wake()), LOOK_MS);
    }

    tell(kind, more = {}) {
      if (this.view && !this.view.closed) this.view.postMessage({ hoso: 1, kind, ...more }, this.origin);
    }

    /** Whether the window has answered within `ms`; it is greeted until it does. */
    async isThere(ms, greets) {
      for (const until = Date.now() + ms; !this.isHere && Date.now() < until;) {
        if (greets) this.tell("hello");
        await new Promise((wake) => this.wakes.push(wake));
      }
      return Boolean(this.isHere);
    }

    /** Hands in what is wanted until it is taken; what an earlier page in that window said is forgotten. */
    async wish(wanted) {
      const id = crypto.getRandomValues(new Uint32Array(1))[0];
      const isTaken = (said) => said.kind === "wished" && said.id === id;
      for (const until = Date.now() + START_MS; Date.now() < until;) {
        this.tell("wish", { ...wanted, id, language: document.documentElement.lang });
        await new Promise((wake) => this.wakes.push(wake));
        const at = this.heard.findIndex(isTaken);
        if (at >= 0) { this.heard.splice(0, at + 1); return; }
        if (this.view.closed) return;
      }
    }

    /** The next thing it says, `{kind: "left"}` once its window is closed, `{kind: "quiet"}` after `ms`. */
    async says(kinds, ms = Infinity) {
      for (const until = Date.now() + ms; ;) {
        const at = this.heard.findIndex((said) => kinds.includes(said.kind) || said.kind === "left");
        if (at >= 0) return this.heard.splice(at, 1)[0];
        if (!this.view || this.view.closed) return { kind: "left" };
        if (Date.now() > until) return { kind: "quiet" };
        await new Promise((wake) => this.wakes.push(wake));
      }
    }
  }

  const post = (address, form, token) =>
    fetch(address, { method: "POST", body: form, credentials: "same-origin", redirect: "manual", headers: { "X-CSRFToken": token } });
  const teller = (place) => (text, kind = "") => {
    place.textContent = text;
    place.hidden = !text;
    if (place.classList.contains("note")) place.className = `note own-told ${kind}`;
  };
  const tokenOf = (place) => place.querySelector("input[name=csrfmiddlewaretoken]").value;

  /** Opens the window and says what the person is to do there; null where there is none. */
  async function meet(place, tell) {
    const view = window.open(`${place.dataset.agent}/`, NAME, FRAME);
    if (!view) { tell(place.dataset.blocked, "bad"); return null; }
    const agent = new Agent(place.dataset.agent, view);
    if (await agent.isThere(START_MS, true)) { tell(place.dataset.lookThere, "warm"); return agent; }
    view.close();
    tell(place.dataset.notStarted, "bad");
    return null;
  }

  async function answered(place, tell, asked) {
    try {
      const answer = await asked;
      if (answer.type === "opaqueredirect") { location.reload(); return null; }
      const content = await answer.json();
      if (answer.ok) return content;
      tell(content.told || place.dataset.unreachable, "bad");
    } catch { tell(place.dataset.unreachable, "bad"); }
    return null;
  }

  async function sign(place, form, by) {
    const tell = teller(place.querySelector(".own-told"));
    const token = tokenOf(form);
    const wanted = new FormData(form, by);
    if (place.dataset.alone === undefined && !wanted.has("document") && wanted.get("do") !== "all") return tell(place.dataset.none, "warm");
    const [agent, told] = await Promise.all([meet(place, tell), answered(place, tell, post(place.dataset.announce, wanted, token))]);
    if (!agent || !told) { agent?.tell("done", { well: false }); return agent?.view.close(); }
    await agent.wish({ purpose: "sign", signatures: told.signatures, certificate: told.certificate, titles: told.titles });
    const opened = await agent.says(["open"]);
    if (opened.kind !== "open") return tell(place.dataset.left, "warm");
    // What was announced, with the key that was opened for it; what was typed meanwhile is not in it.
    const begin = wanted;
    for (const name of ["document", "password"]) begin.delete(name);
    for (const [name, value] of [["signatures", told.signatures], ["certificate", opened.certificate], ["pkcs1", opened.pkcs1], ["trial", opened.trial]]) begin.set(name, value);
    for (const one of opened.chain) begin.append("chain", one);
    for (const one of told.documents) begin.append("document", one);
    const begun = await answered(place, tell, post(place.dataset.begin, begin, token));
    if (begun) { location.assign(begun.batch); return undefined; }
    return agent.tell("done", { well: false });
  }

  async function offer(form) {
    const tell = teller(form.querySelector(".own-told"));
    const agent = await meet(form, tell);
    if (!agent) return;
    await agent.wish({ purpose: "offer", signatures: 0, certificate: "" });
    const shown = await agent.says(["offer"]);
    if (shown.kind !== "offer") return tell(form.dataset.left, "warm");
    const sent = new FormData(form);
    sent.append("certificate", shown.certificate);
    if (await answered(form, tell, post(form.action, sent, tokenOf(form)))) tell(form.dataset.sent, "good");
  }

  /** Back and forth until the batch has ended; the first turn takes up what an earlier page left. */
  async function carry(place) {
    const tell = teller(place.querySelector(".own-told"));
    const token = tokenOf(place);
    const agent = new Agent(place.dataset.agent);
    const isThere = await agent.isThere(BACK_MS, false);
    let brought = isThere ? { anew: true } : { refused: "AgentAway" };
    if (isThere) tell(place.dataset.there);
    for (let lostAt = 0, owed = 0; ;) {
      let answer;
      try {
        const got = await fetch(place.dataset.turn, { method: "POST", credentials: "same-origin", redirect: "manual", body: JSON.stringify(brought), headers: { "Content-Type": "application/json", "X-CSRFToken": token } });
        if (!got.ok) throw new Error(String(got.status));
        answer = await got.json();
        lostAt = 0;
      } catch {
        lostAt = lostAt || Date.now();
        tell(place.dataset.away);
        if (Date.now() - lostAt > LOST_MS) { agent.tell("done", { well: false }); return; }
        await pause(1000);
        continue;
      }
      if (answer.state === "ended") {
        agent.tell("done", { well: answer.well });
        tell(answer.well ? place.dataset.ended : place.dataset.stopped);
        if (place.dataset.after) location.assign(place.dataset.after);
        return;
      }
      brought = {};
      if (answer.items.length) agent.tell("sign", { items: answer.items });
      owed += answer.items.length;
      if (owed) {
        // A token that wants a button pressed takes its time: the server is told meanwhile that we are here.
        const said = await agent.says(["signed", "refused"], BEAT_MS);
        if (said.kind === "signed") {
          owed -= said.signatures.length;
          brought = { signatures: said.signatures };
        } else if (said.kind !== "quiet") brought = { refused: said.kind === "refused" ? said.code : "AgentAway" };
      } else if (agent.view?.closed) brought = { refused: "AgentAway" };
      else if (!answer.waited) await pause(PAUSE_MS);
    }
  }

  for (const place of document.querySelectorAll("[data-own-key]")) {
    const form = place.closest("form");
    let isBusy = false;
    form.addEventListener("submit", async (event) => {
      if (event.submitter?.hasAttribute("formaction")) return;
      event.preventDefault();
      if (isBusy) return;
      isBusy = true;
      try { await sign(place, form, event.submitter); } finally { isBusy = false; }
    });
  }
  for (const form of document.querySelectorAll("form[data-own-offer]"))
    form.addEventListener("submit", (event) => { event.preventDefault(); offer(form); });
  const running = document.querySelector("[data-own-batch]");
  if (running) carry(running);
})();
