// Times as a duty officer reads them: 24 h, dd/MM/yyyy, the cluster's zone, seconds, and the age of things.
import type { Timestamp } from "@bufbuild/protobuf/wkt";
import { station } from "./station.svelte";
import { lang, type Lang } from "./words.svelte";

export type When = Timestamp | number | undefined;

/** Milliseconds; 0 where it is not set. */
export function ms(when: When): number {
  if (when === undefined) return 0;
  return typeof when === "number" ? when : Number(when.seconds) * 1000 + Math.floor(when.nanos / 1e6);
}

/** Minutes east of UTC: the cluster's, and this computer's until that is known. */
export function zone(): number {
  return station.directory?.utcOffsetMinutes ?? -new Date().getTimezoneOffset();
}

const two = (n: number): string => String(n).padStart(2, "0");
const local = (when: When, offset: number): Date => new Date(ms(when) + offset * 60_000);

/** 03:07:09 */
export function clock(when: When, offset: number = zone()): string {
  const at = local(when, offset);
  return `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())}`;
}

/** 31/12/2025 */
export function date(when: When, offset: number = zone()): string {
  const at = local(when, offset);
  return `${two(at.getUTCDate())}/${two(at.getUTCMonth() + 1)}/${at.getUTCFullYear()}`;
}

/** 31/12/2025 03:07:09 */
export function full(when: When, offset: number = zone()): string {
  return `${date(when, offset)} ${clock(when, offset)}`;
}

/** The clock alone today, with its date on any other day. */
export function brief(when: When, now: number = station.clock, offset: number = zone()): string {
  return date(when, offset) === date(now, offset) ? clock(when, offset) : full(when, offset);
}

/** A span: "37 s", "4 ph 12 s", "2 g 05 ph", "3 ngày 4 g". */
export function span(seconds: number, language: Lang = lang.current): string {
  const s = Math.max(0, Math.floor(seconds));
  const [minute, hour, day] = language === "vi" ? ["ph", "g", "ngày"] : ["min", "h", "d"];
  if (s < 60) return `${s} s`;
  if (s < 3600) return `${Math.floor(s / 60)} ${minute} ${two(s % 60)} s`;
  if (s < 86_400) return `${Math.floor(s / 3600)} ${hour} ${two(Math.floor((s % 3600) / 60))} ${minute}`;
  return `${Math.floor(s / 86_400)} ${day} ${Math.floor((s % 86_400) / 3600)} ${hour}`;
}

/** How long ago by the station's clock; it ticks wherever it is shown. Empty where `when` is not set. */
export function age(when: When, now: number = station.clock, language: Lang = lang.current): string {
  return when === undefined ? "" : span((now - ms(when)) / 1000, language);
}

/** Seconds until `when`, negative once it is past. */
export function left(when: When, now: number = station.clock): number {
  return Math.ceil((ms(when) - now) / 1000);
}

/** For <time datetime>. */
export function iso(when: When): string {
  return new Date(ms(when)).toISOString();
}

/** What <input type="datetime-local"> gives, in the cluster's zone; undefined where it is not a time. */
export function typed(value: string, offset: number = zone()): number | undefined {
  const at = Date.parse(`${value}Z`);
  return Number.isNaN(at) ? undefined : at - offset * 60_000;
}

/** For the value of <input type="datetime-local" step="1">. */
export function toType(when: When, offset: number = zone()): string {
  return local(when, offset).toISOString().slice(0, 19);
}
