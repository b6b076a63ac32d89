import { expect, test } from "vitest";
import { linkOf, type Known } from "./link";

const known: Known = { reach: "live", linked: true, caughtUp: true, roundTrip: 41, waiting: 3, since: 0, now: 37_900 };

test("the nearest break is said first", () => {
  expect(linkOf(known)).toEqual({ state: "online", ms: 41 });
  expect(linkOf({ ...known, caughtUp: false }).state).toBe("catching");
  expect(linkOf({ ...known, linked: false, since: 900 })).toEqual({ state: "cut", since: 900, seconds: 37, waiting: 3 });
  expect(linkOf({ ...known, reach: "lost", linked: false, since: 900 })).toEqual({ state: "server", since: 900, seconds: 37 });
  expect(linkOf({ ...known, reach: "connecting" })).toEqual({ state: "opening" });
});
