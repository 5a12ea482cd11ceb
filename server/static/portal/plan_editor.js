// The floor plan's editor: wires the drawing, the panel and the server together. What it says comes with the page, in the
// language of the page. Nothing is lost by a closed page: the draft is saved a second after each change.
import { Canvas } from "./plan/canvas.js";
import { importing } from "./plan/importing.js";
import { Plan, GRID, bounds, moved, withAbout } from "./plan/model.js";
import { Panel, filled, findingsList } from "./plan/panel.js";
import { TOOLS, Tools } from "./plan/tools.js";

const part = (id) => document.getElementById(id);
const data = JSON.parse(part("plan-data").textContent), words = data.words, urls = part("editor").dataset;
const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
const SAVE_AFTER = 1000, ASK_AGAIN = 15000; // milliseconds
const narrow = matchMedia("(max-width: 900px)");
const readOnly = () => narrow.matches;

const plan = new Plan(data.plan);
const nameOf = (feature) => {
  const { name, id, kind } = feature.properties;
  if (kind === "booth" || kind === "kiosk") return id ?? "";
  return (typeof name === "string" ? name : name?.[data.language] || name?.zh || name?.en) || words[`kind_${kind}`] || "";
};
const metres = (value) => filled(words.metres, { n: Math.abs(value - 1.5) < 0.05 && value < 1.5 ? value.toFixed(2) : value.toFixed(1) });
const canvas = new Canvas(part("canvas"), plan, { nameOf, metres });
const tell = (text) => { part("told").textContent = text; };
const chosen = () => [...canvas.selection].map((uid) => plan.find(uid)).filter(Boolean);
const tools = new Tools(canvas, plan, { select, tell, words, readOnly, options: () => ({
  width: number("block-width", 3), depth: number("block-depth", 3), across: Math.round(number("block-across", 2)), down: Math.round(number("block-down", 6)),
  first: /^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$/.test(part("block-first").value) ? part("block-first").value : "A01", kiosks: data.kiosks,
}) });
const panel = new Panel(part("fields"), plan, data, { select, rename, nameOf, readOnly });
function number(id, usual) { const value = Number(part(id).value); return value > 0 && value <= 200 ? value : usual; }

// --- what is selected

function select(uids) {
  canvas.selection = new Set(uids);
  tools.measureAround(uids);
  canvas.draw();
  panel.show(chosen());
  part("tour").hidden = true;
  const [one, more] = chosen();
  if (one) tell(more ? filled(words.several, { n: canvas.selection.size }) : said(one.feature));
}

function said(feature) {
  const b = bounds(feature);
  return filled(words.said, { kind: words[`kind_${feature.properties.kind}`], name: nameOf(feature), w: b.w.toFixed(1), h: b.h.toFixed(1), x: b.x.toFixed(1), y: b.y.toFixed(1) });
}

// Its employer and openings stay with a booth whose number changes: "was" remembers which it is at the fair.
function rename(uid, id) {
  plan.edit([uid], (f) => {
    const was = f.properties.was ?? (f.properties.id in data.booths ? f.properties.id : undefined);
    return withAbout(f, { id, ...(was && was !== id ? { was } : {}) });
  });
}

function shift(dx, dy) {
  const uids = [...canvas.selection];
  plan.edit(uids, (f) => moved(f, dx, dy));
  tools.measureAround(uids);
  canvas.draw();
  const narrowest = Math.min(...canvas.gaps.map((gap) => gap.metres));
  const [one] = chosen();
  if (one) tell(said(one.feature) + (Number.isFinite(narrowest) ? " " + filled(words.nearest, { n: narrowest.toFixed(1) }) : ""));
}

function remove() {
  const uids = [...canvas.selection];
  if (!uids.length || readOnly()) return;
  plan.remove(uids);
  select([]);
  tell(words.removed);
}

function walkThrough(step) {
  const all = plan.entries.filter((e) => e.feature.properties.kind !== "hall");
  if (!all.length) return;
  const now = all.findIndex((e) => canvas.selection.has(e.uid)), next = all[(now + step + all.length) % all.length];
  select([next.uid]);
  canvas.show(bounds(next.feature));
}

// --- tools

function use(name) {
  tools.cancel();
  tools.name = name;
  for (const button of document.querySelectorAll("[data-tool]")) {
    const on = button.dataset.tool === name;
    button.setAttribute("aria-checked", String(on));
    button.tabIndex = on ? 0 : -1;
  }
  canvas.root.dataset.tool = name;
  part("block-options").hidden = name !== "block" && name !== "booth";
  part("block-only").hidden = name !== "block";
  part("hint").textContent = words[`hint_${name}`];
  part("hint").hidden = false;
}
for (const button of document.querySelectorAll("[data-tool]")) button.addEventListener("click", () => use(button.dataset.tool));
part("tools").addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  use(TOOLS[(TOOLS.indexOf(tools.name) + step + TOOLS.length) % TOOLS.length]);
  document.querySelector(`[data-tool=${tools.name}]`).focus();
});

canvas.root.addEventListener("contextmenu", (event) => event.preventDefault());
canvas.root.addEventListener("keydown", (event) => {
  const step = { ArrowLeft: [-GRID, 0], ArrowRight: [GRID, 0], ArrowUp: [0, -GRID], ArrowDown: [0, GRID] }[event.key];
  if (step && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    if (canvas.selection.size && !readOnly()) shift(...step); else canvas.pan(-step[0] * 80, -step[1] * 80);
  } else if (event.key === "Delete" || event.key === "Backspace") { event.preventDefault(); remove(); }
  else if (event.key === "Enter") { event.preventDefault(); tools.drop(); }
  else if (event.key === "PageDown" || event.key === "PageUp") { event.preventDefault(); walkThrough(event.key === "PageDown" ? 1 : -1); }
  else if (event.key === "Escape") { if (tools.name !== "select") use("select"); else select([]); tools.cancel(); }
  else if (event.key === "+" || event.key === "=") canvas.zoom(1.25);
  else if (event.key === "-") canvas.zoom(0.8);
  else if (event.key === "0") canvas.fit();
  else if (event.key === " ") { event.preventDefault(); tools.panning = true; }
});
canvas.root.addEventListener("keyup", (event) => { if (event.key === " ") tools.panning = false; });
addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.target.closest?.("input, select, textarea")) return;
  const key = event.key.toLowerCase();
  if (key === "z" || key === "y") {
    event.preventDefault();
    if (key === "y" || event.shiftKey) redo(); else undo();
  } else if (key === "a" && event.target === canvas.root) {
    event.preventDefault();
    select(plan.entries.filter((e) => e.feature.properties.kind !== "hall").map((e) => e.uid));
  }
});

function undo() { plan.undo(); tell(words.undone); }
function redo() { plan.redo(); tell(words.redone); }
const ACTS = {
  undo, redo, delete: remove, import: () => importer.open(), tour: openTour, publish,
  "zoom-in": () => canvas.zoom(1.25), "zoom-out": () => canvas.zoom(0.8), fit: () => canvas.fit(),
  "tour-close": () => { canvas.tour = null; canvas.draw(); part("tour").hidden = true; },
  "take-theirs": () => answer(true), "keep-mine": () => answer(false),
};
document.addEventListener("click", (event) => {
  const act = event.target.closest?.("[data-act]")?.dataset.act;
  if (act) ACTS[act]?.();
});
part("find").addEventListener("change", () => {
  const [found] = plan.named(part("find").value.trim());
  if (found) { select([found.uid]); canvas.show(bounds(found.feature)); canvas.root.focus(); }
  else tell(words.not_found);
});

// --- halls

function hallTabs() {
  const halls = plan.of("hall"), root = part("halls"), wanted = halls.map((e) => e.feature.properties.id + nameOf(e.feature)).join();
  if (root.dataset.shown === wanted) return;
  root.dataset.shown = wanted;
  root.replaceChildren(...(halls.length > 1 ? [["", words.all_halls], ...halls.map((e) => [e.feature.properties.id, nameOf(e.feature)])] : []).map(([id, text]) => {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", textContent: text });
    button.setAttribute("aria-pressed", String(canvas.hall === id));
    button.addEventListener("click", () => {
      canvas.hall = id;
      for (const other of root.children) other.setAttribute("aria-pressed", String(other === button));
      canvas.fit();
    });
    return button;
  }));
  part("find-list").replaceChildren(...plan.of("booth").map((e) => new Option("", e.feature.properties.id)));
}

// --- the server

let draft = data.draft, saved = plan.state, timer = null, busy = false, theirs = null, kiosks = data;

async function send(url, body) {
  const headers = { "X-CSRFToken": token };
  if (!(body instanceof FormData)) { headers["Content-Type"] = "application/json"; body = JSON.stringify(body); }
  const reply = await fetch(url, { method: "POST", headers, body, credentials: "same-origin" });
  const json = reply.headers.get("Content-Type")?.includes("json") ? await reply.json() : { words: words.server_failed };
  return { status: reply.status, json };
}

function showDraft(state) {
  part("draft").textContent = state ?? (draft.number && draft.at ? filled(words.draft, { n: draft.number, at: draft.at }) : words.no_draft);
  const have = kiosks.paired ? filled(words.have, { have: kiosks.have, n: kiosks.paired }) : words.no_kiosks;
  part("have").textContent = data.published ? have : "";
  part("publish").textContent = kiosks.paired ? filled(kiosks.paired === 1 ? words.publish_one : words.publish_to, { n: kiosks.paired }) : words.publish;
  const stuck = canvas.findings.filter((finding) => finding.level === "blocks").length;
  part("publish").setAttribute("aria-describedby", stuck ? "blocked" : "");
  part("blocked").textContent = stuck ? filled(stuck === 1 ? words.blocked_one : words.blocked, { n: stuck }) : "";
  part("blocked").hidden = !stuck;
}

function showFindings(findings) {
  canvas.findings = findings;
  findingsList(part("findings"), findings, words, { show: showFinding, move: moveFor, readOnly });
  canvas.draw();
  showDraft();
}

async function save() {
  clearTimeout(timer);
  if (busy || theirs || readOnly() || plan.state === saved) return !theirs;
  if (plan.open) { later(); return false; }
  busy = true;
  const sent = plan.state;
  showDraft(words.saving);
  try {
    const { status, json } = await send(urls.save, { plan: plan.geojson(), number: draft.number });
    if (status === 409) { conflict(json); return false; }
    if (status !== 200) throw new Error(json.words);
    draft = json.draft;
    saved = sent;
    showFindings(json.findings);
    return true;
  } catch (fault) {
    showDraft(`${words.not_saved} ${fault instanceof TypeError ? "" : fault.message}`);
    timer = setTimeout(save, ASK_AGAIN);
    return false;
  } finally {
    busy = false;
    if (plan.state !== saved && !theirs) later();
  }
}
function later() { clearTimeout(timer); timer = setTimeout(save, SAVE_AFTER); }

function conflict(json) {
  theirs = json;
  part("conflict-words").textContent = filled(words.conflict, { who: json.draft.by || "—", n: json.draft.number, at: json.draft.at });
  part("conflict").hidden = false;
  part("conflict").querySelector("button").focus();
  showDraft(words.not_saved);
}

function answer(take) {
  const other = theirs;
  theirs = null;
  part("conflict").hidden = true;
  draft = other.draft;
  if (take) { plan.replace(other.plan); saved = plan.state; select([]); later(); }
  if (!take) save(); else showDraft();
}

async function publish() {
  if (readOnly()) return;
  while (busy) await new Promise((done) => setTimeout(done, 50));
  if (plan.state !== saved && !(await save())) return;
  if (!draft.number) { plan.change((state) => ({ ...state })); if (!(await save())) return; }
  showDraft(words.publishing);
  const { status, json } = await send(urls.publish, { number: draft.number }).catch(() => ({ status: 0, json: { words: words.server_failed } }));
  if (status === 409) return conflict(json);
  if (status !== 200) {
    if (json.findings) part("findings").scrollIntoView({ block: "nearest" });
    notice(json.words || words.server_failed, true);
    return showDraft();
  }
  draft = json.draft;
  data.published = true;
  for (const { feature } of plan.of("booth")) {
    const { id, was, employer } = feature.properties;
    data.booths[id] = employer ?? data.booths[was ?? id] ?? "";
  }
  plan.take(json.plan);
  saved = plan.state;
  kiosks = json;
  select([]);
  notice(words.published, false);
  showDraft();
  setTimeout(reach, 3000);
}

function notice(text, bad) {
  part("notice").className = bad ? "notice error" : "notice ok";
  part("notice").textContent = text;
  part("notice").hidden = false;
}

async function reach() {
  try {
    const reply = await fetch(urls.reach, { cache: "no-store" });
    if (reply.ok) { kiosks = await reply.json(); showDraft(); }
  } catch { /* asked again */ }
  if (data.published) setTimeout(reach, ASK_AGAIN);
}

// --- checks, tours, files

function showFinding(finding) {
  const found = finding.ids.flatMap((id) => plan.named(id));
  if (found.length) select(found.map((e) => e.uid));
  if (!found.length && !finding.at) return tell(finding.words);
  if (finding.box) canvas.show({ x: finding.box[0], y: finding.box[1], w: finding.box[2] - finding.box[0], h: finding.box[3] - finding.box[1] });
  else if (finding.at) canvas.show({ x: finding.at[0] - 3, y: finding.at[1] - 3, w: 6, h: 6 });
  else if (found.length) canvas.show(bounds(found[0].feature));
}

function moveFor(finding) {
  const uids = finding.move.ids.flatMap((id) => plan.named(id)).map((e) => e.uid);
  plan.edit(uids, (f) => moved(f, finding.move.dx, finding.move.dy));
  select(uids);
  tell(words.moved);
  save();
}

function openTour() {
  part("tour").hidden = false;
  const booths = chosen().map((e) => e.feature.properties).filter((p) => p.kind === "booth").map((p) => p.id);
  const all = plan.of("booth").map((e) => e.feature.properties.id), step = Math.max(1, Math.floor(all.length / 5));
  part("tour-booths").value = (booths.length ? booths.slice(0, 12) : all.filter((_, n) => n % step === 0).slice(0, 5)).join(", ");
  part("tour-from").replaceChildren(...plan.of("kiosk").map((e) => new Option(e.feature.properties.id)));
  part("chosen").scrollTop = 0;
  part("tour-booths").focus();
}
part("tour-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const booths = part("tour-booths").value.split(/[\s,，、]+/).filter(Boolean);
  const body = { plan: plan.geojson(), booths, kiosk: part("tour-from").value, step_free: part("tour-step-free").checked };
  const { status, json } = await send(urls.tour, body).catch(() => ({ status: 0, json: { words: words.server_failed } }));
  canvas.tour = status === 200 ? json : null;
  canvas.draw();
  part("tour-result").textContent = status === 200 ? filled(words.tour_result, { order: json.stops.map((stop) => stop.id).join(" → "), n: Math.round(json.metres), minutes: json.minutes }) : json.words;
  if (status === 200) canvas.fit(boxAround(json.line));
});
function boxAround(line) {
  const xs = line.map((p) => p[0]), ys = line.map((p) => p[1]), x = Math.min(...xs), y = Math.min(...ys);
  return { x, y, w: Math.max(...xs) - x, h: Math.max(...ys) - y };
}

const importer = importing(part("import"), words, (body) => send(urls.import, body), (geojson, notes) => {
  plan.replace(geojson);
  select([]);
  canvas.hall = "";
  canvas.fit();
  notice([words.imported, ...notes].join(" "), false);
});

plan.listeners.push(() => {
  canvas.draw();
  hallTabs();
  const gone = [...canvas.selection].filter((uid) => !plan.find(uid));
  if (gone.length) select([...canvas.selection].filter((uid) => !gone.includes(uid))); else panel.show(chosen());
  for (const button of document.querySelectorAll("[data-act=undo]")) button.disabled = !plan.past.length;
  for (const button of document.querySelectorAll("[data-act=redo]")) button.disabled = !plan.future.length;
  part("zoom").textContent = `${Math.round((canvas.view.scale / 12) * 100)} %`;
  if (plan.state !== saved) later();
});
addEventListener("beforeunload", (event) => { if (plan.state !== saved && !readOnly()) event.preventDefault(); });
narrow.addEventListener("change", () => { use("select"); panel.shown = ""; panel.show(chosen()); showFindings(canvas.findings); });
new MutationObserver(() => { part("zoom").textContent = `${Math.round((canvas.view.scale / 12) * 100)} %`; }).observe(canvas.floor, { attributes: true });

if (plan.of("hall").length > 1) canvas.hall = plan.of("hall")[0].feature.properties.id;
use("select");
hallTabs();
panel.show([]);
showFindings(data.findings);
canvas.fit();
if (data.published) setTimeout(reach, ASK_AGAIN);
document.documentElement.dataset.editor = "ready";
