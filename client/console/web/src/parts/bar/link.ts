// How the link stands, in one line. Pure.
export type Link =
  | { state: "opening" }
  | { state: "online"; ms: number }
  | { state: "catching"; ms: number }
  | { state: "cut"; since: number; seconds: number; waiting: number }
  | { state: "server"; since: number; seconds: number };

export type Known = {
  reach: "connecting" | "live" | "lost" | "refused";
  linked: boolean;
  caughtUp: boolean;
  roundTrip: number;
  waiting: number;
  since: number;
  now: number;
};

/** The nearest break is said first: without this page's server nothing is known of the hub. */
export function linkOf(known: Known): Link {
  const seconds = known.since ? Math.max(0, Math.floor((known.now - known.since) / 1000)) : 0;
  if (known.reach === "connecting") return { state: "opening" };
  if (known.reach !== "live") return { state: "server", since: known.since, seconds };
  if (!known.linked) return { state: "cut", since: known.since, seconds, waiting: known.waiting };
  return { state: known.caughtUp ? "online" : "catching", ms: known.roundTrip };
}
