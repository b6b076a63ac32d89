// Names for ids, from the directory. An id it does not know is shown as it is: never an empty place.
import { Placement_Kind, type Placement } from "../gen/wardlink/v1/value_pb";
import type { DirectoryResult, DirectoryResult_Ward } from "../gen/wardlink/v1/query_pb";
import { fill } from "./fill";
import { chartOf, lonLat, nearestLandmark } from "./geo";
import { station } from "./station.svelte";
import { text } from "./words.svelte";
import { common, markName } from "./words-common";

type Index = { [K in "wards" | "zones" | "landmarks" | "categories"]: Map<string, DirectoryResult[K][number]> };
const indexes = new WeakMap<DirectoryResult, Index>();
const byId = <T extends { id: string }>(list: T[]): Map<string, T> => new Map(list.map((each) => [each.id, each]));

function index(): Index | undefined {
  const directory = station.directory;
  if (!directory) return undefined;
  let found = indexes.get(directory);
  if (!found) {
    const { wards, zones, landmarks, categories } = directory;
    found = { wards: byId(wards), zones: byId(zones), landmarks: byId(landmarks), categories: byId(categories) };
    indexes.set(directory, found);
  }
  return found;
}

export const ward = (id: string): DirectoryResult_Ward | undefined => index()?.wards.get(id);
export const wardName = (id: string): string => ward(id)?.name || id;
export const wardNames = (ids: readonly string[]): string => ids.map(wardName).join(", ");
export const zoneName = (id: string): string => index()?.zones.get(id)?.name || id;
export const landmarkName = (id: string): string => index()?.landmarks.get(id)?.name || id;
export const categoryName = (id: string): string => text(index()?.categories.get(id)?.name) || id;
export const categoryCall = (id: string): string => index()?.categories.get(id)?.call ?? "";

/** wardlink://cluster/ward/role/name → the name; empty where the URI is. */
export const officerName = (uri: string): string => decodeURIComponent(uri.split("/")[5] ?? uri);
/** The ward of an identity's URI. */
export const wardOf = (uri: string): string => uri.split("/")[3] ?? "";

function area(placement: Placement): string {
  const said = common().place;
  const wards = placement.wards.map(wardName);
  switch (placement.kind) {
    case Placement_Kind.BORDER:
      return placement.zone ? zoneName(placement.zone) : fill(said.line, { wards: wards.join(" – ") });
    case Placement_Kind.TERRITORY:
      return fill(said.territory, { wards: wards.join(", ") });
    default:
      return said.outside;
  }
}

/** Where something is, in words: the zone or the wards, and a landmark that is near. */
export function placeName(placement: Placement | undefined): string {
  if (!placement) return common().place.unknown;
  const chart = placement.point && chartOf(station.directory?.geojson);
  const near = chart && placement.point && nearestLandmark(chart, lonLat(placement.point), 80);
  const marks = ["vague", "unlocated"].filter((mark) => placement.marks.includes(mark)).map(markName);
  return [area(placement), ...(near ? [fill(common().place.near, { landmark: near.name })] : []), ...marks].join(" · ");
}
