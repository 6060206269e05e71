// Between the portal's page, which opened this window, and the agent that serves it. The portal's page never gets the
// PIN; this page never gets a document. Messages count only from the window that opened this one, and answers go
// only to the origin that was paired.
import { Refusal, askForCode, begin, forgetPairing, pair, pairingWith, sealed, sealedAhead } from "./sealing.js";
import { say, sentence, speak } from "./words.js";

const at = (id) => document.getElementById(id);
const STEPS = ["waiting", "alone", "pair", "problem", "pin", "working", "done"];
const MOST_TITLES = 8;
const CLOSE_MS = 1500;
const portal = { origin: "", pairing: null };
const HEAR_MS = 10000;
let shown = "waiting", wish = null, opened = null, closeAtOnce = null, signed = 0, ended = false, chain = Promise.resolve();

function show(step) {
  for (const one of STEPS) at(one).hidden = one !== step;
  shown = step;
  const fields = [...at(step).querySelectorAll("input"), ...at(step).querySelectorAll("button")];
  fields.find((one) => !one.disabled && one.offsetParent)?.focus();
}

function tell(kind, more = {}) {
  if (window.opener && portal.origin) window.opener.postMessage({ hoso: 1, kind, ...more }, portal.origin);
}

/** Shows what is wrong; `retry` tries the same again. */
function problem(refusal, more = "") {
  at("problem-text").textContent = refusal.code === "Away" ? say("away") : sentence(refusal);
  at("problem-more").textContent = more;
  at("retry").onclick = () => start();
  at("give-up").onclick = () => leave();
  show("problem");
}

const refusalOf = (error) => (error instanceof Refusal ? error.refusal : { code: "Fault", vi: String(error), en: String(error) });

async function start() {
  show("waiting");
  try {
    await begin();
    portal.pairing = await pairingWith(portal.origin);
    if (!portal.pairing) return await showPairing();
    return showPin(await sealed(portal.pairing, "/api/look", {}));
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal.code === "NotPaired") {
      await forgetPairing(portal.origin);
      return showPairing().catch((why) => problem(refusalOf(why)));
    }
    return problem(refusal);
  }
}

async function showPairing() {
  at("origin").textContent = portal.origin;
  at("pair-bad").textContent = at("code").value = "";
  at("pair").onsubmit = async (event) => {
    event.preventDefault();
    try {
      await pair(portal.origin, at("code").value);
      await start();
    } catch (error) { at("pair-bad").textContent = sentence(refusalOf(error)); at("code").select(); }
  };
  at("again-code").onclick = () => showPairing().catch((why) => { at("pair-bad").textContent = sentence(refusalOf(why)); });
  show("pair");
  await askForCode(portal.origin);
  at("code").focus();
}

/** The certificate that is meant among those that show without a PIN: it, undefined for a hidden one, or null. */
function meant(tokens) {
  const held = tokens.flatMap((token) => token.certificates.map((one) => ({ ...one, token })));
  const fit = wish.certificate ? held.find((one) => one.sha256 === wish.certificate) : held.find((one) => !one.unfit) ?? held[0];
  if (fit) return fit;
  const hidden = tokens.find((token) => !token.certificates.length);
  return hidden ? { token: hidden } : null;
}

function showPin({ tokens }) {
  const found = meant(tokens);
  if (!found) {
    const names = tokens.flatMap((token) => token.certificates.map((one) => one.name));
    return problem({ code: "NotYourCertificate", vi: say("another") }, names.length ? say("certificates") + names.join("; ") : "");
  }
  const offers = wish.purpose === "offer";
  at("pin-head").textContent = say(offers ? "offerHead" : "signHead", wish.signatures);
  at("pin-do").textContent = say(offers ? "offerDo" : "signDo", wish.signatures);
  at("titles").replaceChildren(...titles());
  at("certificate").textContent = found.name ? `${found.name} · ${say("until")} ${found.until} · ${say("serial")} ${found.serial}` : say("hidden");
  at("remark").textContent = [found.unfit, found.token.remark].map((one) => one && sentence(one)).filter(Boolean).join(" ");
  const asks = found.token.asks_pin && !(offers && found.der);
  at("pin-label").hidden = !asks;
  const isOwnPad = !found.token.asks_pin && !offers;
  at("pin-stays").textContent = asks ? say("pinStays") : isOwnPad ? say("noPin") : "";
  at("pin-not").textContent = say(offers ? "close" : "not");
  at("pin-bad").textContent = "";
  at("pin-field").value = "";
  at("pin").onsubmit = (event) => {
    event.preventDefault();
    if (asks && !at("pin-field").value) { at("pin-bad").textContent = say("typePin"); return; }
    if (offers && found.der) return offer({ certificate: found.der, chain: [] });
    open(found);
  };
  at("pin-not").onclick = () => leave();
  show("pin");
}

function titles() {
  const lines = (Array.isArray(wish.titles) ? wish.titles : []).slice(0, MOST_TITLES).map((one) => String(one).slice(0, 120));
  if (lines.length && wish.signatures > lines.length) lines.push(say("more", wish.signatures - lines.length));
  return lines.map((line) => { const item = document.createElement("li"); item.textContent = line; return item; });
}

async function open(found) {
  const pin = at("pin-field").value;
  at("pin-field").value = "";
  at("pin-do").disabled = true;
  at("pin-bad").textContent = "";
  at("pin-head").textContent = say("opening");
  try {
    const asked = { pin, certificate: wish.certificate ?? "", signatures: wish.purpose === "offer" ? 0 : wish.signatures };
    const given = await sealed(portal.pairing, "/api/open", asked);
    if (wish.purpose === "offer") { await sealed(portal.pairing, "/api/close", {}); return offer(given); }
    opened = given;
    closeAtOnce = await sealedAhead(portal.pairing, "/api/close");
    signed = 0;
    count();
    show("working");
    tell("open", given);
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal.code !== "PinWrong") { problem(refusal); return; }
    showPin({ tokens: [{ ...found.token, certificates: found.der ? [found] : [] }] });
    at("pin-bad").textContent = sentence(refusal);
  } finally { at("pin-do").disabled = false; }
}

function offer(given) {
  tell("offer", { certificate: given.certificate });
  finish(say("offered"), true);
}

function count() {
  at("working-head").textContent = say("working");
  at("bar").max = wish.signatures;
  at("bar").value = signed;
  at("count").textContent = say("counted", signed, wish.signatures);
}

async function sign(items) {
  if (!opened) return tell("refused", { code: "AgentClosed" });
  try {
    const { signatures } = await sealed(portal.pairing, "/api/sign", { items });
    signed = Math.min(wish.signatures, signed + signatures.length);
    count();
    tell("signed", { signatures });
  } catch (error) {
    const refusal = refusalOf(error);
    opened = null;
    tell("refused", { code: refusal.code });
    at("retry").hidden = true;
    problem(refusal, say("stopped", signed));
  }
}

/** The batch is over: the key is closed, and the window with it where all is well. */
async function done(is_well) {
  if (ended) return;
  if (opened) { opened = null; await sealed(portal.pairing, "/api/close", {}).catch(() => undefined); }
  if (!at("problem").hidden) return;
  finish(say(is_well ? "done" : "stopped", signed), is_well);
}

function finish(head, closes) {
  ended = true;
  at("done-head").textContent = head;
  at("shut").onclick = () => window.close();
  show("done");
  if (closes) setTimeout(() => { if (ended) window.close(); }, CLOSE_MS);
}

async function leave() {
  tell("left");
  if (opened) { opened = null; await sealed(portal.pairing, "/api/close", {}).catch(() => undefined); }
  window.close();
}

function wished(message) {
  wish = {
    id: message.id,
    purpose: message.purpose === "offer" ? "offer" : "sign",
    signatures: Math.max(0, Math.min(1000, Number(message.signatures) || 0)),
    certificate: typeof message.certificate === "string" ? message.certificate : "",
    titles: message.titles,
  };
  ended = false;
  at("retry").hidden = at("give-up").hidden = false;
  speak(message.language);
  at("who").hidden = false;
  at("who").textContent = say("asks") + portal.origin;
  return start();
}

window.addEventListener("message", (event) => {
  const message = event.data;
  if (event.source !== window.opener || !message || message.hoso !== 1) return;
  if (portal.origin && event.origin !== portal.origin) return;
  portal.origin = event.origin;
  if (message.kind === "hello") tell("here", { open: Boolean(opened) });
  if (message.kind === "wish" && !opened) {
    tell("wished", { id: message.id });
    if (!wish || wish.id !== message.id) wished(message);
  }
  if (message.kind === "sign" && Array.isArray(message.items)) chain = chain.then(() => sign(message.items));
  if (message.kind === "done") done(Boolean(message.well));
});
window.addEventListener("pagehide", () => {
  tell("left");
  if (opened) closeAtOnce();
});
/** The page that asked is gone: nothing is signed for it any more, and the window says where to go on. */
function pageAway() {
  if (opened) { opened = null; closeAtOnce(); }
  for (const name of ["retry", "give-up"]) at(name).hidden = true;
  problem({ code: "PageAway", vi: say("pageAway") }, signed ? say("stopped", signed) : "");
}

// The portal's page was perhaps loaded anew and does not know its window any more: it is told again and again.
setInterval(() => {
  if (wish && (window.opener?.closed ?? true) && ["waiting", "pair", "pin", "working"].includes(shown)) pageAway();
  else tell("here", { open: Boolean(opened) });
}, 500);
// Vietnamese until the portal's page says what its reader chose: a browser's own language tells nothing of that.
speak("vi");
if (window.opener) setTimeout(() => { if (!wish) pageAway(); }, HEAR_MS);
else show("alone");
