// Passkeys (WebAuthn Level 2): asks the browser for a key and sends what it says with the page's own form.
// Forms with data-passkey stay hidden where the browser, or a page without HTTPS, has no passkeys.
(() => {
  "use strict";
  const toBytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
  const toText = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

  const withBytes = (options) => {
    const asked = { ...options, challenge: toBytes(options.challenge) };
    if (options.user) asked.user = { ...options.user, id: toBytes(options.user.id) };
    for (const list of ["excludeCredentials", "allowCredentials"]) {
      if (options[list]) asked[list] = options[list].map((one) => ({ ...one, id: toBytes(one.id) }));
    }
    return asked;
  };

  const asJson = (credential) => {
    const response = {};
    for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (credential.response[name]) response[name] = toText(credential.response[name]);
    }
    return JSON.stringify({
      id: credential.id, rawId: toText(credential.rawId), type: credential.type, response,
      clientExtensionResults: credential.getClientExtensionResults(),
    });
  };

  const dataOf = async (form) => {
    if (form.dataset.passkey === "login") {
      const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error("no challenge");
      return (await answer.json()).request_options;
    }
    const told = JSON.parse(document.getElementById("passkey-data").textContent);
    return told.creation_options || told.request_options;
  };

  const create = async (form, options) => {
    const alone = form.elements.passwordless && form.elements.passwordless.checked;
    options.authenticatorSelection = {
      ...options.authenticatorSelection,
      residentKey: alone ? "required" : "discouraged",
      requireResidentKey: alone,
      userVerification: alone ? "required" : "preferred",
    };
    return navigator.credentials.create({ publicKey: options });
  };

  const ask = async (form) => {
    const options = withBytes((await dataOf(form)).publicKey);
    return form.dataset.passkey === "create" ? create(form, options) : navigator.credentials.get({ publicKey: options });
  };

  const can = Boolean(window.PublicKeyCredential && navigator.credentials);
  for (const note of document.querySelectorAll(".no-passkeys")) note.hidden = can;
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = !can;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const wrong = form.querySelector("[role=alert]");
      if (wrong) wrong.hidden = true;
      try {
        form.elements.credential.value = asJson(await ask(form));
        form.submit();
      } catch {
        if (wrong) wrong.hidden = false;
      }
    });
  }
})();
