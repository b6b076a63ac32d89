import { toJson } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import { CommandSchema } from "../../gen/wardlink/v1/command_pb";
import { Mode, TravelMode } from "../../gen/wardlink/v1/value_pb";
import { blank, commandOf, concerns, deciding, missing, undisclosed, type Form } from "./form";
import { parseTime } from "./when";

const opened = Date.UTC(2025, 5, 20, 20, 12, 5);
const form = (change: Partial<Form> = {}): Form => ({ ...blank(opened), category: "disorder", ...change });
const json = (change: Partial<Form>) => toJson(CommandSchema, commandOf(form(change)));

describe("the command a form makes", () => {
  it("is a report of our own ward, stamped when the form was opened", () => {
    expect(json({ text: " Xô xát " })).toEqual({
      reportIncident: {
        mode: "ACTUAL",
        category: "disorder",
        severity: 3,
        detectedAt: { time: "2025-06-20T20:12:05Z", source: "DEVICE" },
        source: "PATROL",
        content: { text: "Xô xát" },
      },
    });
  });
  it("says that a time was typed", () => {
    expect(json({ typedAt: opened - 60_000 })).toMatchObject({
      reportIncident: { detectedAt: { time: "2025-06-20T20:11:05Z", source: "TYPED" } },
    });
  });
  it("places a point in units of 1e-7 degree", () => {
    const spot = { at: "point", id: "", lat: 21.03893, lon: 105.80648, radius: 20 } as const;
    expect(json({ spot })).toMatchObject({
      reportIncident: { place: { point: { latE7: 210389300, lonE7: 1058064800 }, radiusM: 20 } },
    });
  });
  it("keeps persons and plates in fields of their own, one a line", () => {
    expect(json({ kind: "sighting", persons: "Nguyễn Văn A\n\nB ", plates: "29-X1 234.56" })).toMatchObject({
      reportSighting: { content: { persons: ["Nguyễn Văn A", "B"], plates: ["29-X1 234.56"] } },
    });
  });
  it("gives a flight a category only where it opens an incident", () => {
    const spot = { at: "landmark", id: "t11", lat: 0, lon: 0, radius: 0 } as const;
    const flight = { kind: "flight", spot, heading: "ward:vinh-phuc", by: TravelMode.FOOT } as const;
    expect(json(flight)).toMatchObject({
      reportFlight: { category: "disorder", heading: { ward: "vinh-phuc" }, by: "FOOT" },
    });
    expect(json({ ...flight, incident: "x", heading: "90" })).not.toHaveProperty("reportFlight.category");
    expect(json({ ...flight, heading: "0" })).toMatchObject({ reportFlight: { heading: { degrees: 0 } } });
  });
  it("starts a patrol of a zone, in an exercise", () => {
    const spot = { at: "zone", id: "z", lat: 0, lon: 0, radius: 0 } as const;
    expect(json({ kind: "patrol", mode: Mode.EXERCISE, spot })).toEqual({
      startPatrol: { mode: "EXERCISE", place: { zone: "z" } },
    });
  });
});

describe("what is missing", () => {
  it("is told by the hub's names of fields", () => {
    expect(missing(form())).toEqual([]);
    expect(missing(blank(opened))).toEqual(["category"]);
    expect(missing(form({ kind: "hotspot" }))).toEqual(["content.text"]);
    expect(missing(form({ kind: "flight" }))).toEqual(["place"]);
    expect(missing(form({ kind: "patrol" }))).toEqual(["place"]);
    expect(missing(form({ typedAt: NaN }))).toEqual(["detected_at.time"]);
  });
  it("matches a rejection's field and what is under it", () => {
    expect(concerns("place.point", "place")).toBe(true);
    expect(concerns("content.persons[1]", "content.persons")).toBe(true);
    expect(concerns("placement", "place")).toBe(false);
  });
});

describe("a preview", () => {
  it("hangs on what decides, not on what is written", () => {
    expect(deciding(form({ text: "a" }))).toBe(deciding(form({ text: "ab", plates: "29" })));
    expect(deciding(form({ severity: 4 }))).not.toBe(deciding(form()));
  });
  it("sends nothing that was written", () => {
    const sent = JSON.stringify(toJson(CommandSchema, undisclosed(form({ text: "bí mật", persons: "A" }))));
    expect(sent).not.toContain("bí mật");
    expect(sent).not.toContain("persons");
  });
});

describe("a typed time", () => {
  const at = (text: string) => parseTime(text, opened, 420); // it is 03:12:05 in Hanoi
  it("is of today, or of yesterday where it would be still to come", () => {
    expect(at("03:10")).toBe(Date.UTC(2025, 5, 20, 20, 10));
    expect(at("3h12")).toBe(Date.UTC(2025, 5, 20, 20, 12));
    expect(at("23:59:30")).toBe(Date.UTC(2025, 5, 20, 16, 59, 30));
  });
  it("is none where it cannot be read", () => {
    for (const text of ["", "25:00", "12:60", "hôm qua"]) expect(at(text)).toBeNaN();
  });
});
