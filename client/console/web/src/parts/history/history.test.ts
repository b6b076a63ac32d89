import { describe, expect, it } from "vitest";
import { fold } from "./fold";
import { read, write } from "./typed";
import { advance, indexAt, step, untilNext } from "./replay";

describe("folding", () => {
  it("finds with and without diacritics, capitals and đ", () => {
    expect(fold("Xô xát ở CẦU Đông")).toBe("xo xat o cau dong");
    expect(fold("Nghĩa Đô")).toBe(fold("nghia do"));
    expect(fold("Vĩnh Phúc".normalize("NFD"))).toBe(fold("Vĩnh Phúc"));
  });
});

describe("playing the past again", () => {
  const times = [1000, 2000, 2000, 62_000];
  it("shows the last event at or before the moment", () => {
    expect([999, 1000, 1999, 2000, 61_999, 99_999].map((at) => indexAt(times, at))).toEqual([-1, 0, 0, 2, 2, 3]);
    expect(indexAt([], 5)).toBe(-1);
  });
  it("goes as fast as it is told, and rests at the last event", () => {
    expect(advance(times, 1000, 500, 1)).toBe(1500);
    expect(advance(times, 1000, 500, 60)).toBe(31_000);
    expect(advance(times, 61_000, 500, 10)).toBe(62_000);
    expect(advance([], 7, 500, 10)).toBe(7);
  });
  it("steps from event to event, not beyond the ends", () => {
    expect([step(times, 1, 1), step(times, 0, -1), step(times, 3, 1)]).toEqual([2, 0, 3]);
  });
  it("says how long until something happens", () => {
    expect(untilNext(times, 2000, 10)).toBe(6);
    expect(untilNext(times, 62_000, 1)).toBeUndefined();
  });
});

describe("a date and time as written here", () => {
  it("is read back", () => {
    const at = Date.UTC(2025, 5, 20, 20, 12);
    expect(write(at, 420)).toBe("21/06/2025 03:12");
    expect(read("21/06/2025 03:12", 420)).toBe(at);
    expect(read("21/6/2025", 420)).toBe(Date.UTC(2025, 5, 20, 17));
    expect(read(" ", 420)).toBeUndefined();
    for (const text of ["31/02/2025", "06/21/2025 03:12", "21/06/2025 25:00", "hôm nay"]) expect(read(text, 420)).toBeNaN();
  });
});
