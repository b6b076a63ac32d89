// An admin's identity closes by itself after ten minutes without use; asking every few seconds is no use.
export const idleMs = 10 * 60_000;

export const idle = (now: number, usedAt: number): boolean => now - usedAt >= idleMs;

/** 5242880 → "5,2 MB", with the language's own comma. */
export function bytes(count: bigint, locale: string): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let value = Number(count);
  let unit = 0;
  for (; value >= 1000 && unit < units.length - 1; unit++) value /= 1000;
  return `${value.toLocaleString(locale, { maximumFractionDigits: 1 })} ${units[unit]}`;
}

/** "1,2 / 7,9 ms"; a dash where nothing was measured yet. */
export function percentiles(of: { count: bigint; p50Ms: number; p99Ms: number } | undefined, locale: string): string {
  if (!of?.count) return "–";
  const say = (value: number) => value.toLocaleString(locale, { maximumFractionDigits: value < 10 ? 1 : 0 });
  return `${say(of.p50Ms)} / ${say(of.p99Ms)} ms`;
}
