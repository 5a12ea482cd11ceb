// A drawing is read by the server and given back: once to see its layers, once to make the plan. The server keeps nothing.
import { h, filled } from "./panel.js";

const KINDS = ["", "hall", "wall", "booth", "door", "kiosk", "facility", "scale"];

export function importing(dialog, words, send, done) {
  const part = (name) => dialog.querySelector(`[data-part=${name}]`);
  const file = part("file"), trouble = part("trouble"), layers = part("layers"), make = part("make"), scale = part("scale");
  const say = (text) => { trouble.textContent = text ?? ""; trouble.hidden = !text; };
  const failed = () => ({ status: 0, json: { words: words.server_failed } });

  file.addEventListener("change", async () => {
    say("");
    layers.replaceChildren();
    make.disabled = true;
    scale.hidden = true;
    if (!file.files.length) return;
    const body = new FormData();
    body.set("file", file.files[0]);
    const { status, json } = await send(body).catch(failed);
    if (status !== 200) return say(json.words || words.server_failed);
    make.disabled = false;
    if (json.plan) return void (make.onclick = () => { dialog.close(); done(json.plan, []); });
    make.onclick = build;
    scale.hidden = false;
    part("unit-said").textContent = json.metres ? filled(words.unit_said, { n: Number(json.metres.toPrecision(4)) }) : words.unit_missing;
    layers.replaceChildren(h("thead", {}, h("tr", {}, ...[words.layer, words.lines, words.closed, words.means].map((text) => h("th", { scope: "col" }, text)))),
      h("tbody", {}, ...json.layers.map((layer) => h("tr", {}, h("th", { scope: "row" }, layer.name), h("td", {}, layer.lines), h("td", {}, layer.closed), h("td", {}, choice(layer))))));
  });

  function choice(layer) {
    const select = h("select", { "data-layer": layer.name, "aria-label": `${words.means}: ${layer.name}` }, ...KINDS.map((kind) => h("option", { value: kind }, kind ? words[`kind_${kind}`] : words.leave_out)));
    select.value = layer.kind;
    return select;
  }

  async function build() {
    say("");
    const body = new FormData(), kinds = {};
    for (const select of layers.querySelectorAll("select")) kinds[select.dataset.layer] = select.value;
    body.set("file", file.files[0]);
    body.set("make", "1");
    body.set("kinds", JSON.stringify(kinds));
    for (const name of ["width", "line", "line_metres"]) body.set(name, part(name).value);
    const { status, json } = await send(body).catch(failed);
    if (status !== 200) return say(json.words || words.server_failed);
    dialog.close();
    done(json.plan, json.notes);
  }

  part("close").addEventListener("click", () => dialog.close());
  return { open() { say(""); file.value = ""; layers.replaceChildren(); scale.hidden = true; make.disabled = true; dialog.showModal(); } };
}
