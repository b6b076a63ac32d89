// Events of the past, asked page by page. The local copy cannot search by text: then the page does, over what it gets.
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import type { ToldEvent } from "../../gen/wardlink/v1/console_pb";
import { Rejection_Code, type Content, type Rejection } from "../../gen/wardlink/v1/value_pb";
import { ask } from "../../lib/api";
import { ms } from "../../lib/time";
import { fold } from "./fold";

export interface Wanted {
  since?: number | undefined;
  until?: number | undefined;
  text: string;
  kind: string;
  incident: string;
}
export interface Page {
  events: ToldEvent[];
  next: bigint; // 0: the last page
  asOf: number; // the local copy's age; 0: the hub itself answered
  byPage: boolean; // the text was looked for here
  rejection?: Rejection;
}
const pagesAtOnce = 20;

async function one(wanted: Wanted, afterSeq: bigint): Promise<Page> {
  const { text, kind, incident } = wanted;
  const since = wanted.since === undefined ? undefined : timestampFromMs(wanted.since);
  const until = wanted.until === undefined ? undefined : timestampFromMs(wanted.until);
  const history = { since, until, text, kind, incident, afterSeq };
  const answer = await ask({ case: "query", value: { kind: { case: "history", value: history } } });
  const nothing = { events: [], next: 0n, asOf: 0, byPage: false };
  if (answer.kind.case === "rejected") return { ...nothing, rejection: answer.kind.value };
  if (answer.kind.case !== "result") return nothing;
  const asOf = ms(answer.kind.value.asOf);
  const result = answer.kind.value.result?.kind;
  if (result?.case === "rejected") return { ...nothing, asOf, rejection: result.value };
  const next = result?.case === "history" ? result.value.nextAfterSeq : 0n;
  return { events: answer.told, next, asOf, byPage: false };
}

const written = (content: Content | undefined): string[] =>
  content ? [content.text, ...content.persons, ...content.plates, ...content.phones, content.sensitiveText] : [];

export function holds({ event, sentence, details }: ToldEvent, folded: string): boolean {
  const said = [sentence, ...details].flatMap((text) => (text ? [text.vi, text.en] : []));
  return fold([...said, ...written(event?.content)].join("\n")).includes(folded);
}

/** The page after `afterSeq`. */
export async function past(wanted: Wanted, afterSeq: bigint): Promise<Page> {
  const page = await one(wanted, afterSeq);
  if (page.rejection?.code !== Rejection_Code.UNAVAILABLE || wanted.text === "") return page;
  const folded = fold(wanted.text);
  const all = await whole({ ...wanted, text: "" }, afterSeq);
  return { ...all, events: all.events.filter((told) => holds(told, folded)), byPage: true };
}

/** Everything, as far as many pages go. */
export async function whole(wanted: Wanted, afterSeq = 0n): Promise<Page> {
  let page = await one(wanted, afterSeq);
  const events = [...page.events];
  for (let i = 1; i < pagesAtOnce && page.next !== 0n && !page.rejection; i++) {
    page = await one(wanted, page.next);
    events.push(...page.events);
  }
  return { ...page, events };
}
