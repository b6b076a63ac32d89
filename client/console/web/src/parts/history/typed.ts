// Dates and times as people here write them, dd/MM/yyyy and 24 hours; a browser's own field may say 07:20 PM.
const two = (n: number): string => String(n).padStart(2, "0");

/** "20/06/2025 03:12", in a zone so many minutes east of UTC. */
export function write(at: number, offsetMinutes: number): string {
  const local = new Date(at + offsetMinutes * 60_000);
  const date = `${two(local.getUTCDate())}/${two(local.getUTCMonth() + 1)}/${local.getUTCFullYear()}`;
  return `${date} ${two(local.getUTCHours())}:${two(local.getUTCMinutes())}`;
}

/** What `write` writes, with seconds or without a time of day (midnight). Undefined: empty. NaN: no such time. */
export function read(text: string, offsetMinutes: number): number | undefined {
  if (text.trim() === "") return undefined;
  const found = /^\s*(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:\s+(\d{1,2})[:hg.](\d{2})(?::(\d{2}))?)?\s*$/i.exec(text);
  if (!found) return NaN;
  const [day, month, year, hours, minutes, seconds] = found.slice(1).map((part) => Number(part ?? 0)) as [
    number, number, number, number, number, number,
  ];
  const at = new Date(Date.UTC(year, month - 1, day, hours, minutes, seconds));
  const same = at.getUTCDate() === day && at.getUTCMonth() === month - 1 && at.getUTCHours() === hours;
  return same && minutes < 60 && seconds < 60 ? at.getTime() - offsetMinutes * 60_000 : NaN;
}
