import { expect, it } from "vitest";
import { bytes, idle, idleMs, percentiles } from "./rights";

it("closes after ten minutes without use", () => {
  expect([idle(idleMs - 1, 0), idle(idleMs, 0)]).toEqual([false, true]);
});
it("says how large a journal is", () => {
  expect([bytes(0n, "vi"), bytes(999n, "vi"), bytes(5_242_880n, "vi"), bytes(5_242_880n, "en")]).toEqual([
    "0 B", "999 B", "5,2 MB", "5.2 MB",
  ]);
});
it("says percentiles, and nothing where nothing was measured", () => {
  expect([
    percentiles({ count: 9n, p50Ms: 0.742, p99Ms: 12.6 }, "vi"),
    percentiles({ count: 9n, p50Ms: 1, p99Ms: 1234 }, "en"),
    percentiles({ count: 0n, p50Ms: 0, p99Ms: 0 }, "vi"),
    percentiles(undefined, "vi"),
  ]).toEqual(["0,7 / 13 ms", "1 / 1,234 ms", "–", "–"]);
});
