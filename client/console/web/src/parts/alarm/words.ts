// What the alarm says: one sentence each, in both languages.
import type { Alarm } from "../../gen/wardlink/v1/console_pb";
import { Alarm_Kind } from "../../gen/wardlink/v1/console_pb";
import type { Incident } from "../../gen/wardlink/v1/query_pb";
import { Support_Basis } from "../../gen/wardlink/v1/value_pb";
import { fill } from "../../lib/fill";
import { categoryName, placeName, wardName } from "../../lib/names";
import { station } from "../../lib/station.svelte";
import { left } from "../../lib/time";
import { text, words } from "../../lib/words.svelte";
import { common } from "../../lib/words-common";
import { serverLost } from "./asked";

export const t = words("alarm");

/** The reasons as they are recorded: every ward reads Vietnamese. */
export const recordedReasons = [
  "Không còn lực lượng tại trạm",
  "Lực lượng đang giải quyết vụ khác",
  "Không có phương tiện",
  "Ở quá xa, không kịp đến",
] as const;

const ourSupport = (incident: Incident | undefined) =>
  incident?.supports.findLast((each) => each.ward === station.ward);

/** What is asked of us. */
export function question(alarm: Alarm): string {
  const incident = station.incidents.get(alarm.incident);
  const lead = wardName(incident?.lead?.ward || incident?.unreachableLead || "?");
  switch (alarm.kind) {
    case Alarm_Kind.SUPPORT: {
      const ours = ourSupport(incident);
      if (ours?.basis === Support_Basis.ASSIST) return fill(t().assist, { asker: wardName(ours.askedBy) });
      return ours?.basis === Support_Basis.REQUEST ? fill(t().request, { asker: wardName(ours.askedBy || lead) }) : fill(t().duty, { lead });
    }
    case Alarm_Kind.CONFIRM:
      return t().confirm;
    case Alarm_Kind.HANDOVER:
      return fill(t().handover, { lead });
    case Alarm_Kind.ACTING:
      return fill(t().acting, { lead: wardName(incident?.unreachableLead || lead) });
    case Alarm_Kind.FLIGHT: {
      const ours = station.flights.get(alarm.flight)?.candidates.find((each) => each.ward === station.ward);
      if (!ours) return t().flight;
      const s = left(ours.arrivesAt);
      return `${t().flight} – ${s > 0 ? fill(t().crossing, { s }) : t().passed}`;
    }
    case Alarm_Kind.CLAIM:
      return t().claim;
    case Alarm_Kind.EXHAUSTED:
      return t().exhausted;
    case Alarm_Kind.LINK_LOST:
      return alarm.id === serverLost ? t().server : t().link;
    default: {
      const told = text(station.events.get(alarm.seq)?.sentence);
      const cause = common().cause[alarm.cause];
      return told || (cause ? cause[0]!.toUpperCase() + cause.slice(1) : common().alarm[alarm.kind]);
    }
  }
}

/** What it is about: category and place. */
export function about(alarm: Alarm): string {
  const incident = station.incidents.get(alarm.incident);
  const flight = station.flights.get(alarm.flight);
  if (incident) return `${categoryName(incident.category)} · ${placeName(flight?.placement ?? incident.placement)}`;
  return flight ? `${common().travel[flight.by]} · ${placeName(flight.placement)}` : "";
}

/** Whom to telephone: what the escalation names, else the wards it is about. */
export function phones(alarm: Alarm): { ward: string; phone: string; commander: boolean }[] {
  const body = station.events.get(alarm.seq)?.event?.body;
  if (body?.case !== "escalated") return [];
  return body.value.wards.flatMap((ward, i) => [
    ...(body.value.dutyPhones[i] ? [{ ward, phone: body.value.dutyPhones[i], commander: false }] : []),
    ...(body.value.commanderPhones[i] ? [{ ward, phone: body.value.commanderPhones[i], commander: true }] : []),
  ]);
}

/** For a reader's ear, once: without what ticks. */
export function spoken(alarm: Alarm): string {
  return [common().urgency[alarm.urgency], question(alarm).split(" – ")[0], about(alarm)].filter(Boolean).join(". ");
}
