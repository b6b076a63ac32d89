export { default as admin } from "./Admin.svelte";
export { default as history } from "./History.svelte";
export { default as incident } from "./Incident.svelte";
export { default as log } from "./Log.svelte";
export { default as report } from "./Report.svelte";
