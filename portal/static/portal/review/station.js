"use strict";
// One record at the station: page, fields, drafts, whose turn it is; and the next record, fetched before it is
// wanted. Everything here can also be done by the plain form: the script only saves time.
(() => {
  const BEAT = 5000; // milliseconds between signs of life: who is taken over from learns it within them
  const TYPED = 400; // after the last letter
  let ahead = null; // { url, html }: the next record
  let leaving = null; // ends every listener and timer of the record that is shown

  const token = () => document.querySelector("#station input[name=csrfmiddlewaretoken]").value;

  const begin = () => {
    const station = document.getElementById("station");
    if (!station) return;
    leaving?.abort();
    leaving = new AbortController();
    const { signal } = leaving;
    const say = station.dataset;
    const form = station.querySelector("form.review");
    const kept = station.querySelector("#kept");
    const isHeld = "held" in say;
    station.classList.add("live");
    document.querySelector("main").classList.add("live");
    const viewer = hosoReview.viewer(station, signal);
    let fields = null;
    let timers = new Map();
    let isDone = false;
    let alive = null; // the last sign of life, until it was answered
    let unsent = null; // the button of a form that could not be sent yet

    const says = (wanted, left = 0) => {
      const state = unsent && ["sending", "offline"].includes(wanted) ? "waiting" : wanted;
      const texts = {
        saved: say.saySaved, sending: say.saySending, offline: `${say.sayOffline} ${left}`, moved: say.sayMoved,
        signedOut: say.saySignedOut, waiting: say.sayWaiting,
      };
      kept.textContent = texts[state];
      kept.dataset.state = state;
    };
    const drafts = hosoReview.drafts.open(station, { token, says }, signal);

    // Drafts: a field's own controls, as the form would send them.
    const controls = (place) => {
      const sent = new URLSearchParams();
      place.querySelectorAll("input, textarea, select").forEach((one) => {
        if (!one.name || (one.type === "checkbox" && !one.checked)) return;
        sent.append(one.name, one.value);
      });
      return sent.toString();
    };
    const keep = (name, place) => {
      clearTimeout(timers.get(name));
      timers.delete(name);
      drafts.keep(name, controls(place));
    };
    const changed = (row, isAtOnce) => {
      if (isHeld) return;
      const name = row.dataset.field;
      clearTimeout(timers.get(name));
      if (isAtOnce) keep(name, row);
      else timers.set(name, setTimeout(() => keep(name, row), TYPED));
    };
    const seen = () => {
      const sent = new URLSearchParams();
      form.querySelectorAll("input[name=seen]:checked").forEach((one) => sent.append("seen", one.value));
      drafts.keep(":seen", sent.toString());
    };
    form.addEventListener("change", (event) => {
      if (event.target.name === "seen") seen();
      if (event.target.name === "type-ok") keep(":type", station.querySelector("[data-type]"));
    }, { signal });
    // Enter settles a reason as it settles a value; the form's own Enter would save it unticked.
    form.addEventListener("keydown", (event) => {
      const tick = event.target.closest("input[name=seen], input[name=type-ok]");
      if (!tick || event.key !== "Enter" || event.ctrlKey) return;
      event.preventDefault();
      if (!tick.checked) tick.click();
      beyond();
    }, { signal });

    // The page follows the field, also onto one that has to be fetched first.
    let chosen = "";
    const choose = () =>
      station.querySelectorAll("rect.field").forEach((one) => one.classList.toggle("chosen", one.dataset.field === chosen));
    const entered = (row) => {
      chosen = row.dataset.field;
      choose();
      if (row.dataset.box) viewer?.look(row.dataset.page, row.dataset.box.split(" ").map(Number));
    };
    const marks = () => {
      station.querySelectorAll("rect.field").forEach((one) => one.remove());
      for (const row of fields.rows.filter((one) => one.dataset.box)) {
        const sheet = station.querySelector(`.paper[data-page="${row.dataset.page}"] svg`);
        if (!sheet) continue;
        const [x0, y0, x1, y1] = row.dataset.box.split(" ").map(Number);
        const mark = document.createElementNS("http://www.w3.org/2000/svg", "rect");
        const air = (y1 - y0) * 0.12;
        const put = { x: x0 - air, y: y0 - air, width: x1 - x0 + 2 * air, height: y1 - y0 + 2 * air };
        for (const [name, value] of Object.entries(put)) mark.setAttribute(name, value);
        mark.setAttribute("class", "clash" in row.dataset ? "field clash" : "field");
        mark.dataset.field = row.dataset.field;
        mark.addEventListener("dblclick", () => fields.focus(row), { signal });
        sheet.append(mark);
      }
      choose();
    };
    station.addEventListener("hoso:pages", () => fields && marks(), { signal });
    const beyond = () => {
      const open = [...form.querySelectorAll("input[name=seen]:not(:checked), input[name=type-ok]:not(:checked)")][0];
      (open ?? form.querySelector("button.main")).focus();
    };
    let inFields = new AbortController();
    const bind = () => {
      inFields.abort();
      inFields = new AbortController();
      signal.addEventListener("abort", () => inFields.abort());
      fields = hosoReview.fields(form, { entered, changed, beyond }, inFields.signal);
      marks();
      form.querySelectorAll("[data-to-field]").forEach((link) =>
        link.addEventListener("click", (event) => {
          event.preventDefault();
          fields.focus(fields.byName(link.dataset.toField));
        }, { signal: inFields.signal }),
      );
      form.querySelectorAll("#fields [data-to-page]").forEach((link) =>
        link.addEventListener("click", (event) => {
          event.preventDefault();
          entered(link.closest(".check"));
        }, { signal: inFields.signal }),
      );
    };
    // Where only a scan below the rule is left, another "Xong" would change nothing: its link comes first.
    const toFirst = () => {
      const row = fields.firstOpen();
      const fault = form.querySelector("[data-seen] a");
      if (row) fields.focus(row);
      else if (fault && !form.querySelector("input[name=seen]:not(:checked), input[name=type-ok]:not(:checked)")) fault.focus();
      else beyond();
    };

    // Another type: the fields are read again at once; what was typed goes along in the form.
    const types = hosoReview.types(station, async (isOther) => {
      const ok = form.querySelector("input[name=type-ok]");
      if (ok) ok.checked = true;
      keep(":type", station.querySelector("[data-type]"));
      if (!isOther) return toFirst();
      try {
        const answer = await fetch(say.fields, {
          method: "POST", headers: { "X-CSRFToken": token(), "X-Station": "1" }, body: new URLSearchParams(new FormData(form)), signal,
        });
        if (!answer.ok) throw new Error(String(answer.status));
        form.querySelector("#fields").innerHTML = await answer.text();
        form.querySelector("#fields").dataset.type = form.querySelector("#type").value;
        bind();
        kept.textContent = `${say.sayType} ${form.querySelector("#type").selectedOptions[0].textContent}`;
        toFirst();
      } catch {
        if (!signal.aborted) hoso.toast(document.body.dataset.unreachable, "bad");
      }
    }, signal);

    const current = () => document.activeElement.closest?.(".check[data-field]") ?? form.querySelector(".check.lit") ?? fields.firstOpen();
    const spot = viewer && !isHeld && hosoReview.spot(station, viewer, {
      row: current, say, token, offer: (row, said) => {
        fields.offer(row, said);
        if (!said.text) fields.focus(row);
      },
    }, signal);

    const moving = !isHeld && hosoReview.moving(station, viewer, signal);

    // Saving: by the script's own request, so that a broken line loses nothing and the next record is there.
    const send = async (button) => {
      [...timers.keys()].forEach((name) => {
        const row = fields.byName(name);
        if (row) keep(name, row);
      });
      const body = new URLSearchParams(new FormData(form));
      body.set("do", button.value);
      if (button.name !== "do") body.set(button.name, button.value);
      form.setAttribute("aria-busy", "true");
      try {
        await alive; // a sign of life that arrives after the record was let go would claim it once more
        const answer = await fetch(form.action, { method: "POST", headers: { "X-Station": "1" }, body, redirect: "manual" });
        unsent = null;
        if (answer.headers.get("Content-Type")?.startsWith("application/json")) {
          const said = await answer.json();
          isDone = true;
          drafts.forget();
          return go(said); // the form stays busy until another is there: a second Enter sends nothing
        }
        form.removeAttribute("aria-busy");
        if (answer.type === "opaqueredirect" || answer.status === 403) return says("signedOut");
        replaced(await answer.text(), location.href);
      } catch {
        form.removeAttribute("aria-busy");
        unsent = button;
        says("waiting");
      }
    };
    form.addEventListener("submit", (event) => {
      const button = event.submitter ?? form.querySelector("button.main");
      if (button.name === "take") return event.preventDefault();
      event.preventDefault();
      if (!form.hasAttribute("aria-busy")) send(button);
    }, { signal });

    // Whose turn it is.
    const beat = (isFirst) => { alive = live(isFirst); };
    const live = async (isFirst) => {
      if (signal.aborted || isDone) return;
      if (form.hasAttribute("aria-busy")) return void setTimeout(beat, BEAT);
      try {
        const body = new URLSearchParams(isFirst ? { begin: "1" } : {});
        const answer = await fetch(say.claim, { method: "POST", headers: { "X-CSRFToken": token() }, body, redirect: "manual", signal });
        if (answer.ok) {
          const said = await answer.json();
          if (!said.mine && !isHeld) return taken(said.holder);
          if (said.mine && isHeld) return location.reload();
          if (isFirst && said.version !== say.version) return location.reload();
          if (said.version !== say.version && kept.dataset.state !== "moved") says("moved");
          if (unsent) send(unsent);
          else if (drafts.left()) drafts.flush();
        }
      } catch {
        if (!signal.aborted && drafts.left()) says("offline", drafts.left());
      }
      setTimeout(beat, BEAT);
    };
    // Whoever goes gives the record back at once, and takes no letter along.
    window.addEventListener("pagehide", () => {
      [...timers.keys()].forEach((name) => keep(name, fields.byName(name)));
      const body = new URLSearchParams({ end: "1" });
      if (!isHeld) fetch(say.claim, { method: "POST", keepalive: true, headers: { "X-CSRFToken": token() }, body }).catch(() => {});
    }, { signal });
    window.addEventListener("online", () => unsent && send(unsent), { signal });
    const taken = (who) => {
      [...timers.keys()].forEach((name) => keep(name, fields.byName(name)));
      form.querySelector("fieldset.all").disabled = true;
      const told = document.createElement("p");
      told.className = "note bad held";
      told.setAttribute("role", "alert");
      told.textContent = `${who} ${say.sayTaken}`;
      station.querySelector(".station-body").before(told);
      station.querySelector("h1").focus();
    };

    document.addEventListener("keydown", (event) => {
      const isTyping = event.target.closest("input, textarea, select");
      if (document.querySelector("dialog[open]")) return;
      const by = (wanted) => event.altKey && !event.ctrlKey && event.code === wanted;
      const ways = [
        [event.ctrlKey && event.key === "Enter", () => form.requestSubmit(form.querySelector("button.main"))],
        [event.ctrlKey && event.key === "s", () => form.requestSubmit(form.querySelector("button[value=save]:not(.unseen)"))],
        [event.key === "F1" || (event.key === "?" && !isTyping), () => document.getElementById("keys").showModal()],
        [by("KeyT"), () => types.focus()],
        [by("KeyR"), () => spot?.begin()],
        [by("KeyG"), () => station.querySelector("#jump")?.focus()],
        [by("KeyM"), () => moving?.open?.()],
        [by("KeyN") || by("KeyL"), () => station.querySelector(`[data-key=${event.code.slice(3).toLowerCase()}]`).click()],
        [by("Equal") || by("NumpadAdd"), () => viewer?.zoom(1.25)],
        [by("Minus") || by("NumpadSubtract"), () => viewer?.zoom(0.8)],
        [by("Home"), () => viewer?.fit()],
        [event.key === "PageDown" && event.target.tagName !== "TEXTAREA", () => viewer?.step(1)],
        [event.key === "PageUp" && event.target.tagName !== "TEXTAREA", () => viewer?.step(-1)],
      ];
      const way = ways.find(([is]) => is);
      if (!way) return;
      event.preventDefault();
      way[1]();
    }, { signal });

    bind();
    if (isHeld) station.querySelector("h1").focus();
    else toFirst();
    beat(true);
    hosoReview.drafts.replay(say.person, say.record, token()).then((isNew) => isNew && location.reload()).catch(() => {});
    if (say.next) fetchAhead(say.next, signal);
  };

  const fetchAhead = async (url, signal) => {
    if (ahead?.url === url) return;
    try {
      const answer = await fetch(url, { headers: { "X-Ahead": "1" }, redirect: "manual", signal });
      if (!answer.ok) return;
      ahead = { url, html: await answer.text() };
      const page = new DOMParser().parseFromString(ahead.html, "text/html").querySelector(".paper img");
      if (page) new Image().src = page.getAttribute("src");
    } catch {
      // Only time is lost: the record is then fetched when it is wanted.
    }
  };
  const replaced = (html, url) => {
    const fresh = new DOMParser().parseFromString(html, "text/html").getElementById("station");
    if (!fresh) return location.assign(url);
    document.getElementById("station").replaceWith(fresh);
    document.title = document.title.replace(/:.*·/, `: ${fresh.dataset.title} ·`);
    begin();
  };
  const go = ({ next: url, said, left }) => {
    if (ahead?.url !== url) return location.assign(url);
    const { html } = ahead;
    ahead = null;
    history.pushState({}, "", url);
    replaced(html, url);
    document.getElementById("left").textContent = left;
    if (said) hoso.toast(said, "good");
  };
  window.addEventListener("popstate", () => location.reload());
  begin();
})();
