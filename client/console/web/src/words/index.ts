// Everything the pages say, in both languages; read through lib/words.svelte.
export { admin } from "./admin";
export { alarm } from "./alarm";
export { app } from "./app";
export { bar } from "./bar";
export { board } from "./board";
export { commands } from "./commands";
export { common } from "./common";
export { history } from "./history";
export { incident } from "./incident";
export { keys } from "./keys";
export { log } from "./log";
export { map } from "./map";
export { report } from "./report";
export { signIn } from "./signIn";
