import { create } from "@bufbuild/protobuf";
import { expect, it } from "vitest";
import { ConsoleUpdateSchema } from "../gen/wardlink/v1/console_pb";
import { Incident_State } from "../gen/wardlink/v1/query_pb";
import { station } from "./station.svelte";

const update = (first: number, count: number, incident: string) =>
  create(ConsoleUpdateSchema, {
    incidents: [
      { id: "open", state: Incident_State.OPEN },
      { id: "closed", state: Incident_State.CLOSED },
    ],
    events: Array.from({ length: count }, (_, i) => ({ event: { seq: BigInt(first + i), incident } })),
  });

it("forgets the oldest events of what is over, and keeps the story of what is open", () => {
  station.take(update(1, 10, "open"));
  station.take(update(11, 6000, "closed"));
  expect(station.events.size).toBeLessThanOrEqual(5000);
  expect(station.events.has(1n)).toBe(true);
  expect(station.events.has(11n)).toBe(false);
  expect(station.events.has(6010n)).toBe(true);
});
