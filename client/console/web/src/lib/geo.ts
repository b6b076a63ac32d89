// The cluster file as it is drawn and asked "what lies here". What it says is a hint for the eye: the hub decides.
import type { Feature, FeatureCollection, LineString, MultiPolygon, Point as GeoPoint, Polygon, Position } from "geojson";
import type { Point } from "../gen/wardlink/v1/value_pb";

export type Named = { id: string; name: string };
export type Area = Named & { feature: Feature<Polygon | MultiPolygon> };
export type Line = Named & { feature: Feature<LineString> };
export type Spot = Named & { at: LonLat };
export type LonLat = [number, number];

export type Chart = { wards: Area[]; zones: Area[]; waterways: Line[]; roads: Line[]; landmarks: Spot[] };
export type Here = { ward?: string; zone?: string; landmark?: string };

export const lonLat = (point: Point): LonLat => [point.lonE7 / 1e7, point.latE7 / 1e7];

export function read(geojson: string): Chart | undefined {
  const chart: Chart = { wards: [], zones: [], waterways: [], roads: [], landmarks: [] };
  let file: FeatureCollection;
  try {
    file = JSON.parse(geojson) as FeatureCollection;
  } catch {
    return undefined;
  }
  for (const feature of file.features) {
    const kind: unknown = feature.properties?.["kind"];
    const named = { id: String(feature.id), name: String(feature.properties?.["name"] ?? feature.id) };
    if (kind === "ward") chart.wards.push({ ...named, feature: feature as Area["feature"] });
    else if (kind === "border_zone") chart.zones.push({ ...named, feature: feature as Area["feature"] });
    else if (kind === "waterway") chart.waterways.push({ ...named, feature: feature as Line["feature"] });
    else if (kind === "road") chart.roads.push({ ...named, feature: feature as Line["feature"] });
    else if (kind === "landmark")
      chart.landmarks.push({ ...named, at: (feature.geometry as GeoPoint).coordinates.slice(0, 2) as LonLat });
  }
  return chart;
}

let last: { geojson: string; chart: Chart | undefined } | undefined;
/** The same file is read once. */
export function chartOf(geojson: string | undefined): Chart | undefined {
  if (!geojson) return undefined;
  if (last?.geojson !== geojson) last = { geojson, chart: read(geojson) };
  return last.chart;
}

function inRing(ring: Position[], [x, y]: LonLat): boolean {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [ax, ay] = ring[i] as LonLat;
    const [bx, by] = ring[j] as LonLat;
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
}

export function inside(area: Area, at: LonLat): boolean {
  const geometry = area.feature.geometry;
  const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
  return polygons.some(([outer, ...holes]) => inRing(outer ?? [], at) && !holes.some((hole) => inRing(hole, at)));
}

/** Metres, on a plane about the first. */
export function metres(a: LonLat, b: LonLat): number {
  const x = (b[0] - a[0]) * 111_320 * Math.cos((a[1] * Math.PI) / 180);
  return Math.hypot(x, (b[1] - a[1]) * 110_574);
}

export function nearestLandmark(chart: Chart, at: LonLat, within: number): Spot | undefined {
  let best: Spot | undefined;
  for (const each of chart.landmarks) {
    const far = metres(at, each.at);
    if (far <= within && (!best || far < metres(at, best.at))) best = each;
  }
  return best;
}

export function here(chart: Chart, at: LonLat): Here {
  const ward = chart.wards.find((each) => inside(each, at))?.id;
  const zone = chart.zones.find((each) => inside(each, at))?.id;
  const landmark = nearestLandmark(chart, at, 25)?.id;
  return { ...(ward && { ward }), ...(zone && { zone }), ...(landmark && { landmark }) };
}

/** The middle of its box: where a thing without a point is shown. */
export function middle(area: Area): LonLat {
  const flat = area.feature.geometry.coordinates.flat(area.feature.geometry.type === "Polygon" ? 1 : 2) as Position[];
  const xs = flat.map((each) => each[0] ?? 0);
  const ys = flat.map((each) => each[1] ?? 0);
  return [(Math.min(...xs) + Math.max(...xs)) / 2, (Math.min(...ys) + Math.max(...ys)) / 2];
}
