/** The first millisecond of a day, some days off, in a zone so many minutes east of UTC. */
export function dayStart(now: number, offsetMinutes: number, days = 0): number {
  const day = 86_400_000;
  const offset = offsetMinutes * 60_000;
  return Math.floor((now + offset) / day) * day - offset + days * day;
}
