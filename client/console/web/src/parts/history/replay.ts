// The past played again: a moment that moves over the times of the events, faster than it happened.
export const speeds = [1, 10, 60] as const;
export type Speed = (typeof speeds)[number];

/** The last event at or before the moment; -1 before the first. `times` ascends. */
export function indexAt(times: readonly number[], moment: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle]! <= moment) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** The moment after `elapsed` milliseconds of playing; it rests at the last event. */
export function advance(times: readonly number[], moment: number, elapsed: number, speed: Speed): number {
  return Math.min(moment + elapsed * speed, times.at(-1) ?? moment);
}

/** The moment of the event so many before or after the one that is shown; several at one time are one step each. */
export function step(times: readonly number[], index: number, by: number): number {
  return Math.max(0, Math.min(times.length - 1, index + by));
}

/** How long until the next event, played at this speed, in seconds; undefined after the last. */
export function untilNext(times: readonly number[], moment: number, speed: Speed): number | undefined {
  const next = times[indexAt(times, moment) + 1];
  return next === undefined ? undefined : Math.ceil((next - moment) / 1000 / speed);
}
