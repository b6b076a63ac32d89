// Texts with blanks: "{ward} leads".

/** What stands in braces in a text. */
type Blank<T> = T extends `${string}{${infer Name}}${infer Rest}` ? Name | Blank<Rest> : never;

export function fill<T extends string>(text: T, values: Record<Blank<T>, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (_, name: Blank<T>) => String(values[name]));
}

/** The other language says the same things: as many of them, under the same names. */
export type Like<T> = T extends string ? string : { [K in keyof T]: Like<T[K]> };
