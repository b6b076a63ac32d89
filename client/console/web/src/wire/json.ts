// Messages made, read and written as ProtoJSON, after the schemas of codegen.ts. They do not carry the names of their
// types, which nothing here asks for.
import type { Field, Schema } from "./codegen";
import { timestampFromJson, timestampToJson } from "./timestamp";

type Fields = Record<string, unknown>;
type Chosen = { case: string | undefined; value?: unknown };

const zeroes: Record<string, unknown> = { s: "", b: false, n: 0, l: 0n, e: 0 };

function zero(field: Field): unknown {
  if (field.repeated) return [];
  if (field.optional || field.kind === "m" || field.kind === "t") return undefined;
  return field.kind === "y" ? new Uint8Array() : zeroes[field.kind];
}

function empty(schema: Schema): Fields {
  const message: Fields = {};
  for (const field of schema.fields) {
    if (field.oneof) message[field.oneof] = { case: undefined };
    else if (field.repeated || zero(field) !== undefined) message[field.name] = zero(field);
  }
  return message;
}

/** A part of a message may be given as its fields alone. */
function whole(field: Field, value: unknown): unknown {
  if (field.kind !== "m" || value === undefined) return value;
  return create(field.message, value as Fields);
}

export function create(schema: Schema, init: Fields = {}): Fields {
  const message = empty(schema);
  for (const field of schema.fields) {
    if (field.oneof) {
      const chosen = init[field.oneof] as Chosen | undefined;
      if (chosen?.case === field.name) message[field.oneof] = { case: field.name, value: whole(field, chosen.value) };
      continue;
    }
    const value = init[field.name];
    if (value === undefined) continue;
    message[field.name] = field.repeated ? (value as unknown[]).map((each) => whole(field, each)) : whole(field, value);
  }
  return message;
}

function read(field: Field, json: unknown): unknown {
  switch (field.kind) {
    case "m":
      return fromJson(field.message, json as Fields);
    case "t":
      return timestampFromJson(json as string);
    case "e":
      return typeof json === "number" ? json : Math.max(0, field.names.indexOf(json as string));
    case "l":
      return BigInt(json as string | number);
    case "n":
      return Number(json);
    case "y":
      return Uint8Array.from(atob(json as string), (each) => each.charCodeAt(0));
    default:
      return json;
  }
}

/** What it does not know is passed over: the server may be newer than an open page. */
export function fromJson(schema: Schema, json: Fields): Fields {
  const message = empty(schema);
  for (const field of schema.fields) {
    const value = json[field.name];
    if (value === undefined || value === null) continue;
    const taken = field.repeated ? (value as unknown[]).map((each) => read(field, each)) : read(field, value);
    if (field.oneof) message[field.oneof] = { case: field.name, value: taken };
    else message[field.name] = taken;
  }
  return message;
}

function write(field: Field, value: unknown): unknown {
  switch (field.kind) {
    case "m":
      return toJson(field.message, value as Fields);
    case "t":
      return timestampToJson(value as Parameters<typeof timestampToJson>[0]);
    case "e":
      return field.names[value as number] || value;
    case "l":
      return String(value);
    case "y":
      return btoa(String.fromCharCode(...(value as Uint8Array)));
    default:
      return value;
  }
}

export function toJson(schema: Schema, message: Fields): Fields {
  const json: Fields = {};
  for (const field of schema.fields) {
    const chosen = field.oneof ? (message[field.oneof] as Chosen | undefined) : undefined;
    const value = chosen ? (chosen.case === field.name ? chosen.value : undefined) : field.oneof ? undefined : message[field.name];
    if (value === undefined) continue;
    if (field.repeated) {
      if ((value as unknown[]).length > 0) json[field.name] = (value as unknown[]).map((each) => write(field, each));
    } else if (field.oneof || field.optional || !isZero(value)) {
      json[field.name] = write(field, value);
    }
  }
  return json;
}

const isZero = (value: unknown): boolean => !value || (value instanceof Uint8Array && value.length === 0);
