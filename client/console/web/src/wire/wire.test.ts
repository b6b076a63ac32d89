// What src/wire makes of a message is what the library makes of it.
import { describe, expect, it } from "vitest";
import { create, fromJson, toJson } from "@bufbuild/protobuf";
import { timestampFromMs, timestampMs } from "@bufbuild/protobuf/wkt";
// The library itself, past the alias.
import * as library from "../../node_modules/@bufbuild/protobuf/dist/esm/index.js";
import * as generated from "../../node_modules/@bufbuild/protobuf/dist/esm/codegenv2/index.js";
import { file_google_protobuf_timestamp } from "../../node_modules/@bufbuild/protobuf/dist/esm/wkt/index.js";
import { readFileSync } from "node:fs";
import { ConsoleRequestSchema, ConsoleUpdateSchema } from "../gen/wardlink/v1/console_pb";

function descriptor(name: string): string {
  const source = readFileSync(new URL(`../gen/wardlink/v1/${name}_pb.ts`, import.meta.url), "utf8");
  return /fileDesc\("([^"]*)"/.exec(source)![1]!;
}

const files = new Map<string, ReturnType<typeof generated.fileDesc>>();
function file(name: string, ...needs: string[]): ReturnType<typeof generated.fileDesc> {
  const made = generated.fileDesc(descriptor(name), [file_google_protobuf_timestamp, ...needs.map((each) => files.get(each)!)]);
  files.set(name, made);
  return made;
}
file("identity");
file("value");
file("command", "value");
file("event", "command", "identity", "value");
file("query", "event", "identity", "value");
file("wire", "command", "event", "identity", "query", "value");
file("station", "command", "query", "value", "wire");
const theirs = file("console", "event", "identity", "query", "station", "value", "wire");
const library_of = (name: string) => theirs.messages.find((each) => each.name === name)!;

const update = {
  afresh: true,
  now: "2026-11-23T19:02:03.250Z",
  status: { identity: "wardlink://c/quan-hoa/station/tram", linked: true, seq: "12345678901234", roundTripMs: 41 },
  incidents: [
    {
      id: "a",
      mode: "EXERCISE",
      severity: 4,
      placement: { kind: "BORDER", wards: ["quan-hoa", "nghia-do"], point: { latE7: -210389000, lonE7: 1058064000 } },
      supports: [{ id: "s", ward: "nghia-do", basis: "DUTY", state: "ON_SCENE", forces: [{ kind: "VEHICLE", count: 2 }] }],
    },
  ],
  events: [{ event: { seq: "7", time: "2026-11-23T19:02:03Z", incidentNoted: { called: "114" }, content: { text: "Đã gọi" } }, sentence: { vi: "Ghi", en: "Note" } }],
  alarms: { alarms: [{ id: "x", kind: "SUPPORT", urgency: "FLASH", seq: "7" }], sounding: true },
  receipts: [{ id: "r", accepted: { entry: "3", chainHash: "AAEC/w==" } }],
};

describe("ProtoJSON", () => {
  it("is read as the library reads it", () => {
    const ours = fromJson(ConsoleUpdateSchema, update);
    const wanted = library.fromJson(library_of("ConsoleUpdate"), update);
    expect(JSON.parse(JSON.stringify(ours, plain))).toEqual(JSON.parse(JSON.stringify(wanted, plain)));
  });
  it("is written as the library writes it", () => {
    const ours = toJson(ConsoleUpdateSchema, fromJson(ConsoleUpdateSchema, update));
    expect(ours).toEqual(library.toJson(library_of("ConsoleUpdate"), library.fromJson(library_of("ConsoleUpdate"), update)));
    expect(ours).toEqual(update);
  });
  it("of a request made in parts is the library's", () => {
    const init = {
      id: "1",
      kind: {
        case: "submit",
        value: {
          id: "1",
          command: {
            kind: {
              case: "correctIncident",
              value: { incident: "a", sensitive: false, place: { at: { case: "landmark", value: "cau-t11" } } },
            },
          },
        },
      },
    } as const;
    const wanted = library.toJson(library_of("ConsoleRequest"), library.create(library_of("ConsoleRequest"), init as never));
    expect(toJson(ConsoleRequestSchema, create(ConsoleRequestSchema, init as never))).toEqual(wanted);
    expect(JSON.stringify(wanted)).toContain('"sensitive":false');
  });
  it("passes over what a newer server knows", () => {
    expect(() => fromJson(ConsoleUpdateSchema, { ...update, newer: 1 } as never, { ignoreUnknownFields: true })).not.toThrow();
  });
  it("keeps a time to the millisecond", () => {
    for (const ms of [0, 1, 1_764_000_000_123, -1]) expect(timestampMs(timestampFromMs(ms))).toBe(ms);
  });
});

/** What JSON has no word for; the names of types, which ours do not carry. Absent and undefined are the same. */
function plain(key: string, value: unknown): unknown {
  if (key === "$typeName") return undefined;
  if (typeof value === "bigint") return `${value}n`;
  if (value instanceof Uint8Array) return [...value];
  return value;
}
