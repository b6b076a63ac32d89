// What an alarm asks of us and how one key answers it. Pure.
import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { AlarmSchema, Alarm_Kind, type Alarm } from "../../gen/wardlink/v1/console_pb";
import { CommandSchema } from "../../gen/wardlink/v1/command_pb";
import { Escalated_Cause } from "../../gen/wardlink/v1/event_pb";
import { Incident_State, type Incident } from "../../gen/wardlink/v1/query_pb";
import { Support_State, Urgency, type Support } from "../../gen/wardlink/v1/value_pb";

export type CommandKind = NonNullable<MessageInitShape<typeof CommandSchema>["kind"]>;
export type Yes = "support" | "lead" | "handover" | "acting" | "block" | "claim";

/** What F8 says to it; undefined where there is nothing to take on. */
export function yesOf(alarm: Alarm): Yes | undefined {
  switch (alarm.kind) {
    case Alarm_Kind.SUPPORT:
      return "support";
    case Alarm_Kind.CONFIRM:
      return "lead";
    case Alarm_Kind.HANDOVER:
      return "handover";
    case Alarm_Kind.ACTING:
      return "acting";
    case Alarm_Kind.FLIGHT:
      return "block";
    case Alarm_Kind.CLAIM:
      return "claim";
    default:
      return undefined;
  }
}

export function accepting(alarm: Alarm): CommandKind | undefined {
  const incident = alarm.incident;
  switch (yesOf(alarm)) {
    case "support":
      return { case: "answerSupport", value: { incident, state: Support_State.ACCEPTED } };
    case "lead":
      return { case: "confirmLead", value: { incident } };
    case "handover":
      return { case: "answerHandover", value: { incident, accept: true } };
    case "acting":
    case "claim":
      return { case: "claimLead", value: { incident } };
    case "block":
      return { case: "blockFlight", value: { flight: alarm.flight } };
    default:
      return undefined;
  }
}

/** What the station's certificate may say with nobody signed in; all else takes an officer. */
export const unattended = (yes: Yes): boolean => yes === "support" || yes === "lead" || yes === "block";

/** A support is declined with a reason, an offered lead without one; nothing else can be. */
export const declines = (alarm: Alarm): boolean =>
  alarm.kind === Alarm_Kind.SUPPORT || alarm.kind === Alarm_Kind.HANDOVER;

export function declining(alarm: Alarm, reason: string): CommandKind {
  const incident = alarm.incident;
  return alarm.kind === Alarm_Kind.HANDOVER
    ? { case: "answerHandover", value: { incident, accept: false } }
    : { case: "answerSupport", value: { incident, state: Support_State.DECLINED, reason } };
}

/** The item the keys act on: the first in the order of the keys that has not been answered from here already. */
export function itemOf(alarms: readonly Alarm[], answered: (alarm: Alarm) => boolean): Alarm | undefined {
  return alarms.find((each) => !answered(each));
}

export type OnTheWay = { incident: Incident; support: Support };

/** The support we last accepted and have not arrived at. */
export function lastAccepted(
  incidents: Iterable<Incident>,
  ward: string,
  acceptedAt: ReadonlyMap<string, bigint>,
): OnTheWay | undefined {
  let best: OnTheWay | undefined;
  const order = (support: Support): bigint => acceptedAt.get(support.id) ?? support.openedSeq;
  for (const incident of incidents) {
    if (incident.state !== Incident_State.OPEN) continue;
    for (const support of incident.supports) {
      if (support.ward !== ward) continue;
      if (support.state !== Support_State.ACCEPTED && support.state !== Support_State.EN_ROUTE) continue;
      if (!best || order(support) > order(best.support)) best = { incident, support };
    }
  }
  return best;
}

/** The most urgent of what still sounds. */
export const loudest = (alarms: readonly Alarm[]): Urgency =>
  alarms.reduce<Urgency>((most, each) => (each.acknowledged || each.urgency <= most ? most : each.urgency), Urgency.ROUTINE);

/** The page's own alarm: the program on this computer that it lives from has gone. */
export const serverLost = "page:server-lost";
export function serverLostAlarm(acknowledged: boolean): Alarm {
  return create(AlarmSchema, {
    id: serverLost,
    kind: Alarm_Kind.LINK_LOST,
    urgency: Urgency.URGENT,
    acknowledged,
    cause: Escalated_Cause.CAUSE_UNSPECIFIED,
  });
}
