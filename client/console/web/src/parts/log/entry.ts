// A line of the shift log as a sentence.
import { LogEntry_Kind as K, type LogEntry } from "../../gen/wardlink/v1/console_pb";
import { fill } from "../../lib/fill";
import { officerName } from "../../lib/names";
import { span } from "../../lib/time";
import { common } from "../../lib/words-common";
import { t } from "./words";

export const who = (uri: string): string => (uri === "" ? t().nobody : officerName(uri));

export function sentence(entry: LogEntry): string {
  const { kind, alarm } = entry;
  switch (kind) {
    case K.HANDED_OVER:
      return fill(t().handedOver, { from: who(entry.officer), to: who(entry.to) });
    case K.LINK_BACK:
      return fill(t().linkBack, { span: span(entry.afterS) });
    case K.ACKNOWLEDGED:
      return fill(t().acknowledged, { what: alarm ? common().alarm[alarm.kind] : "", span: span(entry.afterS) });
    case K.NOTED:
    case K.KIND_UNSPECIFIED:
      return "";
    default:
      return t().said[kind];
  }
}
