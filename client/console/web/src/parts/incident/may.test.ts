import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import { describe, expect, it } from "vitest";
import { IncidentSchema, Incident_State, type Incident } from "../../gen/wardlink/v1/query_pb";
import { FlightSchema, Flight_End, Support_State as S } from "../../gen/wardlink/v1/value_pb";
import { asked, mergeable, onFlight, onIncident, onReport, onSupport } from "./may";

const now = 1_750_000_000_000;
const incident = (change: Exclude<MessageInitShape<typeof IncidentSchema>, Incident> = {}) =>
  create(IncidentSchema, {
    id: "a",
    state: Incident_State.OPEN,
    severity: 3,
    lead: { ward: "quan-hoa", provisional: true },
    reports: [{ id: "r1", ward: "quan-hoa" }, { id: "r2", ward: "vinh-phuc" }],
    supports: [{ id: "s1", ward: "vinh-phuc", state: S.SENT }],
    ...change,
  });
const self = (ward: string, officer = true) => ({ ward, officer, now });
const names = (list: { name: string; why?: string }[]) => list.map(({ name, why }) => (why ? `${name}:${why}` : name));

describe("what waits for our answer", () => {
  it("is the provisional lead to confirm, also with nobody signed in", () => {
    expect(names(asked(incident(), self("quan-hoa")))).toEqual(["confirm"]);
    expect(names(asked(incident(), self("quan-hoa", false)))).toEqual(["confirm"]);
  });
  it("is a support aimed at us; the station alone may say seen and accept", () => {
    expect(names(asked(incident(), self("vinh-phuc")))).toEqual(["seen", "accept", "decline", "enRoute", "onScene"]);
    expect(names(asked(incident(), self("vinh-phuc", false)))).toEqual([
      "seen", "accept", "decline:officer", "enRoute:officer", "onScene:officer",
    ]);
  });
  it("goes forward only", () => {
    const at = (state: S) => names(asked(incident({ supports: [{ ward: "vinh-phuc", state }] }), self("vinh-phuc")));
    expect(at(S.SEEN)).not.toContain("seen");
    expect(at(S.DECLINED)).toEqual(["accept"]);
    expect(at(S.ON_SCENE)).toEqual(["withdraw"]);
    expect(at(S.RELEASED)).toEqual([]);
  });
  it("goes by the latest support where a ward was asked anew", () => {
    const supports = [{ ward: "vinh-phuc", state: S.WITHDRAWN }, { ward: "vinh-phuc", state: S.SEEN }];
    expect(names(asked(incident({ supports }), self("vinh-phuc")))).toContain("accept");
  });
  it("may contradict what was said by telephone", () => {
    const supports = [{ ward: "vinh-phuc", state: S.DECLINED, marks: ["phone"] }];
    expect(names(asked(incident({ supports }), self("vinh-phuc")))).toContain("accept");
  });
  it("is an offer until it expires, a claim where nobody leads, to act where the lead cannot be reached", () => {
    const until = (at: number) => incident({ handoverTo: "nghia-do", handoverExpiresAt: timestampFromMs(at) });
    expect(names(asked(until(now + 1000), self("nghia-do")))).toEqual(["takeOver", "refuseLead"]);
    expect(names(asked(until(now - 1000), self("nghia-do")))).toEqual([]);
    expect(names(asked(incident({ lead: {}, supports: [] }), self("nghia-do")))).toEqual(["claim"]);
    const unreachable = incident({ unreachableLead: "quan-hoa", actingAsked: ["nghia-do"] });
    expect(names(asked(unreachable, self("nghia-do")))).toEqual(["act"]);
  });
  it("is nothing once it is over", () => {
    expect(asked(incident({ state: Incident_State.CLOSED }), self("quan-hoa"))).toEqual([]);
  });
});

describe("what may be done with an incident", () => {
  it("is the lead's, others note and merge", () => {
    expect(names(onIncident(incident(), self("quan-hoa")))).toEqual([
      "request", "offer", "resolve", "correct", "note", "merge", "close",
    ]);
    expect(names(onIncident(incident(), self("vinh-phuc")))).toEqual(["note", "merge"]);
    expect(names(onIncident(incident(), self("nghia-do")))).toEqual(["note"]);
  });
  it("needs somebody signed in", () => {
    expect(onIncident(incident(), self("quan-hoa", false)).every(({ why }) => why === "officer")).toBe(true);
  });
  it("lets a ward on the spot ask support in a grave case", () => {
    expect(names(onIncident(incident({ severity: 4 }), self("vinh-phuc")))).toContain("assist");
    expect(names(onIncident(incident({ severity: 4 }), self("nghia-do")))).not.toContain("assist");
  });
  it("does not offer twice at once, and reopens what is resolved", () => {
    const offer = incident({ handoverTo: "x", handoverExpiresAt: timestampFromMs(now + 9) });
    expect(names(onIncident(offer, self("quan-hoa")))).toContain("offer:offered");
    const resolved = incident({ state: Incident_State.RESOLVED });
    expect(names(onIncident(resolved, self("quan-hoa")))).toEqual(["note", "reopen", "close"]);
    expect(onIncident(incident({ state: Incident_State.MERGED }), self("quan-hoa"))).toEqual([]);
  });
  it("asks for the emergency call until it is noted", () => {
    expect(names(onIncident(incident({ call: "114" }), self("nghia-do")))).toContain("called");
  });
});

describe("what may be done with a support, a report, a flight", () => {
  it("the lead records a telephoned answer, cancels, and releases who is there", () => {
    const at = (state: S) => {
      const one = incident({ supports: [{ ward: "vinh-phuc", state }] });
      return names(onSupport(one, one.supports[0]!, self("quan-hoa")));
    };
    expect([at(S.SENT), at(S.ACCEPTED), at(S.ON_SCENE), at(S.DECLINED)]).toEqual([
      ["phone", "cancel"], ["cancel"], ["release"], [],
    ]);
    const one = incident();
    expect(onSupport(one, one.supports[0]!, self("vinh-phuc"))).toEqual([]);
  });
  it("unlinks all but the first report, recalls our own", () => {
    const one = incident();
    expect(names(onReport(one, one.reports[0]!, self("quan-hoa")))).toEqual(["recall"]);
    expect(names(onReport(one, one.reports[1]!, self("quan-hoa")))).toEqual(["unlink", "recall"]);
    expect(names(onReport(one, one.reports[0]!, self("vinh-phuc")))).toEqual([]);
    one.reports[1]!.marks.push("recalled");
    expect(onReport(one, one.reports[1]!, self("quan-hoa"))).toEqual([]);
  });
  it("a flight is blocked while it is on", () => {
    const flight = create(FlightSchema, { expiresAt: timestampFromMs(now + 1) });
    expect(names(onFlight(flight, self("x", false)))).toEqual(["block", "again:officer", "caught:officer"]);
    expect(onFlight(create(FlightSchema, { end: Flight_End.CAUGHT }), self("x"))).toEqual([]);
  });
});

it("merges first with what the hub thinks the same, never across modes", () => {
  const one = incident({ possibleDuplicates: ["c"] });
  const all = [one, incident({ id: "b" }), incident({ id: "c" }), incident({ id: "d", mode: 2 })];
  expect(mergeable(one, all, "quan-hoa").map(({ id }) => id)).toEqual(["c", "b"]);
});
