// Vietnamese first, English at a switch. Each screen brings its own words: `const t = words({ vi: {…}, en: {…} })`.
import type { Text } from "../gen/wardlink/v1/value_pb";

export type Lang = "vi" | "en";

const remembered = globalThis.localStorage?.getItem("wardlink.lang");
class Language {
  current = $state<Lang>(remembered === "en" ? "en" : "vi");
}
export const lang = new Language();

export function choose(next: Lang): void {
  lang.current = next;
  localStorage.setItem("wardlink.lang", next);
  document.documentElement.lang = next;
}

/** Read as `t().key`: it follows the switch. */
export function words<T extends Record<string, unknown>>(of: { vi: T; en: T }): () => T {
  return () => of[lang.current];
}

export function text(of: Text | undefined): string {
  if (!of) return "";
  return lang.current === "vi" ? of.vi || of.en : of.en || of.vi;
}
