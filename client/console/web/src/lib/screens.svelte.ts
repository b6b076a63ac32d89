// The board is there at once; the other screens come while nobody waits for them, so that they are there too when the
// station's program is gone. They come together: apart, each would carry what it could share.
import type { Component } from "svelte";
import Board from "../screens/Board.svelte";
import type { Screen } from "./screen.svelte";

class Screens {
  #others = $state.raw<Record<Exclude<Screen, "board">, Component>>();

  of(screen: Screen): Component | undefined {
    return screen === "board" ? Board : this.#others?.[screen];
  }

  /** Again if it failed before. */
  async load(): Promise<void> {
    this.#others ??= await import("../screens/others").catch(() => undefined);
  }
}

export const screens = new Screens();
