// Words that several screens say: states, kinds, bases, urgencies. Read as `common().state[…]`.
import type { Force } from "../gen/wardlink/v1/value_pb";
import { words } from "./words.svelte";

export const common = words("common");

export const markName = (mark: string): string => common().mark[mark] ?? mark;
export const reasonName = (reason: string): string => common().reason[reason] ?? reason;
/** "2 công an, 1 xe" */
export const forcesName = (forces: readonly Force[]): string =>
  forces.map((each) => `${each.count} ${common().force[each.kind]}`).join(", ");
