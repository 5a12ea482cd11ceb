// What the pointer does on the canvas, by the tool that is chosen.
import { area, around, bounds, fitted, following, line, moved, point, points, snap, tidy } from "./model.js";
import { clearances } from "./canvas.js";

export const TOOLS = ["select", "booth", "block", "wall", "door", "kiosk", "place", "hall", "measure"];
const CLICK = 4; // pixels: less is no drag

export class Tools {
  constructor(canvas, plan, { select, options, tell, words, readOnly }) {
    Object.assign(this, { canvas, plan, select, options, tell, words, readOnly, name: "select", drag: null });
    const root = canvas.root;
    root.addEventListener("pointerdown", (event) => this.#down(event));
    root.addEventListener("pointermove", (event) => this.#move(event));
    root.addEventListener("pointerup", (event) => this.#up(event));
    root.addEventListener("pointercancel", () => this.cancel());
    root.addEventListener("wheel", (event) => {
      event.preventDefault();
      if (event.shiftKey) canvas.pan(-event.deltaY, 0);
      else canvas.zoom(event.deltaY < 0 ? 1.15 : 1 / 1.15, canvas.at(event));
    }, { passive: false });
  }

  cancel() {
    if (this.drag?.moving) { this.plan.end(); if (this.drag.changed) this.plan.undo(); }
    this.drag = null;
    this.#clear();
  }

  #clear() { Object.assign(this.canvas, { frame: null, rule: null, gaps: [] }); this.canvas.draw(); }
  #grid([x, y]) { return [snap(x), snap(y)]; }

  #down(event) {
    if (this.drag) return;
    this.canvas.root.focus({ preventScroll: true });
    const at = this.canvas.at(event), screen = [event.clientX, event.clientY];
    this.canvas.root.setPointerCapture(event.pointerId);
    if (event.button === 1 || event.button === 2 || this.panning || this.readOnly()) return void (this.drag = { kind: "pan", screen });
    if (event.button) return;
    if (this.name !== "select") {
      this.drag = { kind: "draw", from: this.name === "door" ? at : this.#grid(at), at: screen };
      return;
    }
    const handle = event.target.getAttribute?.("data-handle");
    const [only] = this.canvas.selection;
    if (handle && only) {
      this.drag = { kind: "handle", handle, uid: only, was: this.plan.find(only).feature, moving: true };
      return void this.plan.begin();
    }
    const hit = this.canvas.hit(at);
    if (!hit) return void (this.drag = { kind: "frame", from: at, keep: event.shiftKey ? [...this.canvas.selection] : [] });
    const chosen = this.canvas.selection;
    if (event.shiftKey) {
      this.select(chosen.has(hit.uid) ? [...chosen].filter((uid) => uid !== hit.uid) : [...chosen, hit.uid]);
      return;
    }
    if (!chosen.has(hit.uid)) this.select([hit.uid]);
    const uids = [...this.canvas.selection];
    this.drag = { kind: "things", from: at, uids, was: new Map(uids.map((uid) => [uid, this.plan.find(uid).feature])), lead: hit.uid, at: screen, moving: true };
    this.plan.begin();
  }

  #move(event) {
    const drag = this.drag;
    if (!drag) return;
    const at = this.canvas.at(event);
    if (drag.kind === "pan") {
      this.canvas.pan(event.clientX - drag.screen[0], event.clientY - drag.screen[1]);
      drag.screen = [event.clientX, event.clientY];
    } else if (drag.kind === "things") {
      if (!drag.changed && Math.hypot(event.clientX - drag.at[0], event.clientY - drag.at[1]) < CLICK) return;
      const lead = bounds(drag.was.get(drag.lead));
      const dx = tidy(snap(lead.x + at[0] - drag.from[0]) - lead.x), dy = tidy(snap(lead.y + at[1] - drag.from[1]) - lead.y);
      drag.changed = true;
      this.plan.change((state) => ({ ...state, entries: state.entries.map((e) => drag.was.has(e.uid) ? { uid: e.uid, feature: moved(drag.was.get(e.uid), dx, dy) } : e) }));
      this.measureAround(drag.uids);
    } else if (drag.kind === "handle") {
      drag.changed = true;
      this.plan.edit([drag.uid], () => stretched(drag.was, drag.handle, this.#grid(at)));
      this.measureAround([drag.uid]);
    } else if (drag.kind === "frame") {
      this.canvas.frame = boxOf(drag.from, at);
    } else if (["wall", "door", "measure"].includes(this.name)) {
      this.canvas.rule = { from: drag.from, to: this.name === "door" ? at : this.#straight(drag.from, this.#grid(at)) };
    } else {
      this.canvas.frame = boxOf(drag.from, this.#grid(at));
    }
    this.canvas.draw();
  }

  #up(event) {
    const drag = this.drag;
    if (!drag) return;
    this.drag = null;
    const at = this.canvas.at(event);
    if (drag.moving) {
      this.plan.end();
      // Put down, a thing is in the hall where it lies now.
      if (drag.changed) { const uids = drag.uids ?? [drag.uid]; this.plan.begin(); this.plan.open = "on"; this.plan.edit(uids, (feature) => feature); this.plan.end(); }
    } else if (drag.kind === "frame") {
      const box = boxOf(drag.from, at);
      const inside = this.plan.entries.filter(({ feature }) => {
        const b = bounds(feature);
        return feature.properties.kind !== "hall" && b.x >= box.x && b.y >= box.y && b.x + b.w <= box.x + box.w && b.y + b.h <= box.y + box.h;
      });
      this.select([...new Set([...drag.keep, ...inside.map((e) => e.uid)])]);
    } else if (drag.kind === "draw") {
      const dragged = Math.hypot(event.clientX - drag.at[0], event.clientY - drag.at[1]) >= CLICK;
      if (this.name === "measure" && dragged) return; // stays until something else is done
      if (this.name !== "measure") this.#draw(drag.from, dragged ? at : null);
    }
    this.#clear();
    const kept = [...this.canvas.selection];
    if (kept.length) { this.measureAround(kept); this.canvas.draw(); }
  }

  // With the keyboard: the thing of the chosen tool, of its usual size, in the middle of what is seen.
  drop() {
    if (this.name === "select" || this.name === "measure" || this.readOnly()) return;
    this.#draw(this.name === "door" ? this.canvas.centre : this.#grid(this.canvas.centre), null);
  }

  measureAround(uids) {
    const boxes = uids.map((uid) => this.plan.find(uid)).filter((e) => e && ["booth", "facility"].includes(e.feature.properties.kind)).map((e) => bounds(e.feature));
    if (!boxes.length) return void (this.canvas.gaps = []);
    const x = Math.min(...boxes.map((b) => b.x)), y = Math.min(...boxes.map((b) => b.y));
    const box = { x, y, w: Math.max(...boxes.map((b) => b.x + b.w)) - x, h: Math.max(...boxes.map((b) => b.y + b.h)) - y };
    this.canvas.gaps = clearances(this.plan, box, new Set(uids));
  }

  #straight(from, to) {
    const dx = Math.abs(to[0] - from[0]), dy = Math.abs(to[1] - from[1]);
    return dx < dy * 0.15 ? [from[0], to[1]] : dy < dx * 0.15 ? [to[0], from[1]] : to;
  }

  #draw(from, to) {
    const dragged = to && boxOf(from, this.#grid(to)), sized = dragged && dragged.w > 0 && dragged.h > 0 ? dragged : null;
    const sizes = this.options();
    let features = [];
    if (this.name === "booth") {
      features = [area("booth", sized ?? { x: from[0], y: from[1], w: sizes.width, h: sizes.depth }, { id: this.plan.free("booth", this.last ?? "A00"), step_free: true })];
      this.last = features[0].properties.id;
    } else if (this.name === "block") {
      features = this.#block(from, sized, sizes);
    } else if (this.name === "wall") {
      const end = to ? this.#straight(from, this.#grid(to)) : [from[0] + 5, from[1]];
      if (end[0] !== from[0] || end[1] !== from[1]) features = [line("wall", from, end, { id: this.plan.free("wall", "W0") })];
    } else if (this.name === "door") {
      const ends = this.#onWall(from, to) ?? [this.#grid(from), to ? this.#grid(to) : [snap(from[0]) + 3, snap(from[1])]];
      features = [line("door", ends[0], ends[1], { id: this.plan.free("door", "D0"), use: "entrance", step_free: true, name: { zh: "入口", en: "Entrance" } })];
    } else if (this.name === "kiosk") {
      const drawn = new Set(this.plan.of("kiosk").map((e) => e.feature.properties.id));
      const id = sizes.kiosks.find((name) => !drawn.has(name)) ?? this.plan.free("kiosk", "K-00");
      features = [point("kiosk", this.#grid(to ?? from), { id })];
    } else if (this.name === "place") {
      const box = sized ?? { x: from[0], y: from[1], w: 3, h: 2 };
      features = [area("facility", box, { id: this.plan.free("facility", "F0"), facility: "desk", name: { zh: "服务台", en: "Service desk" } })];
    } else if (this.name === "hall") {
      const box = sized ?? { x: from[0], y: from[1], w: 40, h: 30 }, id = this.plan.free("hall", "H0"), n = id.replace(/\D/g, "");
      features = [area("hall", box, { id, name: { zh: `${n} 号馆`, en: `Hall ${n}` } }), around(box, { id: this.plan.free("wall", "W0") })];
    }
    if (!features.length) return;
    const uids = this.plan.add(features);
    this.select(uids);
    this.tell(this.words.drawn);
  }

  // Columns from the left, numbered downwards, as the signs in halls are.
  #block(from, box, { width, depth, across, down, first }) {
    const columns = box ? Math.max(1, Math.floor(box.w / width)) : across, rows = box ? Math.max(1, Math.floor(box.h / depth)) : down;
    if (columns * rows > 1000) return [];
    const [x0, y0] = box ? [box.x, box.y] : from, taken = new Set(this.plan.of("booth").map((e) => e.feature.properties.id));
    const features = [];
    let id = first;
    for (let column = 0; column < columns; column++) for (let row = 0; row < rows; row++) {
      while (taken.has(id)) id = following(id);
      taken.add(id);
      features.push(area("booth", { x: x0 + column * width, y: y0 + row * depth, w: width, h: depth }, { id, step_free: true }));
    }
    return features;
  }

  // Both ends of a door on the wall next to it; three metres where it was only clicked.
  #onWall(from, to) {
    let best = null;
    for (const { feature } of this.plan.of("wall")) points(feature).forEach((b, n, all) => {
      if (!n) return;
      const a = all[n - 1], long = Math.hypot(b[0] - a[0], b[1] - a[1]);
      if (!long) return;
      const along = [(b[0] - a[0]) / long, (b[1] - a[1]) / long];
      const on = ([x, y]) => Math.max(0, Math.min(long, (x - a[0]) * along[0] + (y - a[1]) * along[1]));
      const place = (t) => [a[0] + along[0] * t, a[1] + along[1] * t];
      const t = on(from), foot = place(t), off = Math.hypot(foot[0] - from[0], foot[1] - from[1]);
      if (off > 1.5 || (best && off >= best.off)) return;
      let [start, end] = to ? [snap(t), snap(on(to))] : [snap(t - 1.5), snap(t + 1.5)];
      if (start > end) [start, end] = [end, start];
      start = Math.max(0, start); end = Math.min(long, end);
      if (end - start >= 0.5) best = { off, ends: [place(start), place(end)] };
    });
    return best?.ends;
  }
}

export function boxOf([ax, ay], [bx, by]) {
  return { x: tidy(Math.min(ax, bx)), y: tidy(Math.min(ay, by)), w: tidy(Math.abs(ax - bx)), h: tidy(Math.abs(ay - by)) };
}

function stretched(feature, handle, at) {
  if (handle.startsWith("end-")) {
    const n = Number(handle.slice(4)), coordinates = feature.geometry.coordinates.map((p, k) => (k === n ? at.map(tidy) : p));
    return { ...feature, geometry: { ...feature.geometry, coordinates } };
  }
  const b = bounds(feature);
  const x = handle.includes("w") ? Math.min(at[0], b.x + b.w - 0.5) : b.x, y = handle.includes("n") ? Math.min(at[1], b.y + b.h - 0.5) : b.y;
  const right = handle.includes("e") ? Math.max(at[0], b.x + 0.5) : b.x + b.w, bottom = handle.includes("s") ? Math.max(at[1], b.y + 0.5) : b.y + b.h;
  return fitted(feature, { x, y, w: tidy(right - x), h: tidy(bottom - y) });
}
