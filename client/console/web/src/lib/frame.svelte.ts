// What the whole page is framed as, so that nobody takes an exercise or a replay for the night itself.
import { Incident_State } from "../gen/wardlink/v1/query_pb";
import { Mode } from "../gen/wardlink/v1/value_pb";
import { station } from "./station.svelte";

class Frame {
  /** PHÁT LẠI: set by the screen that shows the past, for as long as it does. The time it shows, if it has one. */
  replay = $state(false);
  replayAt = $state<number>();
  /** DIỄN TẬP: one is open. */
  readonly exercise = $derived.by(() => {
    for (const each of station.incidents.values())
      if (each.mode === Mode.EXERCISE && each.state === Incident_State.OPEN) return true;
    return false;
  });
}
export const frame = new Frame();
