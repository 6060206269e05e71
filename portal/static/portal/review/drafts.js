"use strict";
// What is typed goes to the server at once, field by field. While the line is broken it waits in this browser,
// by person, record and version, and is sent in its order once the line is back, also from a later page.
hosoReview.drafts = (() => {
  const PREFIX = "hoso-review:";
  const tab = [...crypto.getRandomValues(new Uint8Array(12))].map((one) => one.toString(16).padStart(2, "0")).join("");
  let number = 0;
  const read = (key) => {
    try {
      return JSON.parse(localStorage.getItem(key)) ?? {};
    } catch {
      return {};
    }
  };
  const write = (key, pending) => {
    try {
      if (Object.keys(pending).length) localStorage.setItem(key, JSON.stringify(pending));
      else localStorage.removeItem(key);
    } catch {
      // A full or forbidden store: the server still gets everything while the line holds.
    }
  };
  const post = (url, token, body, signal) =>
    fetch(url, {
      method: "POST", redirect: "manual", signal, keepalive: body.length < 60000,
      headers: { "X-CSRFToken": token, "Content-Type": "application/json" }, body,
    });

  // Sends what earlier pages left behind; true when something of this record came that its form does not show.
  const replay = async (person, record, token) => {
    let isOfThis = false;
    const start = `${PREFIX}${person}:`;
    for (const key of Object.keys(localStorage).filter((one) => one.startsWith(start))) {
      const [of, version, left] = key.slice(start.length).split(":");
      if (left === tab) continue;
      const drafts = Object.entries(read(key)).map(([field, one]) => ({ field, form: one.form, number: one.number }));
      const url = `/records/${encodeURIComponent(of)}/review/drafts`;
      const answer = await post(url, token, JSON.stringify({ version, tab: left, drafts }));
      // Refused for good: the record is not this person's any more. Kept only where trying again may help.
      if (answer.ok || [400, 404].includes(answer.status)) localStorage.removeItem(key);
      if (answer.ok && of === record && drafts.length) isOfThis = true;
    }
    return isOfThis;
  };

  const open = (station, { token, says }, signal) => {
    const { person, record, version } = station.dataset;
    const key = `${PREFIX}${person}:${record}:${version}:${tab}`;
    let pending = {};
    let isBusy = false;
    let wait = 0;
    const keep = (field, form) => {
      number += 1;
      pending[field] = { form, number };
      write(key, pending);
      flush();
    };
    const flush = async () => {
      if (isBusy || signal.aborted) return;
      const sent = { ...pending };
      const fields = Object.keys(sent);
      if (!fields.length) return;
      isBusy = true;
      says("sending");
      let state = "offline";
      try {
        const drafts = fields.map((field) => ({ field, form: sent[field].form, number: sent[field].number }));
        const answer = await post(station.dataset.drafts, token(), JSON.stringify({ version, tab, drafts }));
        if (answer.ok) {
          const said = await answer.json();
          fields.forEach((field) => {
            if (pending[field]?.number === sent[field].number) delete pending[field];
          });
          write(key, pending);
          state = said.version === version ? "saved" : "moved";
          wait = 0;
        } else if (answer.type === "opaqueredirect" || answer.status === 403) state = "signedOut";
      } catch {
        state = "offline";
      }
      isBusy = false;
      if (signal.aborted) return;
      const left = Object.keys(pending).length;
      says(left && state === "saved" ? "sending" : state, left);
      if (left) {
        wait = state === "saved" ? 0 : Math.min(15000, wait * 2 || 1000);
        setTimeout(flush, wait);
      }
    };
    window.addEventListener("online", () => {
      wait = 0;
      flush();
    }, { signal });
    const forget = () => {
      pending = {};
      localStorage.removeItem(key);
    };
    return { keep, flush, forget, left: () => Object.keys(pending).length };
  };
  return { open, replay };
})();
