import { describe, expect, it } from "vitest";
import type { Area, Line } from "../../lib/geo";
import { centreOf, lineOf, outlineOf, type Plane } from "./view";

const ground: Plane = { toPage: ([lon, lat]) => [lon, -lat], toGround: (x, y) => [x, -y] };
const square = (west: number, side: number): [number, number][] => [
  [west, 0],
  [west + side, 0],
  [west + side, side],
  [west, side],
  [west, 0],
];
const area = (...polygons: [number, number][][][]): Area => ({
  id: "a",
  name: "A",
  feature: { type: "Feature", properties: {}, geometry: { type: "MultiPolygon", coordinates: polygons } },
});

describe("what is drawn", () => {
  it("is every ring, closed", () => {
    expect(outlineOf(area([square(0, 4), square(1, 1)]), ground).match(/M[^Z]*Z/g)).toHaveLength(2);
  });
  it("is a line as it runs", () => {
    const line: Line = {
      id: "r",
      name: "R",
      feature: { type: "Feature", properties: {}, geometry: { type: "LineString", coordinates: [[0, 0], [1.25, 2]] } },
    };
    expect(lineOf(line, ground)).toBe("M0.0,0.0L1.3,-2.0");
  });
});

describe("an area's name", () => {
  it("stands in the middle of the largest part", () => {
    const [x, y] = centreOf(area([square(0, 2)], [square(10, 6)]), ground);
    expect(x).toBeCloseTo(13);
    expect(y).toBeCloseTo(-3);
  });
});
