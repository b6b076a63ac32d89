// What the page asks of the console's server.
import { create, fromJson, toJson, type MessageInitShape } from "@bufbuild/protobuf";
import type { Command } from "../gen/wardlink/v1/command_pb";
import { SubmitSchema } from "../gen/wardlink/v1/wire_pb";
import {
  ConsoleAnswerSchema,
  ConsoleRequestSchema,
  type ConsoleAnswer,
} from "../gen/wardlink/v1/console_pb";
import { uuidv7 } from "./uuid";

type Kind = NonNullable<MessageInitShape<typeof ConsoleRequestSchema>["kind"]>;

/** The server is gone, or does not know this page (any longer): nothing is known of what became of the request. */
export class Unreachable extends Error {
  constructor(readonly status: number) {
    super(status === 0 ? "no answer" : `answer ${status}`);
  }
}

/** The same id once more does nothing new and has the same answer. */
export async function ask(kind: Kind, id: string = uuidv7()): Promise<ConsoleAnswer> {
  const request = create(ConsoleRequestSchema, { id, kind });
  let response: Response;
  try {
    response = await fetch("/api/ask", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(toJson(ConsoleRequestSchema, request)),
    });
  } catch {
    throw new Unreachable(0);
  }
  if (!response.ok) throw new Unreachable(response.status);
  return fromJson(ConsoleAnswerSchema, await response.json(), { ignoreUnknownFields: true });
}

/** A command under its own id, which is what makes it count once. */
export function submit(command: Command, id: string = uuidv7()): Promise<ConsoleAnswer> {
  return ask({ case: "submit", value: create(SubmitSchema, { id, command }) }, id);
}

/** What the hub would decide; nothing is recorded or told. */
export function preview(command: Command): Promise<ConsoleAnswer> {
  return ask({ case: "preview", value: create(SubmitSchema, { id: uuidv7(), command }) });
}
