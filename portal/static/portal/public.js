"use strict";
// Says that a check is at work, and reads QR codes with the camera where the browser can.
(() => {
  document.querySelectorAll(".send-paper").forEach((form) =>
    form.addEventListener("submit", () => {
      form.querySelector("button").disabled = true;
      form.querySelector(".waiting").hidden = false;
    }),
  );
  window.addEventListener("pageshow", () =>
    document.querySelectorAll(".send-paper").forEach((form) => {
      form.querySelector("button").disabled = false;
      form.querySelector(".waiting").hidden = true;
    }),
  );

  const box = document.querySelector(".scan");
  const scanner = document.getElementById("scanner");
  if (!box || !("BarcodeDetector" in window) || !navigator.mediaDevices) return;
  box.hidden = false;
  const video = scanner.querySelector("video");
  const says = scanner.querySelector("[role=status]");
  let stream = null;

  const stop = () => {
    stream?.getTracks().forEach((track) => track.stop());
    stream = null;
  };
  scanner.addEventListener("close", stop);

  const codeIn = (text) => {
    let last = text;
    if (/^https?:/i.test(text)) {
      const url = new URL(text);
      if (url.host !== location.host) return "";
      last = url.pathname.replace(/\/$/, "").split("/").pop();
    }
    return /^[A-Za-z2-7-]{16,64}$/.test(last) ? last : "";
  };

  const look = async (detector) => {
    if (!stream) return;
    const found = await detector.detect(video).catch(() => []);
    const code = found.map((one) => codeIn(one.rawValue)).find(Boolean);
    if (code) {
      stop();
      location.assign(document.querySelector(".type-code").action.split("?")[0] + encodeURIComponent(code));
      return;
    }
    if (found.length) says.textContent = scanner.dataset.foreign;
    setTimeout(() => look(detector), 250);
  };

  box.querySelector("[data-scan]").addEventListener("click", async () => {
    scanner.showModal();
    says.textContent = "";
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      video.srcObject = stream;
      await video.play();
      look(new BarcodeDetector({ formats: ["qr_code"] }));
    } catch {
      says.textContent = scanner.dataset.unseen;
    }
  });
})();
