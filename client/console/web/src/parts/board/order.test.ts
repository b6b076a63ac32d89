import { create } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import { expect, test } from "vitest";
import { IncidentSchema, Incident_State, type Incident } from "../../gen/wardlink/v1/query_pb";
import { LeadSchema, SupportSchema, Support_State, type Support } from "../../gen/wardlink/v1/value_pb";
import { arrange, number, sorted, waitsForUs } from "./order";

function incident(id: string, severity: number, at: number, more: Omit<Partial<Incident>, "$typeName" | "$unknown"> = {}): Incident {
  return create(IncidentSchema, {
    id,
    severity,
    state: Incident_State.OPEN,
    openedAt: timestampFromMs(at * 1000),
    openedSeq: BigInt(at),
    ...more,
  });
}
const support = (ward: string, state: Support_State): Support => create(SupportSchema, { id: ward, ward, state });
const nobody: ReadonlySet<string> = new Set();

test("what waits for us comes first, then the urgent, then the oldest", () => {
  const incidents = [
    incident("note", 1, 10),
    incident("young-flash", 5, 40),
    incident("old-flash", 4, 20),
    incident("urgent", 3, 5),
    incident("asked", 2, 50, { supports: [support("us", Support_State.DELIVERED)] }),
    incident("ended", 5, 1, { state: Incident_State.RESOLVED }),
  ];
  expect(sorted(incidents, "us", nobody)).toEqual(["asked", "old-flash", "young-flash", "urgent", "note"]);
  expect(sorted(incidents, "us", new Set(["young-flash"])).slice(0, 2)).toEqual(["young-flash", "asked"]);
});

test("a lead to confirm, a call to make and an offer wait for us; an answered support does not", () => {
  const lead = create(LeadSchema, { ward: "us", provisional: true });
  expect(waitsForUs(incident("a", 3, 1, { lead }), "us", nobody)).toBe(true);
  expect(waitsForUs(incident("a", 3, 1, { lead: create(LeadSchema, { ward: "us" }) }), "us", nobody)).toBe(false);
  expect(waitsForUs(incident("a", 3, 1, { lead: create(LeadSchema, { ward: "us" }), call: "114" }), "us", nobody)).toBe(true);
  expect(waitsForUs(incident("a", 3, 1, { handoverTo: "us" }), "us", nobody)).toBe(true);
  expect(waitsForUs(incident("a", 3, 1, { supports: [support("us", Support_State.ACCEPTED)] }), "us", nobody)).toBe(false);
});

test("frozen rows keep their places, and what is new comes last", () => {
  const free = arrange([], ["a", "b"], false, []);
  const held = arrange(free.order, ["new", "b"], true, free.fresh);
  expect(held).toEqual({ order: ["a", "b", "new"], fresh: ["new"] });
  const still = arrange(held.order, ["newer", "new", "b"], true, held.fresh);
  expect(still).toEqual({ order: ["a", "b", "new", "newer"], fresh: ["new", "newer"] });
  expect(arrange(still.order, ["newer", "new", "b"], false, still.fresh)).toEqual({ order: ["newer", "new", "b"], fresh: [] });
});

test("a number stays with its incident and is used again after it", () => {
  const first = number(new Map(), [incident("b", 1, 2), incident("a", 1, 1)]);
  expect([...first]).toEqual([["a", 1], ["b", 2]]);
  const second = number(first, [incident("b", 1, 2), incident("c", 1, 3), incident("d", 1, 4)]);
  expect([second.get("b"), second.get("c"), second.get("d")]).toEqual([2, 1, 3]);
});
