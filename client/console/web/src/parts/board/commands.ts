// What a command is called while it waits to be sent.
import type { Command } from "../../gen/wardlink/v1/command_pb";
import { words } from "../../lib/words.svelte";

const t = words("commands");

export const commandName = (command: Command | undefined): string => t()[command?.kind.case ?? ""] ?? "?";

/** The incident a command is about; empty where it is about none yet. */
export function incidentOf(command: Command | undefined): string {
  const value = command?.kind.value;
  return value && "incident" in value ? value.incident : "";
}
