// Takes the code out of the address at once, posts it, and shows the answer. Nothing is kept on the phone.
"use strict";
(() => {
  const part = (id) => document.getElementById(id);
  const form = part("code"), found = part("found"), lost = part("no-network");
  const secret = location.hash.slice(1);
  history.replaceState(null, "", location.pathname);
  form.elements.code.value = "";
  if (!secret) {
    part("no-code").hidden = false;
    return;
  }
  // The other language is another page: the code goes with it, again after the #, which is not sent.
  for (const other of document.querySelectorAll(".tools form")) other.action += "#" + secret;

  let again = "", timer = 0;

  async function ask(take) {
    again = take;
    part("wait").hidden = false;
    lost.hidden = true;
    const body = new FormData(form);
    body.set("code", secret);
    body.set("take", take);
    try {
      const answer = await fetch(form.action || location.pathname, { method: "POST", body, cache: "no-store" });
      if (answer.status !== 200 && answer.status !== 400) throw new Error(String(answer.status));
      found.innerHTML = await answer.text();
      count(Date.now());
    } catch {
      for (const button of found.querySelectorAll("button")) button.disabled = false;
      lost.hidden = false;
      lost.scrollIntoView({ block: "nearest" });
    }
    part("wait").hidden = true;
  }

  function count(since) {
    clearInterval(timer);
    const words = part("words")?.dataset.left ?? "";
    const rows = [...found.querySelectorAll("li")].filter((row) => row.querySelector(".left"));
    const tick = () => {
      const gone = Math.floor((Date.now() - since) / 1000);
      for (const row of rows) {
        const left = Number(row.dataset.left) - gone;
        if (left <= 0) return void (clearInterval(timer), ask(""));
        row.querySelector(".left").textContent = words
          .replace("{m}", Math.floor(left / 60)).replace("{s}", String(left % 60).padStart(2, "0"));
      }
    };
    if (rows.length) {
      tick();
      timer = setInterval(tick, 1000);
    }
  }

  found.addEventListener("submit", (event) => {
    event.preventDefault();
    for (const button of found.querySelectorAll("button")) button.disabled = true;
    ask(event.submitter.value);
  });
  lost.querySelector("button").addEventListener("click", () => ask(again));
  ask("");
})();
