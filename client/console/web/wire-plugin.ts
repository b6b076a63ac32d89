// What protoc-gen-es writes carries each .proto file whole, for a library that can do with it everything protobuf can.
// The pages only turn messages into ProtoJSON and back: while building, each of its files becomes the least that src/wire
// needs for that, message by message, so that those nobody uses are left out, and src/wire takes the library's place. An
// enum becomes a module of constants, which the bundler writes as numbers: `Mode.TEST` is one, `Mode[2]` is not there.
// Types stay the library's own.
import { fromBinary } from "@bufbuild/protobuf";
import { base64Decode } from "@bufbuild/protobuf/wire";
import {
  FieldDescriptorProto_Label as Label,
  FieldDescriptorProto_Type as Type,
  FileDescriptorProtoSchema,
  type DescriptorProto,
  type EnumDescriptorProto,
  type FieldDescriptorProto,
  type FileDescriptorProto,
} from "@bufbuild/protobuf/wkt";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";

const kinds: Partial<Record<Type, string>> = {
  [Type.STRING]: "s",
  [Type.BOOL]: "b",
  [Type.BYTES]: "y",
  [Type.DOUBLE]: "n",
  [Type.UINT32]: "n",
  [Type.INT32]: "n",
  [Type.SINT32]: "n",
  [Type.UINT64]: "l",
  [Type.INT64]: "l",
  [Type.SINT64]: "l",
  [Type.MESSAGE]: "m",
  [Type.ENUM]: "e",
};

/** A type's full name → what the generated files call it: "wardlink.v1.Alarm.Kind" → "Alarm_Kind". */
const exported = (name: string): string => name.replace(/^[a-z0-9_.]*/, "").replaceAll(".", "_");
const camel = (name: string): string => name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

type Types = { messages: Map<string, DescriptorProto>; enums: Map<string, EnumDescriptorProto> };

/** All of a file's types by their full names, those within others too. */
function typesOf(file: FileDescriptorProto): Types {
  const types: Types = { messages: new Map(), enums: new Map() };
  const take = (scope: string, messages: DescriptorProto[], enums: EnumDescriptorProto[]): void => {
    for (const each of enums) types.enums.set(`${scope}.${each.name}`, each);
    for (const each of messages) {
      types.messages.set(`${scope}.${each.name}`, each);
      take(`${scope}.${each.name}`, each.nestedType, each.enumType);
    }
  };
  take(file.package, file.messageType, file.enumType);
  return types;
}

function descriptorIn(code: string, id: string): FileDescriptorProto {
  const encoded = /fileDesc\("([^"]*)"/.exec(code)?.[1];
  if (encoded === undefined) throw new Error(`${id}: no file descriptor in it`);
  return fromBinary(FileDescriptorProtoSchema, base64Decode(encoded));
}

/** As codegen.ts takes it: [name, kind, type, oneof], the last ones only where they say something. */
function field(of: FieldDescriptorProto, message: DescriptorProto): string {
  const time = of.typeName === ".google.protobuf.Timestamp";
  const kind = time ? "t" : kinds[of.type];
  if (kind === undefined) throw new Error(`${message.name}.${of.name}: its type is none that src/wire knows`);
  const repeated = of.label === Label.REPEATED ? "*" : "";
  const optional = of.proto3Optional ? "?" : "";
  const type = time || !of.typeName ? "" : `${exported(of.typeName)}Schema`;
  const oneof = of.proto3Optional || !Object.hasOwn(of, "oneofIndex") ? "" : camel(message.oneofDecl[of.oneofIndex]!.name);
  const parts = [`"${camel(of.name)}"`, `"${kind}${repeated}${optional}"`];
  if (type || oneof) parts.push(type || "undefined");
  if (oneof) parts.push(`"${oneof}"`);
  return `[${parts.join()}]`;
}

function compact(code: string, id: string): string {
  const { messages, enums } = typesOf(descriptorIn(code, id));
  const lines = [`import { messageDesc } from ${JSON.stringify(here("src/wire/codegen.ts"))};`];
  for (const [, other] of code.matchAll(/^import \{ file_\w+ \} from "\.\/(\w+_pb)";$/gm)) {
    const file = join(dirname(id), `${other}.ts`);
    const theirs = typesOf(descriptorIn(readFileSync(file, "utf8"), file));
    const names = [...theirs.messages.keys(), ...theirs.enums.keys()].map((each) => `${exported(each)}Schema`);
    lines.push(`import { ${names.join(", ")} } from ${JSON.stringify(file)};`);
  }
  for (const [name, each] of enums) {
    const names: string[] = [];
    for (const { name, number } of each.value) names[number] = name;
    lines.push(`export * as ${exported(name)} from ${JSON.stringify(`${id}?enum=${name}&lang.ts`)};`);
    lines.push(`export const ${exported(name)}Schema = ${JSON.stringify(Array.from(names, (each) => each ?? ""))};`);
  }
  for (const [name, each] of messages) {
    const fields = each.field.map((one) => field(one, each)).join();
    lines.push(`export const ${exported(name)}Schema = /*@__PURE__*/ messageDesc(() => [${fields}]);`);
  }
  return lines.join("\n");
}

function constants(of: EnumDescriptorProto): string {
  return of.value.map((each) => `export const ${each.name} = ${each.number};`).join("\n");
}

export function wire(): Plugin {
  return {
    name: "wire",
    enforce: "pre",
    config: () => ({
      resolve: {
        alias: [
          { find: /^@bufbuild\/protobuf\/wkt$/, replacement: here("src/wire/timestamp.ts") },
          { find: /^@bufbuild\/protobuf$/, replacement: here("src/wire/json.ts") },
        ],
      },
    }),
    transform(code, id) {
      const [, file, name] = /^(.*\/src\/gen\/.*_pb\.ts)(?:\?enum=(.*)&lang\.ts)?$/.exec(id) ?? [];
      if (file === undefined) return undefined;
      return { code: name ? constants(typesOf(descriptorIn(code, id)).enums.get(name)!) : compact(code, file), map: null };
    },
  };
}
