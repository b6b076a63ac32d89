// The questions on the duty officer's desk: which one the keys act on, and what has become of the answers.
import { create } from "@bufbuild/protobuf";
import { SvelteMap } from "svelte/reactivity";
import { AcknowledgeSchema, QuietSchema, type Alarm } from "../../gen/wardlink/v1/console_pb";
import { Support_State } from "../../gen/wardlink/v1/value_pb";
import { Act } from "../../lib/act.svelte";
import { ask } from "../../lib/api";
import type { Action } from "../../lib/keys.svelte";
import { show } from "../../lib/screen.svelte";
import { station } from "../../lib/station.svelte";
import { ms } from "../../lib/time";
import {
  accepting,
  declines,
  declining,
  itemOf,
  lastAccepted,
  loudest,
  serverLost,
  serverLostAlarm,
  unattended,
  yesOf,
  type CommandKind,
} from "./asked";
import { Alarm_Kind } from "../../gen/wardlink/v1/console_pb";
import { Urgency } from "../../gen/wardlink/v1/value_pb";
import type { Tune } from "./sound.svelte";

/** An answer given here, shown until it is certain what became of it. */
export type Given = { key: string; verb: Verb; about: string; act: Act; at: number };
export type Verb = "accept" | "decline" | "enRoute" | "onScene";
/** The keys rest for this long after the item they act on has changed. */
export const rest = 1000;

const standing = (given: Given): boolean => given.act.step !== "rejected" && given.act.step !== "unsure";

class Desk {
  readonly given = new SvelteMap<string, Given>();
  /** Buttons and keys rest: what they act on has just changed. */
  resting = $state(false);
  /** The alarm whose decline is being given its reason. */
  refusing = $state.raw<Alarm>();
  helping = $state(false);
  /** Acknowledging or silencing did not reach the station's program. */
  failed = $state(false);
  #acknowledging = new SvelteMap<string, number>();
  #lostSeen = $state(false);

  readonly alarms = $derived.by((): readonly Alarm[] => {
    const alarms = station.alarms?.alarms ?? [];
    return station.reach === "lost" ? [serverLostAlarm(this.#lostSeen), ...alarms] : alarms;
  });
  readonly item = $derived(itemOf(this.alarms, (each) => this.answered(each)));
  readonly way = $derived(lastAccepted(station.incidents.values(), station.ward, station.accepted));
  readonly sounding = $derived(
    station.quiet === 0 &&
      (Boolean(station.alarms?.sounding && station.alarms.alarms.some((each) => !this.silent(each))) ||
        (station.reach === "lost" && !this.#lostSeen)),
  );
  readonly tune = $derived.by((): Tune | undefined => {
    if (!this.sounding) return undefined;
    if (station.alarms?.flood) return "flood";
    const waiting = this.alarms.filter((each) => !this.silent(each));
    if (waiting.every((each) => each.kind === Alarm_Kind.LINK_LOST)) return "link";
    return loudest(waiting) === Urgency.FLASH ? "flash" : "urgent";
  });

  acknowledged(alarm: Alarm): boolean {
    return alarm.acknowledged || this.#acknowledging.get(alarm.id) === ms(alarm.soundedAt);
  }
  silent(alarm: Alarm): boolean {
    return this.acknowledged(alarm) || this.answered(alarm);
  }
  /** Answered from here; nothing says that it failed, and it has not been asked again since. */
  answered(alarm: Alarm): boolean {
    const given = this.given.get(alarm.id);
    return given !== undefined && standing(given) && !(given.act.step === "recorded" && given.at < ms(alarm.soundedAt));
  }

  /** Whether it takes an officer and none has signed in: the hub would refuse it, and the refusal stay to be cleared. */
  locked(action: "accept" | "decline" | "move", alarm?: Alarm): boolean {
    if (station.watch?.officer) return false;
    const yes = action === "accept" && alarm ? yesOf(alarm) : undefined;
    return !yes || !unattended(yes);
  }

  press(action: Action): void {
    switch (action) {
      case "help":
        this.helping = !this.helping;
        return;
      case "report":
        show("report");
        return;
      case "quiet":
        void this.quiet();
        return;
      case "enRoute":
        this.move(Support_State.EN_ROUTE);
        return;
      case "onScene":
        this.move(Support_State.ON_SCENE);
        return;
      default:
        if (this.item) this.on(action, this.item);
    }
  }

  on(action: "acknowledge" | "accept" | "decline", alarm: Alarm): void {
    if (this.resting || this.refusing) return;
    if (action === "acknowledge") void this.acknowledge([alarm]);
    else if (this.answered(alarm) || this.locked(action, alarm)) return;
    else if (action === "accept") this.#give("accept", alarm, accepting(alarm));
    else if (!declines(alarm)) return;
    else if (alarm.kind === Alarm_Kind.SUPPORT) this.refusing = alarm;
    else this.#give("decline", alarm, declining(alarm, ""));
  }

  refuse(reason: string): void {
    const alarm = this.refusing;
    this.refusing = undefined;
    if (alarm) this.#give("decline", alarm, declining(alarm, reason));
  }

  move(state: Support_State.EN_ROUTE | Support_State.ON_SCENE): void {
    const way = this.way;
    if (!way || this.resting || this.locked("move") || way.support.state >= state) return;
    const key = `${way.support.id}:${state}`;
    const before = this.given.get(key);
    if (before && standing(before)) return;
    const kind: CommandKind = { case: "answerSupport", value: { incident: way.incident.id, state } };
    const verb = state === Support_State.EN_ROUTE ? "enRoute" : "onScene";
    this.given.set(key, { key, verb, about: way.incident.id, act: new Act(kind), at: station.clock });
  }

  #give(verb: Verb, alarm: Alarm, kind: CommandKind | undefined): void {
    if (!kind) return;
    // Without the link the answer ends nothing for now: the station's own sound stops by the acknowledgement alone.
    if (!station.status?.linked) void this.acknowledge([alarm]);
    this.given.set(alarm.id, { key: alarm.id, verb, about: alarm.incident, act: new Act(kind), at: station.clock });
  }

  async acknowledge(alarms: readonly Alarm[]): Promise<void> {
    const ids = alarms.filter((each) => !this.acknowledged(each)).map((each) => each.id);
    if (ids.includes(serverLost)) this.#lostSeen = true;
    const told = ids.filter((each) => each !== serverLost);
    if (told.length === 0) return;
    for (const each of alarms) if (told.includes(each.id)) this.#acknowledging.set(each.id, ms(each.soundedAt));
    try {
      await ask({ case: "acknowledge", value: create(AcknowledgeSchema, { alarms: told }) });
      this.failed = false;
    } catch {
      for (const each of told) this.#acknowledging.delete(each);
      this.failed = true;
    }
  }

  async quiet(): Promise<void> {
    try {
      await ask({ case: "quiet", value: create(QuietSchema) });
      this.failed = false;
    } catch {
      this.failed = true;
    }
  }

  /** What nobody needs to read any more: recorded for 10 s, or of another night. Called as the clock ticks. */
  tidy(now: number): void {
    if (station.reach === "live") this.#lostSeen = false;
    const open = new Set(this.alarms.map((each) => each.id));
    for (const [key, each] of this.given) {
      if (each.act.step === "recorded" && now - each.at > 10_000 && !open.has(key)) this.given.delete(key);
    }
    for (const key of this.#acknowledging.keys()) if (!open.has(key)) this.#acknowledging.delete(key);
  }
}
export const desk = new Desk();
