// What this ward may do about an incident now: the hub's rules (RULES.md 4 to 6) as far as the page can see them. The
// hub decides; this only keeps a button from promising what would be refused.
import { timestampMs } from "@bufbuild/protobuf/wkt";
import { Incident_State, type Incident } from "../../gen/wardlink/v1/query_pb";
import {
  Flight_End,
  Placement_Kind,
  Support_State as S,
  type Flight,
  type Report,
  type Support,
} from "../../gen/wardlink/v1/value_pb";

export type Name =
  | "confirm" | "claim" | "act" | "takeOver" | "refuseLead" // the lead
  | "seen" | "accept" | "decline" | "enRoute" | "onScene" | "withdraw" // our support
  | "request" | "assist" | "offer" | "correct" | "resolve" | "reopen" | "close" // the lead's
  | "note" | "called" | "merge" // anybody's
  | "cancel" | "release" | "phone" // one support
  | "unlink" | "recall" // one report
  | "block" | "again" | "caught"; // one flight
export type Why = "officer" | "offered";
export interface May {
  name: Name;
  why?: Why; // not now, and why
}
export interface Self {
  ward: string;
  officer: boolean; // somebody has signed in
  now: number;
}

// What the station's certificate may do with nobody signed in.
const unattended: readonly Name[] = ["confirm", "seen", "accept", "block"];
const gate = (self: Self, names: readonly Name[]): May[] =>
  names.map((name) => (self.officer || unattended.includes(name) ? { name } : { name, why: "officer" }));

export const unanswered = (state: S): boolean => state === S.SENT || state === S.DELIVERED || state === S.SEEN;
export const engaged = (state: S): boolean => state === S.ACCEPTED || state === S.EN_ROUTE || state === S.ON_SCENE;
/** The latest of the ward's supports: an ended one may have been asked anew. */
export const supportOf = (incident: Incident, ward: string): Support | undefined =>
  incident.supports.findLast((support) => support.ward === ward);
const reported = (incident: Incident, ward: string): boolean => incident.reports.some((report) => report.ward === ward);

export function offered(incident: Incident, now: number): boolean {
  const until = incident.handoverExpiresAt;
  return incident.handoverTo !== "" && until !== undefined && timestampMs(until) > now;
}

/** What waits for our answer, first what is most wanted. */
export function asked(incident: Incident, self: Self): May[] {
  if (incident.state !== Incident_State.OPEN) return [];
  const lead = incident.lead;
  const names: Name[] = [];
  const leads = lead?.ward === self.ward;
  const returning = lead?.acting === true && incident.unreachableLead === self.ward && !offered(incident, self.now);
  if ((leads && lead?.provisional) || returning) names.push("confirm");
  if (!lead?.ward) names.push("claim");
  else if (incident.unreachableLead && !lead.acting && incident.actingAsked.includes(self.ward)) names.push("act");
  if (incident.handoverTo === self.ward && offered(incident, self.now)) names.push("takeOver", "refuseLead");
  const own = supportOf(incident, self.ward);
  if (own) names.push(...answers(own));
  return gate(self, names);
}

function answers(own: Support): Name[] {
  // What was said for us by telephone we may contradict.
  if (own.marks.includes("phone") && (engaged(own.state) || own.state === S.DECLINED)) {
    return ["accept", "enRoute", "onScene", own.state === S.DECLINED ? "decline" : "withdraw"];
  }
  switch (own.state) {
    case S.SENT:
    case S.DELIVERED:
      return ["seen", "accept", "decline", "enRoute", "onScene"];
    case S.SEEN:
      return ["accept", "decline", "enRoute", "onScene"];
    case S.DECLINED:
      return ["accept"];
    case S.ACCEPTED:
      return ["enRoute", "onScene", "withdraw"];
    case S.EN_ROUTE:
      return ["onScene", "withdraw"];
    case S.ON_SCENE:
      return ["withdraw"];
    default:
      return [];
  }
}

export function onIncident(incident: Incident, self: Self): May[] {
  if (incident.descriptionOnly) return [];
  const open = incident.state === Incident_State.OPEN;
  const resolved = incident.state === Incident_State.RESOLVED;
  const leads = incident.lead?.ward === self.ward;
  const names: Name[] = [];
  if (open && leads) names.push("request", "offer", "resolve", "correct");
  else if (open && incident.lead?.ward && mayAssist(incident, self.ward)) names.push("assist");
  if (open || resolved) names.push("note");
  if (resolved && leads) names.push("reopen");
  if (open && (leads || reported(incident, self.ward) || incident.possibleDuplicates.length > 0)) names.push("merge");
  if ((open || resolved) && leads) names.push("close");
  // Last: it goes at once when it is pressed, and nothing may slip under the pointer.
  if (open && incident.call) names.push("called");
  const all = gate(self, names);
  return all.map((may) =>
    may.name === "offer" && !may.why && offered(incident, self.now) ? { name: "offer", why: "offered" } : may,
  );
}

function mayAssist(incident: Incident, ward: string): boolean {
  const there = supportOf(incident, ward)?.state === S.ON_SCENE;
  return (incident.severity >= 4 || incident.assist) && (reported(incident, ward) || there);
}

export function onSupport(incident: Incident, support: Support, self: Self): May[] {
  if (incident.state !== Incident_State.OPEN || incident.lead?.ward !== self.ward) return [];
  if (supportOf(incident, support.ward) !== support) return [];
  const names: Name[] = [];
  const byPhone = support.marks.includes("phone") && (engaged(support.state) || support.state === S.DECLINED);
  if (unanswered(support.state) || byPhone) names.push("phone");
  if (support.state === S.ON_SCENE) names.push("release");
  else if (unanswered(support.state) || engaged(support.state)) names.push("cancel");
  return gate(self, names);
}

export function onReport(incident: Incident, report: Report, self: Self): May[] {
  const leads = incident.lead?.ward === self.ward;
  const over = report.marks.includes("recalled");
  const names: Name[] = [];
  const first = incident.reports[0] === report;
  const open = incident.state === Incident_State.OPEN;
  if (open && !first && !over && (leads || reported(incident, self.ward))) names.push("unlink");
  if (!over && (report.ward === self.ward || leads)) names.push("recall");
  return gate(self, names);
}

export function onFlight(flight: Flight, self: Self): May[] {
  const over = flight.end !== Flight_End.END_UNSPECIFIED || (flight.expiresAt && timestampMs(flight.expiresAt) <= self.now);
  return over ? [] : gate(self, ["block", "again", "caught"]);
}

/** What an incident may be merged with: what the hub thinks the same first. */
export function mergeable(incident: Incident, all: Iterable<Incident>, ward: string): Incident[] {
  const ours = (one: Incident): boolean => one.lead?.ward === ward || reported(one, ward);
  const probable = (one: Incident): boolean => incident.possibleDuplicates.includes(one.id);
  const others = [...all].filter(
    (one) =>
      one.id !== incident.id && one.state === Incident_State.OPEN && one.mode === incident.mode &&
      (ours(one) || ours(incident) || probable(one)),
  );
  return others.sort((a, b) => Number(probable(b)) - Number(probable(a)));
}

/** Nobody leads and it lies outside: whoever claims it is its contact and calls 113. */
export const outside = (incident: Incident): boolean => incident.placement?.kind === Placement_Kind.OUTSIDE;
