// Which key means what. No letters or digits: typing by Telex and VNI stays whole. Pure; keys.svelte.ts has the state.
export const actions = ["acknowledge", "accept", "decline", "enRoute", "onScene", "report", "quiet", "help"] as const;
export type Action = (typeof actions)[number];
export type KeyMap = Record<Action, string>;

export const defaults: KeyMap = {
  acknowledge: "F2",
  accept: "F8",
  decline: "Shift+F8",
  enRoute: "F9",
  onScene: "F10",
  report: "Insert",
  quiet: "Pause",
  help: "F1",
};

export type Stroke = Pick<KeyboardEvent, "key" | "shiftKey" | "ctrlKey" | "altKey" | "metaKey">;

/** "Shift+F8" */
export function nameOf(stroke: Stroke): string {
  const held = [stroke.ctrlKey && "Ctrl", stroke.altKey && "Alt", stroke.shiftKey && "Shift", stroke.metaKey && "Meta"];
  return [...held.filter(Boolean), stroke.key].join("+");
}

// What the browser or the desktop keeps for itself.
const kept = ["F5", "Ctrl+F5", "F11", "F12", "Shift+F10", "Alt+F4", "Ctrl+F4", "Shift+Insert", "Ctrl+Insert"];

/** Function keys, Insert, Pause and Scroll Lock: nothing that writes, moves or activates. */
export const allowed = (name: string): boolean =>
  /^((Ctrl|Alt|Shift)\+)*(F([1-9]|1[0-9]|2[0-4])|Insert|Pause|ScrollLock)$/.test(name) && !kept.includes(name);

export type Refusal = "kind" | "taken";
/** The map with `action` on another key, or why not. */
export function remap(map: KeyMap, action: Action, name: string): KeyMap | Refusal {
  if (!allowed(name)) return "kind";
  if (actions.some((each) => each !== action && map[each] === name)) return "taken";
  return { ...map, [action]: name };
}

export function actionOf(map: KeyMap, stroke: Stroke): Action | undefined {
  const name = nameOf(stroke);
  return actions.find((each) => map[each] === name);
}

/** What was remembered, where it still holds together: else the defaults. */
export function recall(json: string | null | undefined): KeyMap {
  try {
    const found = JSON.parse(json ?? "null") as Partial<KeyMap> | null;
    let map: KeyMap = { ...defaults };
    if (!found) return map;
    for (const each of actions) {
      const name = found[each];
      if (typeof name === "string" && allowed(name)) map = { ...map, [each]: name };
    }
    return new Set(Object.values(map)).size === actions.length ? map : { ...defaults };
  } catch {
    return { ...defaults };
  }
}
