// A command from this page and what has become of it: sending → queued here → recorded by the hub, or the rejection.
import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { CommandSchema } from "../gen/wardlink/v1/command_pb";
import type { ConsoleAnswer } from "../gen/wardlink/v1/console_pb";
import type { Rejection } from "../gen/wardlink/v1/value_pb";
import { submit } from "./api";
import { station } from "./station.svelte";
import { uuidv7 } from "./uuid";
import { lang } from "./words.svelte";

export type Step = "sending" | "queued" | "recorded" | "rejected" | "unsure";
type Kind = NonNullable<MessageInitShape<typeof CommandSchema>["kind"]>;

export const rejectionText = (of: Rejection): string =>
  lang.current === "vi" ? of.messageVi || of.message : of.message || of.messageVi;

export class Act {
  readonly id = uuidv7();
  #step = $state<Step>("sending");
  #rejection = $state.raw<Rejection>();
  #kind: Kind;

  constructor(kind: Kind) {
    this.#kind = kind;
    void this.send();
  }

  /** Once more under the same id, which counts once: after `unsure`. */
  async send(): Promise<ConsoleAnswer | undefined> {
    this.#step = "sending";
    try {
      const answer = await submit(create(CommandSchema, { kind: this.#kind }), this.id);
      const kind = answer.kind;
      if (kind.case === "rejected") this.#reject(kind.value);
      else if (kind.case === "receipt") {
        if (kind.value.outcome.case === "rejected") this.#reject(kind.value.outcome.value);
        else this.#step = "recorded";
      } else this.#step = "queued";
      return answer;
    } catch {
      this.#step = "unsure";
      return undefined;
    }
  }

  #reject(why: Rejection): void {
    this.#rejection = why;
    this.#step = "rejected";
  }

  get step(): Step {
    const outcome = station.receipts.get(this.id)?.outcome.case;
    if (outcome) return outcome === "accepted" ? "recorded" : "rejected";
    return this.#step;
  }
  get rejection(): Rejection | undefined {
    const outcome = station.receipts.get(this.id)?.outcome;
    return outcome?.case === "rejected" ? outcome.value : this.#rejection;
  }
  /** Nothing more is to be done about it here. */
  get settled(): boolean {
    return this.step !== "sending" && this.step !== "unsure";
  }
}

