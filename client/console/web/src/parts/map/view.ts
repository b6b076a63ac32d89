// Where the map looks: a plane with north up, true to shape at the cluster's latitude. Metres of it are pixels × scale.
import type { Area, LonLat } from "../../lib/geo";

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
