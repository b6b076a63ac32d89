import { create, toJson } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import { CommandSchema } from "../../gen/wardlink/v1/command_pb";
import { Force_Kind, Support_State } from "../../gen/wardlink/v1/value_pb";
import { deed, empty, lacking, type Values } from "./deeds";
import type { Name } from "./may";

const standing = { category: "theft", severity: 3, sensitive: true };
const subject = { incident: "a", ward: "w", report: "r", flight: "f", call: "114" };
const json = (name: Name, change: Partial<Values> = {}) =>
  toJson(CommandSchema, create(CommandSchema, { kind: deed(name, { ...empty(standing), ...change }, subject, standing, 0) }));
const lacks = (name: Name, change: Partial<Values> = {}) => lacking(name, { ...empty(standing), ...change }, subject, standing);

describe("an action's command", () => {
  it("accepts with what comes and when", () => {
    expect(json("accept", { eta: 6, forces: { [Force_Kind.POLICE]: 3, [Force_Kind.VEHICLE]: 0 } })).toEqual({
      answerSupport: { incident: "a", state: "ACCEPTED", etaMinutes: 6, forces: [{ kind: "POLICE", count: 3 }] },
    });
  });
  it("corrects only what was changed, and can take the mark sensitive away", () => {
    expect(json("correct", { severity: 4 })).toEqual({ correctIncident: { incident: "a", severity: 4 } });
    expect(json("correct", { sensitive: false })).toEqual({ correctIncident: { incident: "a", sensitive: false } });
  });
  it("asks named wards or leaves it to the regulation, never both", () => {
    expect(json("request", { wards: ["x"] })).toEqual({ requestSupport: { incident: "a", auto: true } });
    expect(json("request", { auto: false, wards: ["x"] })).toEqual({ requestSupport: { incident: "a", wards: ["x"] } });
  });
  it("notes who was called, and what was said by telephone", () => {
    expect(json("called")).toEqual({ noteIncident: { incident: "a", called: "114" } });
    expect(json("phone", { said: " Bình ", state: Support_State.DECLINED, reason: "hết người" })).toEqual({
      recordAnswer: { incident: "a", ward: "w", saidBy: "Bình", state: "DECLINED", reason: "hết người" },
    });
  });
  it("recalls the report, blocks at our own crossing", () => {
    expect(json("recall", { reason: "nhầm" })).toEqual({ recall: { ids: ["r"], reason: "nhầm" } });
    expect(json("block")).toEqual({ blockFlight: { flight: "f" } });
  });
});

it("says what the hub would miss", () => {
  expect(lacks("decline")).toEqual(["reason"]);
  expect(lacks("decline", { reason: "hết người" })).toEqual([]);
  expect(lacks("request", { auto: false })).toEqual(["wards"]);
  expect(lacks("correct")).toEqual(["text"]);
  expect(lacks("correct", { category: "robbery" })).toEqual([]);
  expect(lacks("block")).toEqual([]);
  expect(lacking("block", empty(standing), { ...subject, mustPlace: true }, standing)).toEqual(["place"]);
  expect(lacks("again")).toEqual(["place"]);
});
