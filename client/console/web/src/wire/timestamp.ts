// google.protobuf.Timestamp, as far as the pages need it.
interface Timestamp {
  $typeName: "google.protobuf.Timestamp";
  seconds: bigint;
  nanos: number;
}

export const timestampMs = (at: Timestamp): number => Number(at.seconds) * 1000 + Math.ceil(at.nanos / 1_000_000);

export function timestampFromMs(ms: number): Timestamp {
  const seconds = Math.floor(ms / 1000);
  return { $typeName: "google.protobuf.Timestamp", seconds: BigInt(seconds), nanos: (ms - seconds * 1000) * 1_000_000 };
}

/** RFC 3339, as ProtoJSON has it: to the nanosecond. */
export function timestampToJson({ seconds, nanos }: Timestamp): string {
  const whole = new Date(Number(seconds) * 1000).toISOString().slice(0, 19);
  if (nanos === 0) return `${whole}Z`;
  const digits = String(Math.round(nanos)).padStart(9, "0");
  return `${whole}.${digits.endsWith("000000") ? digits.slice(0, 3) : digits.endsWith("000") ? digits.slice(0, 6) : digits}Z`;
}

export function timestampFromJson(text: string): Timestamp {
  const parts = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/.exec(text);
  if (!parts) throw new Error(`no time: ${text}`);
  const seconds = Date.parse(`${parts[1]}${parts[3]}`) / 1000;
  return {
    $typeName: "google.protobuf.Timestamp",
    seconds: BigInt(seconds),
    nanos: Number((parts[2] ?? "").padEnd(9, "0")),
  };
}
