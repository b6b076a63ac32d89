// What protoc-gen-es writes carries each .proto file whole, for a library that can do with it everything protobuf can.
// The pages only turn messages into ProtoJSON and back: while building, each file is cut down to what src/wire needs for
// that, and src/wire takes the library's place. Types stay the library's own.
import { fromBinary } from "@bufbuild/protobuf";
import { base64Decode } from "@bufbuild/protobuf/wire";
import {
  FieldDescriptorProto_Label as Label,
  FieldDescriptorProto_Type as Type,
  FileDescriptorProtoSchema,
  type DescriptorProto,
  type EnumDescriptorProto,
  type FieldDescriptorProto,
} from "@bufbuild/protobuf/wkt";
import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";
import type { CompactEnum, CompactField, CompactFile, CompactMessage } from "./src/wire/codegen";

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

function field(of: FieldDescriptorProto, message: DescriptorProto): CompactField {
  const kind = kinds[of.type];
  if (kind === undefined) throw new Error(`${message.name}.${of.name}: its type is none that src/wire knows`);
  const repeated = of.label === Label.REPEATED ? "*" : "";
  const optional = of.proto3Optional ? "?" : "";
  const oneof = of.proto3Optional || !Object.hasOwn(of, "oneofIndex") ? "" : camel(message.oneofDecl[of.oneofIndex]!.name);
  return [camel(of.name), kind + repeated + optional, of.typeName.slice(1), oneof];
}

const camel = (name: string): string => name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

function enumeration(of: EnumDescriptorProto, scope: string): CompactEnum {
  return [`${scope}.${of.name}`, of.value.map((each) => [each.name, each.number])];
}

function message(of: DescriptorProto, scope: string): CompactMessage {
  const name = `${scope}.${of.name}`;
  return [
    name,
    of.field.map((each) => field(each, of)),
    of.nestedType.map((each) => message(each, name)),
    of.enumType.map((each) => enumeration(each, name)),
  ];
}

function compact(encoded: string): CompactFile {
  const file = fromBinary(FileDescriptorProtoSchema, base64Decode(encoded));
  return [file.messageType.map((each) => message(each, file.package)), file.enumType.map((each) => enumeration(each, file.package))];
}

export function wire(): Plugin {
  const here = (file: string): string => fileURLToPath(new URL(`src/wire/${file}`, import.meta.url));
  return {
    name: "wire",
    enforce: "pre",
    config: () => ({
      resolve: {
        alias: [
          { find: /^@bufbuild\/protobuf\/codegenv2$/, replacement: here("codegen.ts") },
          { find: /^@bufbuild\/protobuf\/wkt$/, replacement: here("timestamp.ts") },
          { find: /^@bufbuild\/protobuf$/, replacement: here("json.ts") },
        ],
      },
    }),
    transform(code, id) {
      if (!/\/src\/gen\/.*_pb\.ts$/.test(id)) return undefined;
      const encoded = /fileDesc\("([^"]*)"/;
      if (!encoded.test(code)) throw new Error(`${id}: no file descriptor in it`);
      return { code: code.replace(encoded, (_, text: string) => `fileDesc(${JSON.stringify(compact(text))}`), map: null };
    },
  };
}
