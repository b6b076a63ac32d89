// What wire-plugin.ts makes of the generated files: for each message its fields, for each enum its names.

/** The fields may name messages that are not known yet, or the message itself. */
export type FieldDesc = [name: string, kind: string, type?: Schema | string[], oneof?: string];

export interface Field {
  name: string;
  /** s string, b boolean, n number, l bigint, y bytes, t timestamp, m message, e enum. */
  kind: string;
  /** Of m. */
  message: Schema;
  /** Of e: the names in the order of their numbers. */
  names: string[];
  repeated: boolean;
  /** Absent is not the same as the default. */
  optional: boolean;
  oneof: string;
}
export interface Schema {
  readonly fields: Field[];
}

const fieldOf = ([name, kind, type, oneof = ""]: FieldDesc): Field => ({
  name,
  kind: kind.charAt(0),
  message: type as Schema,
  names: type as string[],
  repeated: kind.includes("*"),
  optional: kind.includes("?"),
  oneof,
});

export function messageDesc(fields: () => FieldDesc[]): Schema {
  let known: Field[] | undefined;
  return {
    get fields() {
      return (known ??= fields().map(fieldOf));
    },
  };
}
