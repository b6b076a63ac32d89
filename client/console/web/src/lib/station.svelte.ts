// Everything the page knows, as the server's updates have left it: one source for all screens.
import { fromJson } from "@bufbuild/protobuf";
import { timestampMs, type Timestamp } from "@bufbuild/protobuf/wkt";
import { SvelteMap } from "svelte/reactivity";
import {
  ConsoleUpdateSchema,
  type AlarmBoard,
  type ConsoleUpdate,
  type ToldEvent,
  type Watch,
} from "../gen/wardlink/v1/console_pb";
import { Incident_State, type DirectoryResult, type Incident } from "../gen/wardlink/v1/query_pb";
import type { OutboxListing, StationStatus } from "../gen/wardlink/v1/station_pb";
import { Support_State, type Flight, type Patrol } from "../gen/wardlink/v1/value_pb";
import type { Receipt } from "../gen/wardlink/v1/wire_pb";

/** Whether the server of this page can be heard: `refused` needs the address that the console printed anew. */
export type Contact = "connecting" | "live" | "lost" | "refused";

const events_max = 5000;
const events_kept = 4000;

class Station {
  contact = $state<Contact>("connecting");
  /** By this computer's clock, for what ticks; the station's clock is `now + ahead`. Milliseconds. */
  now = $state(Date.now());
  /** When the last update came, by `now`. */
  heardAt = $state(0);
  status = $state.raw<StationStatus>();
  watch = $state.raw<Watch>();
  directory = $state.raw<DirectoryResult>();
  alarms = $state.raw<AlarmBoard>();
  outbox = $state.raw<OutboxListing>();
  readonly incidents = new SvelteMap<string, Incident>();
  readonly flights = new SvelteMap<string, Flight>();
  readonly patrols = new SvelteMap<string, Patrol>();
  /** By seq, ascending. Old ones are asked of the history. */
  readonly events = new SvelteMap<bigint, ToldEvent>();
  readonly receipts = new SvelteMap<string, Receipt>();
  /** Our acceptances, by support: the event's seq. F9 and F10 act on the last one. */
  readonly accepted = new Map<string, bigint>();
  #ahead = 0;

  /** The station's clock, ticking. Milliseconds. */
  get clock(): number {
    return this.now + this.#ahead;
  }

  /** As `contact`, but a server that has been silent for more than 5 s is lost, whatever the browser believes. */
  get reach(): Contact {
    return this.contact === "live" && this.now - this.heardAt > 5000 ? "lost" : this.contact;
  }

  /** Since when what is shown may be untrue: the hub or this page's server is lost. By the station's clock; 0: it is true. */
  get cutOffSince(): number {
    if (this.reach !== "live") return this.heardAt ? this.heardAt + this.#ahead : 0;
    return this.status && !this.status.linked ? at(this.status.changedAt) : 0;
  }

  /** DỮ LIỆU CŨ: cut off for more than a minute. */
  get stale(): boolean {
    return this.cutOffSince > 0 && this.clock - this.cutOffSince > 60_000;
  }

  /** Seconds for which the alarm is still silenced. */
  get quiet(): number {
    const until = at(this.alarms?.quietUntil);
    return until > this.clock ? Math.ceil((until - this.clock) / 1000) : 0;
  }

  /** Our ward's id: "wardlink://cluster/ward/station/name". */
  get ward(): string {
    return this.status?.identity.split("/")[3] ?? "";
  }

  /** A page stays open for weeks. What is open keeps its story; the rest is asked of the history. */
  #forget(): void {
    if (this.events.size <= events_max) return;
    for (const [seq, told] of this.events) {
      if (this.events.size <= events_kept) return;
      if (this.incidents.get(told.event!.incident)?.state !== Incident_State.OPEN) this.events.delete(seq);
    }
  }

  take(update: ConsoleUpdate): void {
    this.contact = "live";
    this.heardAt = Date.now();
    if (update.afresh) {
      for (const each of [this.incidents, this.flights, this.patrols, this.events]) each.clear();
    }
    if (update.now) this.#ahead = timestampMs(update.now) - Date.now();
    if (update.status) this.status = update.status;
    if (update.watch) this.watch = update.watch;
    if (update.directory) this.directory = update.directory;
    if (update.alarms) this.alarms = update.alarms;
    if (update.outbox) this.outbox = update.outbox;
    for (const each of update.incidents) this.incidents.set(each.id, each);
    for (const each of update.flights) this.flights.set(each.id, each);
    for (const each of update.patrols) this.patrols.set(each.id, each);
    for (const each of update.events) {
      if (!each.event) continue;
      this.events.set(each.event.seq, each);
      const body = each.event.body;
      if (body.case === "supportMoved" && body.value.to === Support_State.ACCEPTED && body.value.ward === this.ward)
        this.accepted.set(body.value.support, each.event.seq);
    }
    this.#forget();
    for (const each of update.receipts) this.receipts.set(each.id, each);
    this.now = Date.now();
  }
}

const at = (when: Timestamp | undefined): number => (when ? timestampMs(when) : 0);

export const station = new Station();

/** Follows the server's updates for as long as the page is open. */
export function follow(): void {
  setInterval(() => (station.now = Date.now()), 1000);
  listen();
}

function listen(): void {
  const source = new EventSource("/api/updates");
  source.onmessage = (message: MessageEvent<string>) => {
    station.take(fromJson(ConsoleUpdateSchema, JSON.parse(message.data), { ignoreUnknownFields: true }));
  };
  source.onerror = () => {
    station.contact = "lost";
    // A refusal ends the source for good; a lost line is tried again by the browser.
    if (source.readyState === EventSource.CLOSED) void listenAgain();
  };
}

async function listenAgain(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 1000));
  const answer = await fetch("/", { method: "HEAD" }).catch(() => undefined);
  if (answer?.status === 403) {
    station.contact = "refused";
    return;
  }
  listen();
}
