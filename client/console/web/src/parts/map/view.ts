// Where the map looks: a plane with north up, true to shape at the cluster's latitude. Metres of it are pixels × scale.
import type { Position } from "geojson";
import type { Area, Line, LonLat } from "../../lib/geo";

export type Box = { west: number; south: number; east: number; north: number };
export type View = { lon: number; lat: number; zoom: number };

export function boxOf(areas: readonly Area[]): Box {
  const box = { west: 180, south: 90, east: -180, north: -90 };
  const take = (each: unknown): void => {
    if (!Array.isArray(each)) return;
    if (typeof each[0] === "number") {
      const [x, y] = each as LonLat;
      box.west = Math.min(box.west, x);
      box.east = Math.max(box.east, x);
      box.south = Math.min(box.south, y);
      box.north = Math.max(box.north, y);
    } else each.forEach(take);
  };
  for (const each of areas) take(each.feature.geometry.coordinates);
  return box;
}

export const squeeze = (box: Box): number => Math.cos(((box.south + box.north) / 2) * (Math.PI / 180));

/** Pixels a degree of latitude at zoom 1, so that the box fills the size. */
export function fit(box: Box, width: number, height: number, margin = 24): number {
  const across = Math.max(1e-6, (box.east - box.west) * squeeze(box));
  const up = Math.max(1e-6, box.north - box.south);
  return Math.max(1, Math.min((width - 2 * margin) / across, (height - 2 * margin) / up));
}

export type Plane = {
  toPage: (at: LonLat) => [number, number];
  toGround: (x: number, y: number) => LonLat;
};

export function plane(box: Box, view: View, width: number, height: number): Plane {
  const scale = fit(box, width, height) * view.zoom;
  const k = squeeze(box);
  return {
    toPage: ([lon, lat]) => [width / 2 + (lon - view.lon) * k * scale, height / 2 - (lat - view.lat) * scale],
    toGround: (x, y) => [view.lon + (x - width / 2) / (k * scale), view.lat - (y - height / 2) / scale],
  };
}

const polygonsOf = ({ feature: { geometry } }: Area): Position[][][] =>
  geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;

function drawn(points: readonly Position[], { toPage }: Plane): string {
  return `M${points.map((each) => toPage(each as LonLat).map((at) => at.toFixed(1))).join("L")}`;
}
export const lineOf = (line: Line, ground: Plane): string => drawn(line.feature.geometry.coordinates, ground);
export const outlineOf = (area: Area, ground: Plane): string =>
  polygonsOf(area).flatMap((rings) => rings.map((ring) => `${drawn(ring, ground)}Z`)).join("");

/** Where an area's name stands: the centre of gravity of its largest outline. */
export function centreOf(area: Area, ground: Plane): [number, number] {
  let best = { size: 0, at: [0, 0] as [number, number] };
  for (const [outer = []] of polygonsOf(area)) {
    const ring = outer.map((each) => ground.toPage(each as LonLat));
    let [size, x, y] = [0, 0, 0];
    ring.forEach(([bx, by], i) => {
      const [ax, ay] = ring.at(i - 1)!;
      const cross = ax * by - bx * ay;
      size += cross;
      x += (ax + bx) * cross;
      y += (ay + by) * cross;
    });
    if (Math.abs(size) > best.size) best = { size: Math.abs(size), at: [x / (3 * size), y / (3 * size)] };
  }
  return best.at;
}

/** What a marker needs for itself. Pixels. */
const room = 30;
const rings = 7;

/** Of places that lie on each other: where each can be shown. The first keep their own, the others stand round it. */
export function apart(places: readonly (readonly [number, number])[]): [number, number][] {
  const taken: [number, number][] = [];
  const free = (x: number, y: number): boolean => taken.every(([tx, ty]) => Math.hypot(x - tx, y - ty) > room - 0.5);
  for (const [x, y] of places) {
    let found: [number, number] = [x, y];
    search: for (let ring = 0; ring < rings; ring++) {
      const count = Math.max(1, 6 * ring);
      for (let i = 0; i < count; i++) {
        const angle = (2 * Math.PI * i) / count;
        const at: [number, number] = [x + ring * room * Math.cos(angle), y + ring * room * Math.sin(angle)];
        if (!free(...at)) continue;
        found = at;
        break search;
      }
    }
    taken.push(found);
  }
  return taken;
}
