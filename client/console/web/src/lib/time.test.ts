import { expect, test } from "vitest";
import { age, brief, clock, full, left, ms, span, toType, typed } from "./time";

const at = Date.UTC(2025, 11, 31, 18, 2, 9);

test("the cluster's zone, 24 h, the day before the month", () => {
  expect(clock(at, 420)).toBe("01:02:09");
  expect(full(at, 420)).toBe("01/01/2026 01:02:09");
  expect(full(at, 0)).toBe("31/12/2025 18:02:09");
  expect(brief(at, at + 60_000, 420)).toBe("01:02:09");
  expect(brief(at, at + 86_400_000, 420)).toBe("01/01/2026 01:02:09");
});

test("spans tick in seconds below an hour", () => {
  expect(span(0, "vi")).toBe("0 s");
  expect(span(-3, "vi")).toBe("0 s");
  expect(span(37.9, "vi")).toBe("37 s");
  expect(span(252, "vi")).toBe("4 ph 12 s");
  expect(span(3600 * 2 + 300, "vi")).toBe("2 g 05 ph");
  expect(span(86_400 * 3 + 4 * 3600, "en")).toBe("3 d 4 h");
  expect(age(at, at + 61_000, "en")).toBe("1 min 01 s");
  expect(age(undefined, at, "en")).toBe("");
});

test("what is left counts down through zero", () => {
  expect(left(at, at - 1500)).toBe(2);
  expect(left(at, at + 1500)).toBe(-1);
});

test("typed times are the cluster's", () => {
  expect(typed("2026-01-01T01:02:09", 420)).toBe(at);
  expect(toType(at, 420)).toBe("2026-01-01T01:02:09");
  expect(typed("", 420)).toBeUndefined();
  expect(ms({ $typeName: "google.protobuf.Timestamp", seconds: 3n, nanos: 250_000_000 })).toBe(3250);
});
