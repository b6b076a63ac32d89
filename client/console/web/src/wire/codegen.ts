// What the generated files call: the messages and enums of each, by name. See wire-plugin.ts.
export type CompactField = [name: string, kind: string, type: string, oneof: string];
export type CompactEnum = [name: string, values: [name: string, number: number][]];
export type CompactMessage = [name: string, fields: CompactField[], messages: CompactMessage[], enums: CompactEnum[]];
export type CompactFile = [messages: CompactMessage[], enums: CompactEnum[]];

export interface Field {
  name: string;
  /** s string, b boolean, n number, l bigint, y bytes, m message, e enum. */
  kind: string;
  /** Of m and e: the type's name. */
  type: string;
  repeated: boolean;
  /** Absent is not the same as the default. */
  optional: boolean;
  oneof: string;
}
export interface Schema {
  typeName: string;
  fields: Field[];
}

const schemas = new Map<string, Schema>();
const enums = new Map<string, Map<string, number>>();

export function schemaOf(name: string): Schema {
  const found = schemas.get(name);
  if (!found) throw new Error(`unknown message ${name}`);
  return found;
}

export function enumOf(name: string): Map<string, number> {
  return enums.get(name) ?? new Map<string, number>();
}

function learn([typeName, fields, messages, nested]: CompactMessage): void {
  schemas.set(typeName, {
    typeName,
    fields: fields.map(([name, kind, type, oneof]) => ({
      name,
      kind: kind.charAt(0),
      type,
      repeated: kind.includes("*"),
      optional: kind.includes("?"),
      oneof,
    })),
  });
  messages.forEach(learn);
  nested.forEach(learnEnum);
}

function learnEnum([name, values]: CompactEnum): void {
  enums.set(name, new Map(values));
}

export function fileDesc(file: CompactFile): CompactFile {
  file[0].forEach(learn);
  file[1].forEach(learnEnum);
  return file;
}

export function messageDesc(file: CompactFile, first: number, ...path: number[]): Schema {
  let at = file[0][first]!;
  for (const next of path) at = at[2][next]!;
  return schemaOf(at[0]);
}

export function enumDesc(file: CompactFile): CompactFile {
  return file;
}
