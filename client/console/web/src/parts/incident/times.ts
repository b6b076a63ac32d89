// The three times of an event: when it happened, when it was sent, when the hub recorded it.
import { timestampMs } from "@bufbuild/protobuf/wkt";
import type { Event } from "../../gen/wardlink/v1/event_pb";
import type { Placement, Report } from "../../gen/wardlink/v1/value_pb";

const reportOf = ({ body }: Event): Report | undefined =>
  body.case === "incidentOpened" || body.case === "reportLinked" ? body.value.report : undefined;

/** As reported; undefined where the event is no report. */
export function happenedAt(event: Event): number | undefined {
  const { body } = event;
  const at =
    reportOf(event)?.detectedAt ??
    (body.case === "sightingRecorded" ? body.value.detectedAt : undefined) ??
    (body.case === "flightRaised" || body.case === "flightSeenAgain" ? body.value.flight?.seenAt : undefined);
  return at && timestampMs(at);
}

/** When the command was made, by its sender's clock: a UUID of version 7 begins with that. */
export function sentAt({ cause }: Event): number | undefined {
  const found = /^([0-9a-f]{8})-([0-9a-f]{4})-7/i.exec(cause);
  return found ? parseInt(found[1]! + found[2]!, 16) : undefined;
}

export function placementOf(event: Event): Placement | undefined {
  const { body } = event;
  switch (body.case) {
    case "incidentOpened":
    case "reportLinked":
      return reportOf(event)?.placement;
    case "incidentCorrected":
    case "sightingRecorded":
    case "hotspotRecorded":
      return body.value.placement;
    case "flightRaised":
    case "flightSeenAgain":
      return body.value.flight?.placement;
    default:
      return undefined;
  }
}
