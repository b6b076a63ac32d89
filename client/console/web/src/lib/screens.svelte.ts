// The board is there at once; the other screens come while nobody waits for them, so that they are there too when the
// station's program is gone.
import type { Component } from "svelte";
import Board from "../screens/Board.svelte";
import type { Screen } from "./screen.svelte";

type Loading = Record<Exclude<Screen, "board">, () => Promise<{ default: Component }>>;
const loading: Loading = {
  report: () => import("../screens/Report.svelte"),
  incident: () => import("../screens/Incident.svelte"),
  history: () => import("../screens/History.svelte"),
  log: () => import("../screens/Log.svelte"),
  admin: () => import("../screens/Admin.svelte"),
};

class Screens {
  loaded = $state.raw<Partial<Record<Screen, Component>>>({ board: Board });

  /** Again where it failed before. */
  async load(screen: Screen): Promise<void> {
    if (screen === "board" || this.loaded[screen]) return;
    const found = await loading[screen]().catch(() => undefined);
    if (found) this.loaded = { ...this.loaded, [screen]: found.default };
  }

  async loadAll(): Promise<void> {
    for (const screen of Object.keys(loading)) await this.load(screen as Screen);
  }
}

export const screens = new Screens();
