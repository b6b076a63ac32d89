import { describe, expect, it } from "vitest";
import type { Area, Line } from "../../lib/geo";
import { apart, centreOf, lineOf, outlineOf, type Plane } from "./view";

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

describe("markers", () => {
  it("stay where they are while there is room", () => {
    expect(apart([[0, 0], [40, 0]])).toEqual([[0, 0], [40, 0]]);
  });
  it("of one place stand round it, none on another", () => {
    const shown = apart(Array.from({ length: 40 }, () => [100, 100] as const));
    expect(shown[0]).toEqual([100, 100]);
    for (const [i, [ax, ay]] of shown.entries()) {
      expect(Math.hypot(ax - 100, ay - 100)).toBeLessThan(130);
      for (const [bx, by] of shown.slice(i + 1)) expect(Math.hypot(ax - bx, ay - by)).toBeGreaterThan(29);
    }
  });
  it("that come later move none of those before", () => {
    const before = [[0, 0], [5, 0], [0, 5]] as const;
    expect(apart([...before, [2, 2]]).slice(0, 3)).toEqual(apart(before));
  });
});
