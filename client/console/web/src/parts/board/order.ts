// Which incident comes first, and how the rows hold still while somebody is about to press one. Pure.
import { Incident_State, type Incident } from "../../gen/wardlink/v1/query_pb";
import { Support_State, Urgency } from "../../gen/wardlink/v1/value_pb";
import type { Alarm } from "../../gen/wardlink/v1/console_pb";
import { ms } from "../../lib/time";

/** RULES.md 5: urgency follows severity. */
export const urgencyOf = (incident: Incident): Urgency =>
  incident.severity >= 4 || incident.assist ? Urgency.FLASH : incident.severity === 3 ? Urgency.URGENT : Urgency.ROUTINE;

/** The first credible detection, or the opening. */
export function detectedAt(incident: Incident): number {
  let first = 0;
  for (const each of incident.reports) {
    const at = ms(each.credibleAt ?? each.detectedAt);
    if (at && (!first || at < first)) first = at;
  }
  return first || ms(incident.openedAt);
}

/** Something of it waits for this ward's answer. */
export function waitsForUs(incident: Incident, ward: string, asked: ReadonlySet<string>): boolean {
  if (asked.has(incident.id) || incident.handoverTo === ward) return true;
  if (incident.lead?.ward === ward && (incident.lead.provisional || incident.call !== "")) return true;
  return incident.supports.some(
    (each) =>
      each.ward === ward &&
      (each.state === Support_State.SENT || each.state === Support_State.DELIVERED || each.state === Support_State.SEEN),
  );
}

export const askedAbout = (alarms: readonly Alarm[]): ReadonlySet<string> =>
  new Set(alarms.map((each) => each.incident).filter(Boolean));

/** The ids of what is open: what waits for us, then by urgency, then the oldest. */
export function sorted(incidents: Iterable<Incident>, ward: string, asked: ReadonlySet<string>): string[] {
  const rows: { id: string; waits: boolean; urgency: Urgency; at: number }[] = [];
  for (const each of incidents) {
    if (each.state !== Incident_State.OPEN) continue;
    rows.push({ id: each.id, waits: waitsForUs(each, ward, asked), urgency: urgencyOf(each), at: detectedAt(each) });
  }
  rows.sort(
    (a, b) =>
      Number(b.waits) - Number(a.waits) || b.urgency - a.urgency || a.at - b.at || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0),
  );
  return rows.map((each) => each.id);
}

export type Shown = {
  order: string[];
  /** What has come since the order was frozen: it stands last, where it moves nothing. */
  fresh: string[];
};

/** While frozen every row keeps its place, those that have ended too; new ones are added at the end. */
export function arrange(before: readonly string[], now: readonly string[], frozen: boolean, fresh: readonly string[]): Shown {
  if (!frozen) return { order: [...now], fresh: [] };
  const had = new Set(before);
  const added = now.filter((each) => !had.has(each));
  const open = new Set(now);
  return { order: [...before, ...added], fresh: [...fresh.filter((each) => open.has(each)), ...added] };
}

/** A small number for each open incident, the same on the map and on the board; it stays while the incident is open. */
export function number(known: ReadonlyMap<string, number>, incidents: Iterable<Incident>): Map<string, number> {
  const open = [...incidents].filter((each) => each.state === Incident_State.OPEN);
  open.sort((a, b) => (a.openedSeq < b.openedSeq ? -1 : a.openedSeq > b.openedSeq ? 1 : 0));
  const next = new Map<string, number>();
  const used = new Set<number>();
  for (const each of open) {
    const n = known.get(each.id);
    if (n !== undefined) {
      next.set(each.id, n);
      used.add(n);
    }
  }
  let free = 1;
  for (const each of open) {
    if (next.has(each.id)) continue;
    while (used.has(free)) free++;
    next.set(each.id, free);
    used.add(free);
  }
  return next;
}
