// While developing, both languages are there as they are written. In the built pages this is another module, of
// words-plugin.ts.
import type { Lang, Words } from "../lib/words.svelte";
import * as all from ".";

export async function load(lang: Lang): Promise<Words> {
  return Object.fromEntries(Object.entries(all).map(([part, languages]) => [part, languages[lang]])) as Words;
}
