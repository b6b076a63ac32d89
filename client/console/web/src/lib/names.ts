// Names for ids, from the directory. An id it does not know is shown as it is: never an empty place.
import { Placement_Kind, type Placement } from "../gen/wardlink/v1/value_pb";
import type { DirectoryResult, DirectoryResult_Ward } from "../gen/wardlink/v1/query_pb";
import { chartOf, lonLat, nearestLandmark } from "./geo";
import { station } from "./station.svelte";
import { lang, text } from "./words.svelte";

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

/** Where something is, in words: the zone or the wards, and a landmark that is near. */
export function placeName(placement: Placement | undefined): string {
  const vi = lang.current === "vi";
  if (!placement) return vi ? "chưa rõ nơi" : "place unknown";
  let where: string;
  if (placement.kind === Placement_Kind.BORDER && placement.zone) where = zoneName(placement.zone);
  else if (placement.kind === Placement_Kind.BORDER)
    where = (vi ? "Trên đường địa giới " : "On the line ") + placement.wards.map(wardName).join(" – ");
  else if (placement.kind === Placement_Kind.TERRITORY)
    where = (vi ? "Địa bàn " : "Territory of ") + placement.wards.map(wardName).join(", ");
  else where = vi ? "Ngoài địa bàn cụm" : "Outside the cluster";
  const chart = placement.point && chartOf(station.directory?.geojson);
  const near = chart && placement.point && nearestLandmark(chart, lonLat(placement.point), 80);
  if (near) where += (vi ? " · gần " : " · near ") + near.name;
  if (placement.marks.includes("vague")) where += vi ? " · vị trí chưa rõ" : " · position not exact";
  if (placement.marks.includes("unlocated")) where += vi ? " · chưa có vị trí" : " · position unknown";
  return where;
}
