// The report that is being written, and what has become of it. One for the page: it survives a look at another screen.
import type { ToldEvent } from "../../gen/wardlink/v1/console_pb";
import type { Rejection } from "../../gen/wardlink/v1/value_pb";
import type { Receipt } from "../../gen/wardlink/v1/wire_pb";
import { ask, submit } from "../../lib/api";
import { station } from "../../lib/station.svelte";
import { uuidv7 } from "../../lib/uuid";
import { belongsTo, erase, keep, kept } from "./draft";
import { blank, commandOf, deciding, missing, type Form, type Kind } from "./form";

export type Phase = "writing" | "sending" | "unsure" | "queued" | "recorded" | "rejected";

class Writing {
  form = $state<Form>(blank(Date.now()));
  id = $state(uuidv7());
  told = $state.raw<ToldEvent[]>([]);
  /** Fields to mark, by the hub's names: what the page misses. */
  lacks = $state.raw<string[]>([]);
  restored = $state(false);
  /** Another with each new form: what the page has to begin anew. */
  sheet = $state(0);
  #phase = $state<"writing" | "sending" | "unsure" | "queued" | "answered">("writing");
  #receipt = $state.raw<Receipt>();
  #rejection = $state.raw<Rejection>();

  constructor() {
    this.#restore();
    $effect.root(() => {
      $effect(() => this.#keep());
      $effect(() => this.#mind(station.watch?.officer));
    });
  }

  get receipt(): Receipt | undefined {
    return this.#receipt ?? (this.#phase === "writing" ? undefined : station.receipts.get(this.id));
  }
  get rejection(): Rejection | undefined {
    const outcome = this.receipt?.outcome;
    return outcome?.case === "rejected" ? outcome.value : this.#rejection;
  }
  get phase(): Phase {
    const outcome = this.receipt?.outcome.case;
    if (outcome === "accepted") return "recorded";
    if (this.rejection && this.#phase !== "writing") return "rejected";
    return this.#phase === "answered" ? "queued" : this.#phase;
  }
  /** Nothing has been written yet: the stamp may be made anew. */
  get pristine(): boolean {
    const { text, persons, plates, phones, sensitiveText } = this.form;
    return [text, persons, plates, phones, sensitiveText].every((part) => part === "") &&
      deciding(this.form) === deciding(blank(this.form.stampedAt, this.form.kind));
  }

  /** The form is opened: that is the moment of detection, unless a draft has its own. */
  open(): void {
    if (this.phase === "recorded" || this.phase === "queued") this.afresh();
    else if (this.phase === "writing" && this.pristine) this.form.stampedAt = Date.now();
  }

  afresh(kind: Kind = "incident"): void {
    erase();
    this.form = blank(Date.now(), kind);
    this.#next();
    this.restored = false;
    this.sheet++;
  }

  /** A rejected report goes on as a new command: its id has had its answer. */
  amend(): void {
    const old = this.id;
    const waits = station.outbox?.entries.some((entry) => entry.id === old);
    if (waits) void ask({ case: "outbox", value: { kind: { case: "drop", value: old } } }).catch(() => undefined);
    this.#next();
  }

  async send(): Promise<void> {
    if (this.phase === "sending") return;
    if (this.phase === "rejected") this.amend();
    this.lacks = missing(this.form);
    if (this.lacks.length > 0) return;
    // Made now: the id says when it was sent. What may have been sent already keeps the one it had.
    if (this.phase === "writing") this.id = uuidv7();
    const { id } = this;
    this.#phase = "sending";
    this.#keep();
    try {
      const answer = await submit(commandOf($state.snapshot(this.form) as Form), id);
      if (id !== this.id) return;
      this.told = answer.told;
      if (answer.kind.case === "receipt") this.#receipt = answer.kind.value;
      else if (answer.kind.case === "rejected") this.#rejection = answer.kind.value;
      this.#phase = answer.kind.case === "queued" ? "queued" : "answered";
    } catch {
      if (id === this.id) this.#phase = "unsure";
    }
  }

  #next(): void {
    this.id = uuidv7();
    this.told = [];
    this.lacks = [];
    this.#receipt = this.#rejection = undefined;
    this.#phase = "writing";
  }

  #restore(): void {
    const draft = kept();
    if (!draft) return;
    this.form = draft.form;
    this.id = draft.id;
    this.restored = true;
    if (draft.sent) this.#phase = "unsure";
  }

  // Durable at the station or recorded: the draft is no longer needed. Rejected: it goes on.
  #keep(): void {
    const { phase } = this;
    if (phase === "queued" || phase === "recorded") return erase();
    if (this.pristine) {
      if (this.#kept) erase();
      return;
    }
    this.#kept = true;
    const sent = phase === "sending" || phase === "unsure";
    keep({ id: this.id, officer: this.#officer, form: $state.snapshot(this.form) as Form, sent });
  }

  #kept = false;
  #officer = "";
  #mind(officer: string | undefined): void {
    if (officer === undefined) return;
    const draft = kept();
    const left = this.#officer !== "" && officer !== this.#officer;
    const anothers = left || (draft !== undefined && !belongsTo(draft, officer));
    this.#officer = officer;
    if (anothers) this.afresh();
  }
}

export const writing = new Writing();
