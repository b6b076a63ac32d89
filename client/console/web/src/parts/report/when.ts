// A time of day typed by hand, in the cluster's zone.
const day = 86_400_000;

/** "3:12" or "03:12:05": the last such time, or one that comes within the minute. NaN where it is none. */
export function parseTime(text: string, now: number, offsetMinutes: number): number {
  const found = /^\s*(\d{1,2})[:hg.](\d{2})(?:[:.](\d{2}))?\s*$/i.exec(text);
  if (!found) return NaN;
  const [hours, minutes, seconds] = [Number(found[1]), Number(found[2]), Number(found[3] ?? 0)];
  if (hours > 23 || minutes > 59 || seconds > 59) return NaN;
  const local = now + offsetMinutes * 60_000;
  const at = local - (((local % day) + day) % day) + ((hours * 60 + minutes) * 60 + seconds) * 1000;
  return (at > local + 60_000 ? at - day : at) - offsetMinutes * 60_000;
}
