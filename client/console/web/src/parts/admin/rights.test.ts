import { expect, it } from "vitest";
import { bytes, idle, idleMs } from "./rights";

it("closes after ten minutes without use", () => {
  expect([idle(idleMs - 1, 0), idle(idleMs, 0)]).toEqual([false, true]);
});
it("says how large a journal is", () => {
  expect([bytes(0n, "vi"), bytes(999n, "vi"), bytes(5_242_880n, "vi"), bytes(5_242_880n, "en")]).toEqual([
    "0 B", "999 B", "5,2 MB", "5.2 MB",
  ]);
});
