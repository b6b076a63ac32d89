import { create } from "@bufbuild/protobuf";
import { expect, test } from "vitest";
import { AlarmSchema, Alarm_Kind, type Alarm } from "../../gen/wardlink/v1/console_pb";
import { IncidentSchema, Incident_State } from "../../gen/wardlink/v1/query_pb";
import { Support_State, Urgency } from "../../gen/wardlink/v1/value_pb";
import { accepting, declines, declining, itemOf, lastAccepted, loudest, unattended, yesOf } from "./asked";

const alarm = (id: string, kind: Alarm_Kind, more: Omit<Partial<Alarm>, "$typeName" | "$unknown"> = {}): Alarm =>
  create(AlarmSchema, { id, kind, incident: `i-${id}`, ...more });

test("the keys act on the first that has not been answered from here", () => {
  const alarms = [alarm("a", Alarm_Kind.SUPPORT), alarm("b", Alarm_Kind.CONFIRM)];
  expect(itemOf(alarms, () => false)?.id).toBe("a");
  expect(itemOf(alarms, (each) => each.id === "a")?.id).toBe("b");
  expect(itemOf(alarms, () => true)).toBeUndefined();
});

test("with nobody signed in the station may support, lead where it was named, and block", () => {
  const kinds = [Alarm_Kind.SUPPORT, Alarm_Kind.CONFIRM, Alarm_Kind.FLIGHT, Alarm_Kind.HANDOVER, Alarm_Kind.ACTING, Alarm_Kind.CLAIM];
  expect(kinds.map((kind) => unattended(yesOf(alarm("a", kind))!))).toEqual([true, true, true, false, false, false]);
});

test("F8 says what the question asks", () => {
  expect(accepting(alarm("a", Alarm_Kind.SUPPORT))).toEqual({
    case: "answerSupport",
    value: { incident: "i-a", state: Support_State.ACCEPTED },
  });
  expect(accepting(alarm("a", Alarm_Kind.CONFIRM))?.case).toBe("confirmLead");
  expect(accepting(alarm("a", Alarm_Kind.HANDOVER))).toEqual({ case: "answerHandover", value: { incident: "i-a", accept: true } });
  expect(accepting(alarm("a", Alarm_Kind.ACTING))?.case).toBe("claimLead");
  expect(accepting(alarm("a", Alarm_Kind.CLAIM))?.case).toBe("claimLead");
  expect(accepting(alarm("a", Alarm_Kind.FLIGHT, { flight: "f" }))).toEqual({ case: "blockFlight", value: { flight: "f" } });
  for (const each of [Alarm_Kind.EXHAUSTED, Alarm_Kind.ESCALATED, Alarm_Kind.LINK_LOST]) {
    expect(yesOf(alarm("a", each))).toBeUndefined();
    expect(accepting(alarm("a", each))).toBeUndefined();
    expect(declines(alarm("a", each))).toBe(false);
  }
  expect(declining(alarm("a", Alarm_Kind.SUPPORT), "no car")).toEqual({
    case: "answerSupport",
    value: { incident: "i-a", state: Support_State.DECLINED, reason: "no car" },
  });
  expect(declining(alarm("a", Alarm_Kind.HANDOVER), "")).toEqual({ case: "answerHandover", value: { incident: "i-a", accept: false } });
});

test("F9 and F10 act on the support accepted last, not on the one moved last", () => {
  const incident = (id: string, state: Support_State, open = Incident_State.OPEN) =>
    create(IncidentSchema, { id, state: open, supports: [{ id: `s-${id}`, ward: "us", state, openedSeq: 1n }, { id: "x", ward: "other", state: Support_State.ACCEPTED, openedSeq: 99n }] });
  const incidents = [
    incident("first", Support_State.EN_ROUTE),
    incident("second", Support_State.ACCEPTED),
    incident("there", Support_State.ON_SCENE),
    incident("ended", Support_State.ACCEPTED, Incident_State.RESOLVED),
  ];
  const accepted = new Map([["s-first", 10n], ["s-second", 20n], ["s-there", 30n], ["s-ended", 40n]]);
  expect(lastAccepted(incidents, "us", accepted)?.incident.id).toBe("second");
  expect(lastAccepted(incidents, "them", accepted)).toBeUndefined();
});

test("the loudest of what nobody has acknowledged", () => {
  const of = (urgency: Urgency, acknowledged = false) => alarm("a", Alarm_Kind.SUPPORT, { urgency, acknowledged });
  expect(loudest([of(Urgency.FLASH, true), of(Urgency.URGENT)])).toBe(Urgency.URGENT);
  expect(loudest([of(Urgency.URGENT), of(Urgency.FLASH)])).toBe(Urgency.FLASH);
});
