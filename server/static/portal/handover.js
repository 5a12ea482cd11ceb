// Takes the code out of the address at once and makes two things of it (jobfair/handover.py): a claim, which it posts,
// and a key, which never leaves this page. The first phone is shown two digits; once they are tapped on the kiosk, what
// comes back is decrypted here. Nothing is kept on the phone but what its owner saves.
"use strict";
(() => {
  const part = (id) => document.getElementById(id);
  const form = part("code"), found = part("found"), pass = part("pass");
  const text = location.hash.slice(1);
  history.replaceState(null, "", location.pathname);
  const code = /^JFH1\.([A-Za-z0-9_-]{22})$/.exec(text);
  if (!code) return void (part("no-code").hidden = false);
  if (!globalThis.crypto?.subtle) return void (part("no-key").hidden = false);
  // The other language is another page: the code goes with it, again after the #, which is not sent.
  for (const other of document.querySelectorAll(".tools form")) other.action += "#" + text;

  const bytes = (said) => Uint8Array.from(atob(said.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const AGAIN = 1500, LATER = 10000; // milliseconds

  async function derived(purpose) {
    const hmac = { name: "HMAC", hash: "SHA-256" };
    const key = await crypto.subtle.importKey("raw", bytes(code[1] + "=="), hmac, false, ["sign"]);
    return crypto.subtle.sign("HMAC", key, new TextEncoder().encode("jobfair/1/handover/" + purpose));
  }

  async function opened(sealed) {
    const key = await crypto.subtle.importKey("raw", await derived("key"), "AES-GCM", false, ["decrypt"]);
    const data = await crypto.subtle.decrypt({ name: "AES-GCM", iv: sealed.slice(0, 12) }, key, sealed.slice(12));
    return JSON.parse(new TextDecoder().decode(data));
  }

  function drawn(rows) {
    const quiet = 4, cell = 10, canvas = document.createElement("canvas");
    canvas.width = canvas.height = (rows.length + 2 * quiet) * cell;
    const pen = canvas.getContext("2d");
    pen.fillStyle = "#ffffff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.fillStyle = "#000000";
    rows.forEach((row, y) => [...row].forEach((bit, x) => {
      if (bit === "1") pen.fillRect((x + quiet) * cell, (y + quiet) * cell, cell, cell);
    }));
    return canvas.toDataURL("image/png");
  }

  function show(content) {
    const picture = drawn(content.rows);
    pass.querySelector("img").src = pass.querySelector("a").href = picture;
    pass.querySelector(".fair").textContent = content.fair;
    const day = new Date(content.expires);
    pass.querySelector(".until").textContent = day.toLocaleDateString(document.documentElement.lang, { dateStyle: "long" });
    pass.querySelector("button").addEventListener("click", () => print());
    pass.hidden = false;
  }

  async function ask(claim) {
    let wait = AGAIN;
    try {
      const body = new FormData(form);
      body.set("claim", claim);
      const answer = await fetch(form.action || location.pathname, { method: "POST", body, cache: "no-store" });
      if (answer.status !== 200 && answer.status !== 400) throw new Error(String(answer.status));
      const said = await answer.text();
      if (found.dataset.said !== said) found.innerHTML = said;
      found.dataset.said = said;
      const state = found.firstElementChild.dataset;
      part("no-network").hidden = true;
      if (state.state === "here") {
        try {
          show(await opened(bytes(state.sealed)));
        } catch {
          part("no-key").hidden = false;
        }
      }
      if (state.state === "busy") wait = LATER;
      if (["here", "other", "over"].includes(state.state)) wait = 0;
    } catch {
      part("no-network").hidden = false;
    }
    part("wait").hidden = true;
    if (wait) setTimeout(ask, wait, claim);
  }

  part("wait").hidden = false;
  derived("claim").then((made) =>
    ask([...new Uint8Array(made.slice(0, 16))].map((byte) => byte.toString(16).padStart(2, "0")).join("")));
})();
