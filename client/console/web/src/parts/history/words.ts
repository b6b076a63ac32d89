import { words } from "../../lib/words.svelte";

export const t = words("history");
