// What the form of a report holds, and the command it makes. Plain values only: the draft is this, as JSON.
import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import {
  CommandSchema,
  ReportSighting_Kind,
  type Command,
  type DetectedAtSchema,
} from "../../gen/wardlink/v1/command_pb";
import {
  Mode,
  Source,
  TimeSource,
  TravelMode,
  type ContentSchema,
  type HeadingSchema,
  type PlaceSchema,
} from "../../gen/wardlink/v1/value_pb";

export const kinds = ["incident", "sighting", "hotspot", "flight", "patrol"] as const;
export type Kind = (typeof kinds)[number];

/** Where: "" is text alone, which the hub takes for our own ward. */
export interface Spot {
  at: "" | "point" | "landmark" | "zone" | "ward";
  id: string;
  lat: number;
  lon: number;
  radius: number;
}

export interface Form {
  kind: Kind;
  mode: Mode;
  category: string;
  severity: number;
  sensitive: boolean;
  assist: boolean;
  seen: ReportSighting_Kind;
  source: Source;
  spot: Spot;
  heading: string; // "", degrees, or "ward:ID"
  by: TravelMode;
  text: string;
  persons: string; // one a line
  plates: string;
  phones: string;
  sensitiveText: string;
  share: string[];
  incident: string;
  stampedAt: number; // when the form was opened
  typedAt: number | null; // a time edited by hand; NaN: unreadable
}

export const nowhere = (): Spot => ({ at: "", id: "", lat: 0, lon: 0, radius: 0 });

export function blank(now: number, kind: Kind = "incident"): Form {
  return {
    kind,
    mode: Mode.ACTUAL,
    category: "",
    severity: 3,
    sensitive: false,
    assist: false,
    seen: ReportSighting_Kind.PERSON,
    source: Source.PATROL,
    spot: nowhere(),
    heading: "",
    by: TravelMode.MOTORBIKE,
    text: "",
    persons: "",
    plates: "",
    phones: "",
    sensitiveText: "",
    share: [],
    incident: "",
    stampedAt: now,
    typedAt: null,
  };
}

export function placeOf(spot: Spot): MessageInitShape<typeof PlaceSchema> | undefined {
  if (spot.at === "") return undefined;
  if (spot.at !== "point") return { at: { case: spot.at, value: spot.id } };
  const point = { latE7: Math.round(spot.lat * 1e7), lonE7: Math.round(spot.lon * 1e7) };
  return { at: { case: "point", value: point }, radiusM: spot.radius };
}

export function headingOf(heading: string): MessageInitShape<typeof HeadingSchema> | undefined {
  if (heading === "") return undefined;
  if (heading.startsWith("ward:")) return { to: { case: "ward", value: heading.slice(5) } };
  return { to: { case: "degrees", value: Number(heading) } };
}

const lines = (text: string): string[] =>
  text
    .split(/[\n;]/)
    .map((line) => line.trim())
    .filter((line) => line !== "");

export function contentOf(form: Form): MessageInitShape<typeof ContentSchema> | undefined {
  const content = {
    text: form.text.trim(),
    persons: lines(form.persons),
    plates: lines(form.plates),
    phones: lines(form.phones),
    sensitiveText: form.sensitiveText.trim(),
  };
  return Object.values(content).some((part) => part.length > 0) ? content : undefined;
}

function detectedAt(form: Form): MessageInitShape<typeof DetectedAtSchema> {
  return form.typedAt === null
    ? { time: timestampFromMs(form.stampedAt), source: TimeSource.DEVICE }
    : { time: timestampFromMs(form.typedAt), source: TimeSource.TYPED };
}

export function commandOf(form: Form): Command {
  const { mode, category, severity, sensitive, assist, source, incident, share: shareWith } = form;
  const place = placeOf(form.spot);
  const content = contentOf(form);
  const common = { mode, place, content };
  switch (form.kind) {
    case "incident": {
      const value = {
        ...common,
        category,
        severity,
        sensitive,
        assist,
        source,
        sameAs: incident,
        detectedAt: detectedAt(form),
      };
      return create(CommandSchema, { kind: { case: "reportIncident", value } });
    }
    case "sighting": {
      const value = { ...common, kind: form.seen, source, incident, shareWith, detectedAt: detectedAt(form) };
      return create(CommandSchema, { kind: { case: "reportSighting", value } });
    }
    case "hotspot": {
      const value = { ...common, category, sensitive, source, shareWith };
      return create(CommandSchema, { kind: { case: "reportHotspot", value } });
    }
    case "flight": {
      const opens = incident === "" ? { category, severity } : {};
      const heading = headingOf(form.heading);
      const value = { ...common, ...opens, incident, heading, by: form.by, source, detectedAt: detectedAt(form) };
      return create(CommandSchema, { kind: { case: "reportFlight", value } });
    }
    case "patrol":
      return create(CommandSchema, { kind: { case: "startPatrol", value: common } });
  }
}

/** What the page sees by itself that would be refused: fields by the names the hub gives them. */
export function missing(form: Form): string[] {
  const fields: string[] = [];
  const { kind, spot } = form;
  if ((kind === "incident" || kind === "hotspot") && form.category === "") fields.push("category");
  if (kind === "flight" && spot.at !== "point" && spot.at !== "landmark") fields.push("place");
  if (kind === "patrol" && spot.at !== "zone" && spot.at !== "ward") fields.push("place");
  const said = [form.text, form.sensitiveText, form.persons, form.plates].some((part) => part.trim() !== "");
  if ((kind === "sighting" || kind === "hotspot") && !said) fields.push("content.text");
  if (form.typedAt !== null && Number.isNaN(form.typedAt)) fields.push("detected_at.time");
  return fields;
}

/** What a preview hangs on: while this stays the same, so does who would lead. */
export function deciding(form: Form): string {
  const { text: _, persons: __, plates: ___, phones: ____, sensitiveText: _____, ...rest } = form;
  return JSON.stringify(rest);
}

/** For a preview: what decides, without what was written. */
export function undisclosed(form: Form): Command {
  return commandOf({ ...form, text: "–", persons: "", plates: "", phones: "", sensitiveText: "" });
}

/** Whether a rejection's field (a path of proto names) is at or under `name`. */
export function concerns(field: string, name: string): boolean {
  return field === name || field.startsWith(`${name}.`) || field.startsWith(`${name}[`);
}
