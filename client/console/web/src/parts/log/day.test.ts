import { expect, it } from "vitest";
import { dayStart } from "./day";

it("begins a day at midnight in Hanoi", () => {
  const at = Date.UTC(2025, 5, 20, 20, 12); // 21 June, 03:12 there
  expect(dayStart(at, 420)).toBe(Date.UTC(2025, 5, 20, 17));
  expect(dayStart(at, 420, -1)).toBe(Date.UTC(2025, 5, 19, 17));
  expect(dayStart(dayStart(at, 420), 420)).toBe(Date.UTC(2025, 5, 20, 17));
});
