import { expect, it } from "vitest";
import * as all from ".";

const blanks = (words: unknown): unknown =>
  typeof words === "string"
    ? [...words.matchAll(/\{\w+\}/g)].map(String).sort()
    : Object.entries(words as object).map(([key, value]) => [key, blanks(value)]);

it("leaves the same blanks in both languages", () => {
  for (const { vi, en } of Object.values(all)) expect(blanks(en)).toEqual(blanks(vi));
});
