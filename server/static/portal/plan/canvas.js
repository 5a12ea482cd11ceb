// Draws the plan: what lies on the floor in metres, handles and measures above it in pixels.
import { WIDE_ENOUGH, bounds, middle, points, within } from "./model.js";

const NS = "http://www.w3.org/2000/svg";
export function svg(tag, attributes = {}, text) {
  const element = document.createElementNS(NS, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  if (text !== undefined) element.textContent = text;
  return element;
}
const ORDER = ["hall", "facility", "booth", "wall", "door", "kiosk"];
const LEAST = 1, MOST = 120; // pixels a metre

export class Canvas {
  constructor(root, plan, { nameOf, metres }) {
    Object.assign(this, { root, plan, nameOf, metres, selection: new Set(), findings: [], hall: "", tour: null, rule: null, frame: null, gaps: [] });
    this.view = { x: 0, y: 0, scale: 12 };
    this.floor = root.appendChild(svg("g"));
    this.above = root.appendChild(svg("g"));
    const dots = svg("pattern", { id: "dots", width: 1, height: 1, patternUnits: "userSpaceOnUse" });
    dots.append(svg("circle", { cx: 0.5, cy: 0.5, r: 0.06 }));
    root.prepend(svg("defs"));
    root.firstChild.append(dots);
    this.layers = Object.fromEntries(ORDER.map((kind) => [kind, svg("g", { class: `layer-${kind}` })]));
    this.aisles = svg("g", { class: "aisles" });
    for (const kind of ORDER) {
      this.floor.append(this.layers[kind]);
      if (kind === "hall") this.floor.append(this.aisles);
    }
    this.drawn = new Map();
    new ResizeObserver(() => this.draw()).observe(root);
  }

  get size() { return this.root.getBoundingClientRect(); }
  at(event) {
    const box = this.size;
    return [(event.clientX - box.left) / this.view.scale + this.view.x, (event.clientY - box.top) / this.view.scale + this.view.y];
  }
  onScreen([x, y]) { return [(x - this.view.x) * this.view.scale, (y - this.view.y) * this.view.scale]; }
  get centre() { const box = this.size; return [this.view.x + box.width / 2 / this.view.scale, this.view.y + box.height / 2 / this.view.scale]; }

  zoom(factor, around = this.centre) {
    const scale = Math.min(MOST, Math.max(LEAST, this.view.scale * factor));
    const k = this.view.scale / scale;
    this.view = { x: around[0] - (around[0] - this.view.x) * k, y: around[1] - (around[1] - this.view.y) * k, scale };
    this.draw();
  }
  pan(dx, dy) { this.view.x -= dx / this.view.scale; this.view.y -= dy / this.view.scale; this.draw(); }

  // So that the box fills the canvas; without one the hall that is chosen, else all.
  fit(box = this.#whole(), margin = 64) {
    const size = this.size;
    margin = Math.min(margin, size.width * 0.068); // all of a phone's width is needed
    const wide = Math.max(40, size.width - 2 * margin), high = Math.max(40, size.height - 2 * margin);
    const scale = Math.min(MOST, Math.max(LEAST, Math.min(wide / Math.max(box.w, 1), high / Math.max(box.h, 1))));
    this.view = { x: box.x + box.w / 2 - size.width / 2 / scale, y: box.y + box.h / 2 - size.height / 2 / scale, scale };
    this.draw();
  }
  show(box) {
    const [left, top] = this.onScreen([box.x, box.y]), [right, bottom] = this.onScreen([box.x + box.w, box.y + box.h]);
    const size = this.size;
    if (left < 20 || top < 20 || right > size.width - 20 || bottom > size.height - 20 || this.view.scale < 14) {
      this.fit({ x: box.x - 12, y: box.y - 10, w: box.w + 24, h: box.h + 20 });
    }
  }
  #whole() {
    const halls = this.plan.of("hall").filter((e) => !this.hall || e.feature.properties.id === this.hall);
    const shown = halls.length ? halls : this.plan.entries;
    if (!shown.length) return { x: 0, y: 0, w: this.plan.state.head.width ?? 60, h: this.plan.state.head.height ?? 40 };
    const all = shown.map((e) => bounds(e.feature));
    const x = Math.min(...all.map((b) => b.x)), y = Math.min(...all.map((b) => b.y));
    return { x, y, w: Math.max(...all.map((b) => b.x + b.w)) - x, h: Math.max(...all.map((b) => b.y + b.h)) - y };
  }

  // What lies under a place, the uppermost first; lines are wide enough for a finger.
  hit(at) {
    const reach = 8 / this.view.scale;
    for (const kind of [...ORDER].reverse()) {
      const found = this.plan.of(kind).filter(({ feature }) => {
        if (kind === "kiosk") return Math.hypot(at[0] - points(feature)[0][0], at[1] - points(feature)[0][1]) < Math.max(0.8, reach);
        if (kind === "wall" || kind === "door") return nearLine(points(feature), at) < Math.max(0.2, reach);
        if (kind === "hall") return nearLine(points(feature), at) < Math.max(0.2, reach);
        return within(feature, at);
      });
      if (found.length) return found[found.length - 1];
    }
    return null;
  }

  draw() {
    const { x, y, scale } = this.view;
    this.floor.setAttribute("transform", `scale(${scale}) translate(${-x} ${-y})`);
    const said = new Map();
    for (const finding of this.findings) for (const id of finding.ids) if (!said.has(id)) said.set(id, finding.level);
    const seen = new Set();
    for (const entry of this.plan.entries) {
      const { kind, id } = entry.feature.properties;
      if (!this.layers[kind]) continue;
      seen.add(entry.uid);
      const state = `${this.selection.has(entry.uid) ? "selected " : ""}${said.get(id) === "blocks" ? "blocks" : ""}`;
      const had = this.drawn.get(entry.uid);
      const far = scale < 7;
      if (had && had.entry === entry && had.state === state && had.far === far) continue;
      const element = this.#element(entry.feature, state, far);
      if (had) had.element.replaceWith(element); else this.layers[kind].append(element);
      this.drawn.set(entry.uid, { entry, state, far, element });
    }
    for (const [uid, { element }] of this.drawn) if (!seen.has(uid)) { element.remove(); this.drawn.delete(uid); }
    this.#above();
  }

  #element(feature, state, far) {
    const { kind, id, use, step_free: free } = feature.properties, b = bounds(feature);
    const group = svg("g", { class: `thing ${kind} ${state}` });
    const path = points(feature).map((p) => p.join(",")).join(" ");
    if (kind === "kiosk") {
      const [cx, cy] = points(feature)[0];
      group.append(svg("rect", { x: cx - 0.9, y: cy - 0.5, width: 1.8, height: 1, rx: 0.15 }), svg("text", { x: cx, y: cy + 0.2, "font-size": 0.55 }, id));
      return group;
    }
    if (kind === "wall") { group.append(svg("polyline", { points: path })); return group; }
    if (kind === "door") {
      group.append(svg("polyline", { points: path, class: use === "passage" ? "passage" : "" }));
      if (free === false) group.classList.add("steps");
      return group;
    }
    group.append(svg("polygon", { points: path }));
    if (kind === "hall" && !far) group.append(svg("polygon", { points: path, class: "dots" }));
    if (kind === "hall" || (far && b.w < 6)) return group;
    const name = this.nameOf(feature), lines = name.length * 0.7 > b.w * 1.5 && name.includes(" ") ? name.split(" ").slice(0, 3) : [name];
    const long = Math.max(...lines.map((each) => [...each].length * (/[^\x00-\x7f]/.test(each) ? 1.7 : 1)));
    const size = Math.min(1.1, (b.w * 1.5) / Math.max(3, long), (b.h * 0.5) / lines.length);
    lines.forEach((each, n) => group.append(svg("text", { x: b.x + b.w / 2, y: b.y + b.h / 2 + size * (0.35 + 1.15 * (n - (lines.length - 1) / 2)), "font-size": size }, each)));
    return group;
  }

  #above() {
    this.aisles.replaceChildren();
    this.above.replaceChildren();
    for (const finding of this.findings) {
      if (!finding.box || (finding.code !== "aisle_narrow" && finding.code !== "overlap")) continue;
      const [left, top, right, bottom] = finding.box;
      this.aisles.append(svg("rect", { x: left, y: top, width: Math.max(0.05, right - left), height: Math.max(0.05, bottom - top), class: finding.level }));
      const told = this.gaps.some((gap) => Math.abs(gap.metres - finding.metres) < 0.02); // the selection's own measure says it
      if (finding.metres && finding.code === "aisle_narrow" && !told) this.#tag(finding.at, this.metres(finding.metres), "narrow");
    }
    for (const door of this.plan.of("door")) if (this.view.scale > 7) {
      const at = middle(door.feature), [x, y] = this.onScreen(at), lies = bounds(door.feature);
      const name = svg("text", { class: "door-name", x, y: lies.w >= lies.h ? y - 10 : y + 5 }, this.nameOf(door.feature));
      this.above.append(name);
      if (lies.w < lies.h) { // beside its wall, where there is room for the name
        const after = x + 12 + name.getComputedTextLength() <= this.size.width;
        name.classList.add(after ? "after" : "before");
        name.setAttribute("x", after ? x + 12 : x - 12);
      }
    }
    if (this.tour) {
      const line = this.tour.line.map((p) => this.onScreen(p).join(",")).join(" ");
      this.above.append(svg("polyline", { points: line, class: "tour-under" }), svg("polyline", { points: line, class: "tour" }));
      this.tour.stops.forEach((stop, n) => {
        const [x, y] = this.onScreen(stop.at);
        this.above.append(svg("circle", { cx: x, cy: y, r: 12, class: "stop" }), svg("text", { x, y: y + 5, class: "stop-number" }, n + 1));
      });
    }
    for (const gap of this.gaps) {
      const [ax, ay] = this.onScreen(gap.from), [bx, by] = this.onScreen(gap.to), narrow = gap.metres < WIDE_ENOUGH - 0.005;
      this.above.append(svg("line", { x1: ax, y1: ay, x2: bx, y2: by, class: narrow ? "gap narrow" : "gap" }));
      this.#tag([(gap.from[0] + gap.to[0]) / 2, (gap.from[1] + gap.to[1]) / 2], this.metres(gap.metres), narrow ? "narrow" : "");
    }
    const chosen = [...this.selection].map((uid) => this.plan.find(uid)).filter(Boolean);
    if (chosen.length === 1) for (const handle of this.handles(chosen[0].feature)) {
      const [x, y] = this.onScreen(handle.at);
      this.above.append(svg("rect", { x: x - 6, y: y - 6, width: 12, height: 12, class: "handle", "data-handle": handle.name }));
    }
    if (this.frame) {
      const [x, y] = this.onScreen([this.frame.x, this.frame.y]);
      this.above.append(svg("rect", { x, y, width: this.frame.w * this.view.scale, height: this.frame.h * this.view.scale, class: "frame" }));
    }
    if (this.rule) {
      const [ax, ay] = this.onScreen(this.rule.from), [bx, by] = this.onScreen(this.rule.to);
      this.above.append(svg("line", { x1: ax, y1: ay, x2: bx, y2: by, class: "rule" }));
      const far = Math.hypot(this.rule.to[0] - this.rule.from[0], this.rule.to[1] - this.rule.from[1]);
      if (far) this.#tag([(this.rule.from[0] + this.rule.to[0]) / 2, (this.rule.from[1] + this.rule.to[1]) / 2], this.metres(far), "");
    }
  }

  handles(feature) {
    const { kind } = feature.properties, b = bounds(feature);
    if (kind === "kiosk") return [];
    if (kind === "wall" || kind === "door") return points(feature).map((at, n) => ({ name: `end-${n}`, at }));
    return [["nw", 0, 0], ["ne", 1, 0], ["sw", 0, 1], ["se", 1, 1]].map(([name, x, y]) => ({ name, at: [b.x + b.w * x, b.y + b.h * y] }));
  }

  #tag(at, text, kind) {
    const [x, y] = this.onScreen(at), wide = text.length * 9 + 14;
    const group = svg("g", { class: `tag ${kind}` });
    group.append(svg("rect", { x: x - wide / 2, y: y - 14, width: wide, height: 28, rx: 6 }), svg("text", { x, y: y + 5 }, text));
    this.above.append(group);
  }
}

function nearLine(all, [x, y]) {
  let best = Infinity;
  for (let n = 1; n < all.length; n++) {
    const [ax, ay] = all[n - 1], [bx, by] = all[n], long = (bx - ax) ** 2 + (by - ay) ** 2;
    const t = long ? Math.max(0, Math.min(1, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / long)) : 0;
    best = Math.min(best, Math.hypot(x - ax - t * (bx - ax), y - ay - t * (by - ay)));
  }
  return best;
}

// The way from a box to what stands next to it on each side: at most ten metres off, not what touches it.
export function clearances(plan, box, own) {
  const found = { left: null, right: null, up: null, down: null };
  const offer = (side, metres, from, to) => { if (metres > 0.02 && metres < 10 && (!found[side] || metres < found[side].metres)) found[side] = { metres, from, to }; else if (metres <= 0.02 && metres > -0.02) found[side] = { metres: 0 }; };
  const boxes = [];
  for (const { uid, feature } of plan.entries) {
    const { kind } = feature.properties;
    if (own.has(uid) || kind === "hall" || kind === "door" || kind === "kiosk") continue;
    if (kind === "wall") points(feature).forEach((p, n, all) => { if (n) { const q = all[n - 1]; boxes.push({ x: Math.min(p[0], q[0]), y: Math.min(p[1], q[1]), w: Math.abs(p[0] - q[0]), h: Math.abs(p[1] - q[1]) }); } });
    else boxes.push(bounds(feature));
  }
  for (const b of boxes) {
    const top = Math.max(b.y, box.y), bottom = Math.min(b.y + b.h, box.y + box.h), y = (top + bottom) / 2;
    const left = Math.max(b.x, box.x), right = Math.min(b.x + b.w, box.x + box.w), x = (left + right) / 2;
    if (bottom - top > 0.05) {
      if (b.x >= box.x + box.w - 0.02) offer("right", b.x - box.x - box.w, [box.x + box.w, y], [b.x, y]);
      if (b.x + b.w <= box.x + 0.02) offer("left", box.x - b.x - b.w, [b.x + b.w, y], [box.x, y]);
    }
    if (right - left > 0.05) {
      if (b.y >= box.y + box.h - 0.02) offer("down", b.y - box.y - box.h, [x, box.y + box.h], [x, b.y]);
      if (b.y + b.h <= box.y + 0.02) offer("up", box.y - b.y - b.h, [x, b.y + b.h], [x, box.y]);
    }
  }
  return Object.values(found).filter((gap) => gap && gap.metres > 0);
}
