import { expect, it } from "vitest";
import { fill } from "./fill";

it("fills every blank, as often as it stands there", () => {
  expect(fill("{ward}: only {ward}, {n} times", { ward: "Nghĩa Đô", n: 2 })).toBe("Nghĩa Đô: only Nghĩa Đô, 2 times");
});
