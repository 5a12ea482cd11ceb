// The plan as it is edited: features that are never changed in place, so that undo is the list as it was before.
// Metres, y down. Kinds and properties: resources/demo/README.md.

export const GRID = 0.5;
export const snap = (value) => Math.round(value / GRID) * GRID;
export const tidy = (value) => Math.round(value * 1000) / 1000;
export const WIDE_ENOUGH = 1.5; // jobfair/hall/aisles.py decides; this is what is shown while something moves

export function points(feature) {
  const { type, coordinates } = feature.geometry;
  return type === "Point" ? [coordinates] : type === "LineString" ? coordinates : coordinates[0];
}

export function bounds(feature) {
  const all = points(feature), xs = all.map((p) => p[0]), ys = all.map((p) => p[1]);
  const x = Math.min(...xs), y = Math.min(...ys);
  return { x, y, w: tidy(Math.max(...xs) - x), h: tidy(Math.max(...ys) - y) };
}

export const middle = (feature) => { const b = bounds(feature); return [b.x + b.w / 2, b.y + b.h / 2]; };
export const length = (feature) => points(feature).reduce((sum, p, n, all) => n ? sum + Math.hypot(p[0] - all[n - 1][0], p[1] - all[n - 1][1]) : 0, 0);

function mapped(feature, change) {
  const { type, coordinates } = feature.geometry;
  const inner = type === "Point" ? change(coordinates) : type === "LineString" ? coordinates.map(change) : coordinates.map((ring) => ring.map(change));
  return { ...feature, geometry: { type, coordinates: inner } };
}

export function moved(feature, dx, dy) {
  const shifted = mapped(feature, ([x, y]) => [tidy(x + dx), tidy(y + dy)]);
  const front = feature.properties.front;
  return front ? { ...shifted, properties: { ...shifted.properties, front: [tidy(front[0] + dx), tidy(front[1] + dy)] } } : shifted;
}

// Into another box; where one stands before the booth is found anew by the server.
export function fitted(feature, box) {
  const b = bounds(feature), sx = b.w ? box.w / b.w : 1, sy = b.h ? box.h / b.h : 1;
  const done = mapped(feature, ([x, y]) => [tidy(box.x + (x - b.x) * sx), tidy(box.y + (y - b.y) * sy)]);
  const { front, ...properties } = done.properties;
  return { ...done, properties };
}

export const withAbout = (feature, more) => ({ ...feature, properties: { ...feature.properties, ...more } });
const ring = (b) => [[[b.x, b.y], [b.x + b.w, b.y], [b.x + b.w, b.y + b.h], [b.x, b.y + b.h], [b.x, b.y]].map((p) => p.map(tidy))];
const made = (kind, type, coordinates, about) => ({ type: "Feature", properties: { kind, ...about }, geometry: { type, coordinates } });
export const area = (kind, box, about) => made(kind, "Polygon", ring(box), about);
export const line = (kind, from, to, about) => made(kind, "LineString", [from, to].map((p) => p.map(tidy)), about);
export const around = (box, about) => made("wall", "LineString", ring(box)[0], about);
export const point = (kind, at, about) => made(kind, "Point", at.map(tidy), about);

export function within(feature, [x, y]) {
  const all = points(feature);
  let inside = false;
  for (let n = 0, m = all.length - 1; n < all.length; m = n++) {
    const [ax, ay] = all[n], [bx, by] = all[m];
    if ((ay > y) !== (by > y) && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
}

// A01 -> A02, A09 -> A10, Z -> Z1.
export function following(id) {
  const [, head, digits] = /^(.*?)(\d*)$/.exec(id);
  return head + String(Number(digits || 0) + 1).padStart(digits.length, "0");
}

export class Plan {
  constructor(geojson) { this.listeners = []; this.take(geojson); }

  // Another plan, without a way back.
  take(geojson) {
    this.counter = 0;
    this.past = []; this.future = []; this.open = false;
    this.state = this.#read(geojson);
    this.#tell();
  }

  // Another plan as one step that can be undone.
  replace(geojson) { this.change(() => this.#read(geojson)); }

  #read(geojson) {
    return { head: geojson.jobfair ?? {}, entries: geojson.features.map((feature) => ({ uid: ++this.counter, feature })) };
  }

  get entries() { return this.state.entries; }
  of(kind) { return this.entries.filter((entry) => entry.feature.properties.kind === kind); }
  find(uid) { return this.entries.find((entry) => entry.uid === uid); }
  named(id) { return this.entries.filter((entry) => entry.feature.properties.id === id); }

  // One step. While a drag is open its steps are one.
  change(make) {
    const next = make(this.state);
    if (next === this.state) return;
    if (!this.open) { this.past.push(this.state); if (this.past.length > 200) this.past.shift(); }
    else if (this.open === "new") { this.past.push(this.state); this.open = "on"; }
    this.future = [];
    this.state = this.#sized(next);
    this.#tell();
  }

  begin() { this.open = "new"; }
  end() { this.open = false; }

  edit(uids, make) {
    const wanted = new Set(uids);
    this.change((state) => ({ ...state, entries: state.entries.map((e) => wanted.has(e.uid) ? { uid: e.uid, feature: this.#housed(make(e.feature), state) } : e) }));
  }

  add(features) {
    const added = features.map((feature) => ({ uid: ++this.counter, feature }));
    this.change((state) => {
      const next = { ...state, entries: [...state.entries, ...added] };
      for (const entry of added) entry.feature = this.#housed(entry.feature, next);
      return next;
    });
    return added.map((entry) => entry.uid);
  }

  remove(uids) {
    const gone = new Set(uids);
    this.change((state) => ({ ...state, entries: state.entries.filter((e) => !gone.has(e.uid)) }));
  }

  undo() { if (this.past.length) { this.future.push(this.state); this.state = this.past.pop(); this.#tell(); } }
  redo() { if (this.future.length) { this.past.push(this.state); this.state = this.future.pop(); this.#tell(); } }

  free(kind, prefix) {
    const taken = new Set(this.of(kind).map((e) => e.feature.properties.id));
    let id = following(prefix);
    while (taken.has(id)) id = following(id);
    return id;
  }

  geojson() {
    return { type: "FeatureCollection", jobfair: this.state.head, features: this.entries.map((e) => e.feature) };
  }

  hallAt(at, state = this.state) {
    const hall = state.entries.find((e) => e.feature.properties.kind === "hall" && within(e.feature, at));
    return hall?.feature.properties.id;
  }

  // A thing is in the hall in which its middle lies.
  #housed(feature, state) {
    const { kind } = feature.properties;
    if (kind === "hall" || kind === "wall") return feature;
    const hall = this.hallAt(middle(feature), state);
    return hall && hall !== feature.properties.hall ? withAbout(feature, { hall }) : feature;
  }

  // The sheet is as large as its halls.
  #sized(state) {
    const halls = state.entries.filter((e) => e.feature.properties.kind === "hall").map((e) => bounds(e.feature));
    if (!halls.length) return state;
    const width = tidy(Math.max(...halls.map((b) => b.x + b.w))), height = tidy(Math.max(...halls.map((b) => b.y + b.h)));
    return width === state.head.width && height === state.head.height ? state : { ...state, head: { ...state.head, unit: "m", y: "down", width, height } };
  }

  #tell() { for (const listener of this.listeners) listener(); }
}
