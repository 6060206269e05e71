// The keys of pairings, which no script can read out again, and the calls that are sealed with them.
const STORE = "keys";
let visit = "";
let number = 0;

/** Why a call was refused: `code`, `vi`, `en`; `code` is "Away" when the agent does not answer. */
export class Refusal extends Error {
  constructor(refusal) { super(refusal.code); this.refusal = refusal; }
}

const shelf = () => new Promise((done, failed) => {
  const asked = indexedDB.open("hoso-signing-agent", 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore(STORE);
  asked.onsuccess = () => done(asked.result);
  asked.onerror = () => failed(asked.error);
});

const onShelf = async (mode, act) => {
  const held = await shelf();
  return new Promise((done, failed) => {
    const turn = held.transaction(STORE, mode);
    const asked = act(turn.objectStore(STORE));
    turn.oncomplete = () => { held.close(); done(asked.result); };
    turn.onerror = () => { held.close(); failed(turn.error); };
  });
};

/** The pairing with that origin, or undefined. */
export const pairingWith = (origin) => onShelf("readonly", (store) => store.get(origin));
export const forgetPairing = (origin) => onShelf("readwrite", (store) => store.delete(origin));

const octets = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
const hexadecimal = (buffer) => [...new Uint8Array(buffer)].map((one) => one.toString(16).padStart(2, "0")).join("");

async function call(path, given, pairing) {
  const body = JSON.stringify(given);
  const headers = { "Content-Type": "application/json" };
  if (pairing) {
    number += 1;
    const sealed = new TextEncoder().encode(`${visit}\n${number}\n${path}\n${body}`);
    const mac = await crypto.subtle.sign("HMAC", pairing.key, sealed);
    headers["X-Hoso-Seal"] = `${pairing.id}.${visit}.${number}.${hexadecimal(mac)}`;
  }
  let answer, content;
  try {
    answer = await fetch(path, { method: "POST", headers, body, credentials: "omit", cache: "no-store" });
    content = await answer.json();
  } catch {
    throw new Refusal({ code: "Away" });
  }
  if (!answer.ok) throw new Refusal(content.error);
  return content;
}

/** Begins anew: after the agent was started again, and before the first sealed call. */
export async function begin() {
  ({ visit } = await call("/api/visit", {}));
  number = 0;
}

export const askForCode = (origin) => call("/api/pair/begin", { origin });

/** Hands in the typed code, and keeps the key that comes for it. */
export async function pair(origin, code) {
  const made = await call("/api/pair", { origin, code });
  const key = await crypto.subtle.importKey("raw", octets(made.key), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  await onShelf("readwrite", (store) => store.put({ id: made.pairing, key }, origin));
}

/** A call without words that can be made when the window is closed, when there is no time left to seal it. */
export async function sealedAhead(pairing, path) {
  const at = { visit, number: 2 ** 40, body: "{}" };
  const mac = hexadecimal(await crypto.subtle.sign("HMAC", pairing.key, new TextEncoder().encode(`${at.visit}\n${at.number}\n${path}\n${at.body}`)));
  const headers = { "Content-Type": "application/json", "X-Hoso-Seal": `${pairing.id}.${at.visit}.${at.number}.${mac}` };
  return () => { fetch(path, { method: "POST", headers, body: at.body, credentials: "omit", keepalive: true }).catch(() => undefined); };
}

/** A sealed call; one after the other, since their numbers only grow. */
let last = Promise.resolve();
export function sealed(pairing, path, given) {
  const turn = last.then(() => call(path, given, pairing));
  last = turn.catch(() => undefined);
  return turn;
}
