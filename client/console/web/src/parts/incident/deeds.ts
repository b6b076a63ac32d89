// Each action's fields and the command they make.
import type { MessageInitShape } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import type { CommandSchema } from "../../gen/wardlink/v1/command_pb";
import { Force_Kind, Support_State, TimeSource, TravelMode } from "../../gen/wardlink/v1/value_pb";
import { headingOf, nowhere, placeOf, type Spot } from "../report/form";
import type { Name } from "./may";

type Kind = NonNullable<MessageInitShape<typeof CommandSchema>["kind"]>;
export type Field =
  | "text" | "note" | "reason" | "why" | "eta" | "forces" | "wards" | "ward" | "said" | "state" | "into"
  | "category" | "severity" | "sensitive" | "place" | "flight";

export const fieldsOf: Partial<Record<Name, readonly Field[]>> = {
  accept: ["eta", "forces"],
  enRoute: ["eta"],
  decline: ["reason"],
  withdraw: ["reason"],
  request: ["wards", "forces", "text"],
  assist: ["wards", "forces", "text"],
  offer: ["ward"],
  correct: ["category", "severity", "sensitive", "place", "text"],
  resolve: ["text"],
  reopen: ["text"],
  close: ["text"],
  note: ["note"],
  merge: ["into"],
  cancel: ["why"],
  phone: ["said", "state", "forces", "why"],
  unlink: [], // nothing to say, but asked once more
  recall: ["why"],
  block: ["place"],
  again: ["place", "flight", "text"],
  caught: ["text"],
};

export const forceKinds = [
  Force_Kind.POLICE,
  Force_Kind.SECURITY_TEAM,
  Force_Kind.CIVIL_DEFENCE,
  Force_Kind.VEHICLE,
  Force_Kind.OTHER,
] as const;

export interface Values {
  text: string;
  reason: string;
  eta: number | null;
  forces: Partial<Record<Force_Kind, number | null>>;
  auto: boolean;
  wards: string[];
  ward: string;
  said: string;
  state: Support_State;
  into: string;
  category: string;
  severity: number;
  sensitive: boolean;
  spot: Spot;
  heading: string;
  by: TravelMode;
}
/** What is corrected begins as it stands. */
export interface Standing {
  category: string;
  severity: number;
  sensitive: boolean;
}
export interface Subject {
  incident: string;
  ward?: string; // of a support
  report?: string;
  flight?: string;
  call?: string;
  mustPlace?: boolean; // a block by a ward the flight is not expected in
}

export const empty = (standing: Standing): Values => ({
  text: "",
  reason: "",
  eta: null,
  forces: {},
  auto: true,
  wards: [],
  ward: "",
  said: "",
  state: Support_State.ACCEPTED,
  into: "",
  category: standing.category,
  severity: standing.severity,
  sensitive: standing.sensitive,
  spot: nowhere(),
  heading: "",
  by: TravelMode.TRAVEL_MODE_UNSPECIFIED,
});

/** Fields without which the hub would refuse it. */
export function lacking(name: Name, values: Values, subject: Subject, standing: Standing): Field[] {
  const lacks: Field[] = [];
  const placed = values.spot.at === "point" || values.spot.at === "landmark";
  if ((name === "decline" || name === "withdraw") && values.reason.trim() === "") lacks.push("reason");
  if (name === "note" && values.text.trim() === "") lacks.push("note");
  if (name === "offer" && values.ward === "") lacks.push("ward");
  if (name === "merge" && values.into === "") lacks.push("into");
  if (name === "phone" && values.said.trim() === "") lacks.push("said");
  if ((name === "request" || name === "assist") && !values.auto && values.wards.length === 0) lacks.push("wards");
  if ((name === "again" || (name === "block" && subject.mustPlace)) && !placed) lacks.push("place");
  if (name === "correct" && corrected(values, standing) === 0) lacks.push("text");
  return lacks;
}

const corrected = (values: Values, standing: Standing): number =>
  Number(values.spot.at !== "") + Number(values.category !== standing.category) +
  Number(values.severity !== standing.severity) + Number(values.sensitive !== standing.sensitive) +
  Number(values.text.trim() !== "");

const answer = {
  seen: Support_State.SEEN,
  accept: Support_State.ACCEPTED,
  enRoute: Support_State.EN_ROUTE,
  onScene: Support_State.ON_SCENE,
  decline: Support_State.DECLINED,
  withdraw: Support_State.WITHDRAWN,
};

export function deed(name: Name, values: Values, subject: Subject, standing: Standing, now: number): Kind {
  const { incident, ward = "", report = "", flight = "" } = subject;
  const reason = values.reason.trim();
  const content = values.text.trim() === "" ? undefined : { text: values.text.trim() };
  const place = placeOf(values.spot);
  const forces = forceKinds
    .map((kind) => ({ kind, count: values.forces[kind] ?? 0 }))
    .filter(({ count }) => count > 0);
  switch (name) {
    case "confirm":
      return { case: "confirmLead", value: { incident } };
    case "claim":
    case "act":
      return { case: "claimLead", value: { incident } };
    case "takeOver":
    case "refuseLead":
      return { case: "answerHandover", value: { incident, accept: name === "takeOver" } };
    case "seen":
    case "accept":
    case "enRoute":
    case "onScene":
    case "decline":
    case "withdraw":
      return { case: "answerSupport", value: { incident, state: answer[name], reason, etaMinutes: values.eta ?? 0, forces } };
    case "request":
    case "assist": {
      const { auto } = values;
      return { case: "requestSupport", value: { incident, auto, wards: auto ? [] : [...values.wards], forces, content } };
    }
    case "offer":
      return { case: "offerHandover", value: { incident, toWard: values.ward } };
    case "cancel":
      return { case: "cancelSupport", value: { incident, ward, reason } };
    case "release":
      return { case: "releaseSupport", value: { incident, ward } };
    case "phone":
      return {
        case: "recordAnswer",
        value: { incident, ward, saidBy: values.said.trim(), state: values.state, reason, forces },
      };
    case "note":
      return { case: "noteIncident", value: { incident, content } };
    case "called":
      return { case: "noteIncident", value: { incident, called: subject.call ?? "" } };
    case "correct": {
      const value = {
        incident,
        place,
        content,
        ...(values.category !== standing.category && { category: values.category }),
        ...(values.severity !== standing.severity && { severity: values.severity }),
        ...(values.sensitive !== standing.sensitive && { sensitive: values.sensitive }),
      };
      return { case: "correctIncident", value };
    }
    case "resolve":
      return { case: "resolveIncident", value: { incident, content } };
    case "reopen":
      return { case: "reopenIncident", value: { incident, content } };
    case "close":
      return { case: "closeIncident", value: { incident, content } };
    case "merge":
      return { case: "mergeIncidents", value: { incident, into: values.into } };
    case "unlink":
      return { case: "unlinkReport", value: { incident, report } };
    case "recall":
      return { case: "recall", value: { ids: [report || flight], reason } };
    case "block":
      return { case: "blockFlight", value: { flight, at: place, content } };
    case "again": {
      const detectedAt = { time: timestampFromMs(now), source: TimeSource.DEVICE };
      return {
        case: "seeFlightAgain",
        value: { flight, place, heading: headingOf(values.heading), by: values.by, detectedAt, content },
      };
    }
    case "caught":
      return { case: "catchFlight", value: { flight, content } };
  }
}
