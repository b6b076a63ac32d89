// The keys of this page as they are set at this computer, and who listens to them.
import { actionOf, defaults, recall, remap, type Action, type KeyMap, type Refusal } from "./keys";

export { actions, nameOf, type Action, type Refusal } from "./keys";

const where = "wardlink.keys";

class Keys {
  map = $state.raw<KeyMap>(recall(globalThis.localStorage?.getItem(where)));

  set(action: Action, name: string): Refusal | undefined {
    const next = remap(this.map, action, name);
    if (typeof next === "string") return next;
    this.map = next;
    localStorage.setItem(where, JSON.stringify(next));
    return undefined;
  }
  reset(): void {
    this.map = { ...defaults };
    localStorage.removeItem(where);
  }
}
export const keys = new Keys();

/** Calls `press` for every key of the map, wherever the focus is; not while an input method is composing a word. */
export function listen(press: (action: Action) => void): () => void {
  const down = (event: KeyboardEvent): void => {
    if (event.isComposing || event.keyCode === 229 || event.defaultPrevented) return;
    const action = actionOf(keys.map, event);
    if (!action) return;
    event.preventDefault();
    if (!event.repeat) press(action);
  };
  addEventListener("keydown", down);
  return () => removeEventListener("keydown", down);
}
