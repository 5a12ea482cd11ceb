// The side of the page: the fields of what is selected, and what the checks say.
import { bounds, fitted, length, middle, withAbout } from "./model.js";

export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== undefined && value !== null) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

export const filled = (text, values) => text.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
const ID = /^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$/;

export class Panel {
  constructor(root, plan, data, { select, rename, nameOf, readOnly }) {
    Object.assign(this, { root, plan, data, words: data.words, select, rename, nameOf, readOnly, shown: "", fields: [] });
  }

  // Built anew when something else is selected; otherwise only the values change, so that the focus stays.
  show(entries) {
    const key = entries.map((e) => `${e.uid}:${e.feature.properties.kind}:${leadsOn(e.feature)}`).join(" ") + this.readOnly();
    if (key === this.shown && entries.length < 2) {
      const [entry] = entries;
      for (const field of this.fields) if (entry && document.activeElement !== field.input) field.fill(entry.feature);
      if (entry) this.title.textContent = this.#title(entry.feature);
      return;
    }
    this.shown = key;
    this.fields = [];
    this.root.replaceChildren(...this.#content(entries));
    this.#disable();
  }

  #disable() { if (this.readOnly()) for (const input of this.root.querySelectorAll("input, select, button")) input.disabled = true; }

  #title(feature) {
    const { kind, id } = feature.properties;
    return kind === "booth" || kind === "kiosk" ? `${this.words[`kind_${kind}`]} ${id}` : kind === "wall" ? this.words.kind_wall : this.nameOf(feature) || this.words[`kind_${kind}`];
  }

  #content(entries) {
    const w = this.words;
    if (!entries.length) return [h("p", { class: "soft" }, w.nothing_selected)];
    if (entries.length > 1) {
      return [
        h("h2", {}, filled(w.several, { n: entries.length })),
        h("p", { class: "soft" }, w.arrows),
        this.#remove(),
      ];
    }
    const { uid, feature } = entries[0], { kind } = feature.properties;
    this.title = h("h2", {}, this.#title(feature));
    const parts = [this.title, h("p", { class: "soft" }, w.selected_arrows)];
    const about = (name, change) => (value) => this.plan.edit([uid], (f) => withAbout(f, change ? change(value, f) : { [name]: value }));
    if (kind !== "wall") parts.push(...this.#own(kind, uid, about));
    if (kind === "wall") parts.push(this.#read(w.length, (f) => this.#metres(length(f))));
    if (["booth", "facility", "hall"].includes(kind)) parts.push(h("div", { class: "pair" }, this.#size(uid, "w", w.width), this.#size(uid, "h", w.depth)));
    if (kind === "booth") {
      parts.push(h("fieldset", {}, h("legend", {}, w.needs), this.#tick(w.power, "power", about), this.#tick(w.low_counter, "low_counter", about), this.#tick(w.step_free, "step_free", about, true)));
    }
    parts.push(this.#remove());
    return parts;
  }

  #own(kind, uid, about) {
    const w = this.words, { employers, booths, kiosks } = this.data;
    if (kind === "booth") {
      const employerOf = (f) => f.properties.employer ?? booths[f.properties.was ?? f.properties.id] ?? "";
      return [
        this.#text(w.number, (f) => f.properties.id, (value) => this.rename(uid, value), (value) => (ID.test(value) ? "" : w.bad_number)),
        this.#choice(w.employer, [["", w.nobody], ...employers], employerOf, about("employer")),
      ];
    }
    if (kind === "kiosk") {
      const own = (f) => [...new Set([...kiosks, f.properties.id])].map((name) => [name, name]);
      return [this.#choice(w.kind_kiosk, own(this.plan.find(uid).feature), (f) => f.properties.id, about("id"))];
    }
    const names = [
      this.#text(w.name_zh, (f) => nameIn(f, "zh"), about("name", (zh, f) => ({ name: { zh, en: nameIn(f, "en") } }))),
      this.#text(w.name_en, (f) => nameIn(f, "en"), about("name", (en, f) => ({ name: { zh: nameIn(f, "zh"), en } }))),
    ];
    if (kind === "door") {
      return [
        this.#choice(w.use, ["entrance", "exit", "passage"].map((use) => [use, w[`use_${use}`]]), (f) => f.properties.use ?? "entrance", about("use")),
        ...names, this.#read(w.width, (f) => this.#metres(length(f))), this.#tick(w.step_free, "step_free", about, true),
        ...this.#leads(uid),
      ];
    }
    if (kind === "facility") {
      const kinds = ["desk", "toilet", "lift", "stairs", "water", "first_aid", "other"];
      const ways = ["lift", "stairs"].includes(this.plan.find(uid).feature.properties.facility) ? this.#leads(uid) : [];
      return [this.#choice(w.kind_facility, kinds.map((each) => [each, w[`place_${each}`]]), (f) => f.properties.facility ?? "other", about("facility", (value) => ({ facility: value, ...(value === "other" ? {} : { name: this.data.words.places[value] }) }))), ...names, ...ways];
    }
    return names;
  }

  // Where halls lie apart: the door, stairs or lift at the other end, and how far it is to there.
  #leads(uid) {
    const w = this.words;
    const others = this.plan.entries.filter((e) => e.uid !== uid && leadsOn(e.feature)).map(({ feature: { properties: p } }) => p);
    const named = (p) => [p.id, [p.id, this.nameOf({ properties: p }), p.hall].filter(Boolean).join(" · ")];
    const chosen = this.plan.find(uid).feature.properties.leads_to, gone = chosen && !others.some((p) => p.id === chosen);
    const to = (value) => this.plan.edit([uid], (f) => without(f, value ? { leads_to: value } : {}, ["leads_to", ...(value ? [] : ["metres"])]));
    const metres = h("input", { type: "number", min: 0, max: 1000, step: 1, inputmode: "decimal", onchange: () => {
      const value = Number(metres.value), given = metres.value !== "" && value >= 0 && value <= 1000;
      this.plan.edit([uid], (f) => without(f, given ? { metres: value } : {}, ["metres"]));
    } });
    return [
      this.#choice(w.leads_to, [["", w.nowhere], ...(gone ? [[chosen, chosen]] : []), ...others.map(named)], (f) => f.properties.leads_to ?? "", to),
      this.#field(w.metres_there, metres, (f) => { metres.value = f.properties.metres ?? ""; }),
    ];
  }

  #metres(value) { return filled(this.words.metres, { n: value.toFixed(1) }); }

  #field(label, input, fill, wrong) {
    const id = `field-${this.fields.length}`;
    input.id = id;
    const problem = h("p", { class: "notice error", hidden: true, role: "alert" });
    this.fields.push({ input, fill });
    this.#first(fill);
    return h("div", { class: "field" }, h("label", { for: id }, label), input, wrong ? problem : null);
  }
  #first(fill) { const [uid] = this.shown.split(":"); fill(this.plan.find(Number(uid)).feature); }

  #text(label, read, write, wrong) {
    const input = h("input", { autocomplete: "off", maxlength: 64, onchange: () => {
      const value = input.value.trim(), problem = wrong?.(value) ?? "", place = input.parentElement.querySelector(".notice");
      if (place) { place.hidden = !problem; place.textContent = problem; }
      input.setAttribute("aria-invalid", problem ? "true" : "false");
      if (!problem) write(value);
    } });
    return this.#field(label, input, (f) => { input.value = read(f); }, wrong);
  }

  #choice(label, options, read, write) {
    const input = h("select", { onchange: () => write(input.value) }, ...options.map(([value, text]) => h("option", { value }, text)));
    return this.#field(label, input, (f) => { input.value = read(f); });
  }

  #size(uid, side, label) {
    const input = h("input", { type: "number", min: 0.5, max: 1000, step: 0.1, inputmode: "decimal", onchange: () => {
      const value = Number(input.value);
      if (value >= 0.1 && value <= 1000) this.plan.edit([uid], (f) => { const b = bounds(f); return fitted(f, { ...b, [side]: value }); });
    } });
    return this.#field(`${label} (${this.words.unit})`, input, (f) => { input.value = bounds(f)[side].toFixed(1); });
  }

  #tick(label, name, about, usual = false) {
    const write = about(name), input = h("input", { type: "checkbox", onchange: () => write(input.checked) });
    this.fields.push({ input, fill: (f) => { input.checked = f.properties[name] ?? usual; } });
    this.#first(this.fields.at(-1).fill);
    return h("label", { class: "check" }, input, label);
  }

  #read(label, read) {
    const text = h("span");
    this.fields.push({ input: text, fill: (f) => { text.textContent = read(f); } });
    this.#first(this.fields.at(-1).fill);
    return h("p", { class: "soft" }, `${label} `, text);
  }

  #remove() { return h("button", { type: "button", class: "remove", "data-act": "delete" }, this.words.remove); }
}

export const leadsOn = (f) => f.properties.kind === "door" || (f.properties.kind === "facility" && ["lift", "stairs"].includes(f.properties.facility));

function without(feature, more, names) {
  const kept = Object.fromEntries(Object.entries(feature.properties).filter(([name]) => !names.includes(name)));
  return { ...feature, properties: { ...kept, ...more } };
}

const nameIn = (f, language) => { const name = f.properties.name; return typeof name === "string" ? name : name?.[language] ?? ""; };

// The list of findings, what blocks first; the last line says what is well.
export function findingsList(root, findings, words, { show, move, readOnly }) {
  const rows = findings.map((finding) => h("li", { class: finding.level },
    h("span", { class: `mark ${finding.level === "blocks" ? "failed" : finding.level === "warns" ? "attention" : "note"}`, "aria-hidden": "true" }),
    h("div", {},
      h("b", {}, h("span", { class: "hidden" }, words[`level_${finding.level}`]), finding.words),
      h("p", { class: "soft" }, finding.help),
      h("p", { class: "acts-row" },
        finding.at || finding.box ? h("button", { type: "button", class: "small", onclick: () => show(finding) }, words.show_me) : null,
        finding.move && !readOnly() ? h("button", { type: "button", class: "small strong", onclick: () => move(finding) }, words.move_it) : null))));
  const codes = new Set(findings.map((finding) => finding.code));
  if (![...codes].some((code) => ["steps_only", "unreachable", "no_booths", "unreadable", "no_halls"].includes(code))) {
    rows.push(h("li", { class: "fine" }, h("span", { class: "mark", "aria-hidden": "true" }), h("div", {}, words.all_step_free)));
  }
  root.replaceChildren(...rows);
}
