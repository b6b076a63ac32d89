// Vietnamese first, English at a switch. A language has to have come before anything is said: main.ts waits for it.
import type { Text } from "../gen/wardlink/v1/value_pb";
import type * as all from "../words";
import { load } from "../words/load";

export type Lang = "vi" | "en";
/** One language, as it is loaded. */
export type Words = { [Part in keyof typeof all]: (typeof all)[Part]["vi"] };

const remembered = globalThis.localStorage?.getItem("wardlink.lang");
class Language {
  current = $state<Lang>(remembered === "en" ? "en" : "vi");
}
export const lang = new Language();

const known: Partial<Record<Lang, Words>> = {};

/** A language that has come stays, so that the switch works when the station's program is gone. */
export async function learn(language: Lang): Promise<void> {
  known[language] ??= await load(language);
}

export async function choose(next: Lang): Promise<void> {
  await learn(next);
  lang.current = next;
  localStorage.setItem("wardlink.lang", next);
  document.documentElement.lang = next;
}

/** `const t = words("board")`, read as `t().key`: it follows the switch. */
export function words<Part extends keyof Words>(part: Part): () => Words[Part] {
  return () => known[lang.current]![part];
}

export function text(of: Text | undefined): string {
  if (!of) return "";
  return lang.current === "vi" ? of.vi || of.en : of.en || of.vi;
}
