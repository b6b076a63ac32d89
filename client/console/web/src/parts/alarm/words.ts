// What the alarm says: one sentence each, in both languages.
import type { Alarm } from "../../gen/wardlink/v1/console_pb";
import { Alarm_Kind } from "../../gen/wardlink/v1/console_pb";
import type { Incident } from "../../gen/wardlink/v1/query_pb";
import { Support_Basis } from "../../gen/wardlink/v1/value_pb";
import { categoryName, placeName, wardName } from "../../lib/names";
import { station } from "../../lib/station.svelte";
import { left } from "../../lib/time";
import { text, words } from "../../lib/words.svelte";
import { common } from "../../lib/words-common";
import { serverLost, type Yes } from "./asked";
import type { Verb } from "./desk.svelte";

export const t = words({
  vi: {
    title: "Báo động",
    seen: "Đã rõ",
    yes: {
      support: "Nhận phối hợp",
      lead: "Nhận chủ trì",
      handover: "Nhận bàn giao",
      acting: "Nhận tạm thay chủ trì",
      block: "Đón chặn",
      claim: "Nhận làm đầu mối",
    } as Record<Yes, string>,
    no: "Chưa bố trí được lực lượng",
    noHandover: "Không nhận bàn giao",
    enRoute: "Đang đến",
    onScene: "Có mặt",
    ours: "Ta đã nhận",
    onTheWay: "Ta đang đến",
    ago: (span: string) => `${span} trước`,
    duty: (lead: string) => `${lead} chủ trì, phường ta có nhiệm vụ phối hợp`,
    request: (asker: string) => `${asker} yêu cầu ta phối hợp`,
    assist: (asker: string) => `CÁN BỘ CẦN CHI VIỆN – ${asker} yêu cầu ta đến`,
    confirm: "Ta được tạm giao chủ trì – xác nhận",
    handover: (lead: string) => `${lead} bàn giao chủ trì cho ta`,
    acting: (lead: string) => `Không liên lạc được ${lead} – ta tạm thay chủ trì`,
    flight: "Đối tượng chạy về phía ta",
    crossing: (s: number) => (s > 0 ? `còn ${s} s tới địa giới` : "có thể đã qua địa giới"),
    claim: "Vụ ngoài địa bàn cụm, ta gần nhất – nhận làm đầu mối, gọi 113",
    exhausted: "Không còn phường nào để yêu cầu phối hợp",
    link: "Mất liên lạc với trung tâm – tin gửi đi phải chờ, hãy dùng điện thoại",
    server: "Mất liên lạc với máy trạm – màn hình đứng yên, không trả lời được, hãy dùng điện thoại",
    call: "Gọi",
    quiet: "Tạm im",
    quietFor: (s: number) => `Tạm im còn ${s} s – chưa phải là đã rõ`,
    unmute: "Bấm để bật âm thanh",
    flood: (n: number) => `${n} báo động đang mở`,
    waiting: "Đã rõ, còn chờ trả lời",
    officer: (what: string) => `Cần trực ban đăng nhập: ${what}`,
    failed: "Chưa gửi được tới máy trạm – bấm lại",
    again: "Gửi lại",
    dismiss: "Bỏ dòng này",
    verbs: { accept: "Nhận", decline: "Chưa bố trí được", enRoute: "Đang đến", onScene: "Có mặt" } as Record<Verb, string>,
    why: "Vì sao chưa bố trí được?",
    reasons: [
      "Không còn lực lượng tại trạm",
      "Lực lượng đang giải quyết vụ khác",
      "Không có phương tiện",
      "Ở quá xa, không kịp đến",
    ],
    other: "Lý do khác",
    send: "Gửi",
  },
  en: {
    title: "Alarm",
    seen: "Acknowledge",
    yes: {
      support: "Accept support",
      lead: "Take the lead",
      handover: "Accept the hand-over",
      acting: "Act as lead",
      block: "Block",
      claim: "Be the contact",
    },
    no: "No forces available",
    noHandover: "Decline the hand-over",
    enRoute: "En route",
    onScene: "On scene",
    ours: "We accepted",
    onTheWay: "We are on the way",
    ago: (span: string) => `${span} ago`,
    duty: (lead: string) => `${lead} leads, it is our duty to support`,
    request: (asker: string) => `${asker} asks us for support`,
    assist: (asker: string) => `OFFICER NEEDS BACKUP – ${asker} asks us to come`,
    confirm: "The lead is provisionally ours – confirm",
    handover: (lead: string) => `${lead} hands the lead over to us`,
    acting: (lead: string) => `${lead} cannot be reached – we are asked to act as lead`,
    flight: "Suspects are running towards us",
    crossing: (s: number) => (s > 0 ? `${s} s to the ward line` : "may have passed the ward line"),
    claim: "Outside the cluster and nearest us – be the contact, call 113",
    exhausted: "No ward is left to be asked for support",
    link: "Cut off from the hub – what is sent has to wait, use the telephone",
    server: "Cut off from the station's program – this screen stands still and answers nothing, use the telephone",
    call: "Call",
    quiet: "Quiet",
    quietFor: (s: number) => `Quiet for ${s} s more – that is no acknowledgement`,
    unmute: "Press to turn the sound on",
    flood: (n: number) => `${n} alarms are open`,
    waiting: "Acknowledged, still to be answered",
    officer: (what: string) => `A duty officer must sign in: ${what}`,
    failed: "The station's program did not get it – press again",
    again: "Send again",
    dismiss: "Dismiss this line",
    verbs: { accept: "Accept", decline: "No forces", enRoute: "En route", onScene: "On scene" },
    why: "Why are no forces available?",
    reasons: [
      "No forces left at the station",
      "Forces are at another incident",
      "No vehicle",
      "Too far to be there in time",
    ],
    other: "Another reason",
    send: "Send",
  },
});

/** The reasons as they are recorded: every ward reads Vietnamese. */
export const recordedReasons = [
  "Không còn lực lượng tại trạm",
  "Lực lượng đang giải quyết vụ khác",
  "Không có phương tiện",
  "Ở quá xa, không kịp đến",
] as const;

const ourSupport = (incident: Incident | undefined) =>
  incident?.supports.findLast((each) => each.ward === station.ward);

/** What is asked of us. */
export function question(alarm: Alarm): string {
  const incident = station.incidents.get(alarm.incident);
  const lead = wardName(incident?.lead?.ward || incident?.unreachableLead || "?");
  switch (alarm.kind) {
    case Alarm_Kind.SUPPORT: {
      const ours = ourSupport(incident);
      if (ours?.basis === Support_Basis.ASSIST) return t().assist(wardName(ours.askedBy));
      return ours?.basis === Support_Basis.REQUEST ? t().request(wardName(ours.askedBy || lead)) : t().duty(lead);
    }
    case Alarm_Kind.CONFIRM:
      return t().confirm;
    case Alarm_Kind.HANDOVER:
      return t().handover(lead);
    case Alarm_Kind.ACTING:
      return t().acting(wardName(incident?.unreachableLead || lead));
    case Alarm_Kind.FLIGHT: {
      const ours = station.flights.get(alarm.flight)?.candidates.find((each) => each.ward === station.ward);
      return ours ? `${t().flight} – ${t().crossing(left(ours.arrivesAt))}` : t().flight;
    }
    case Alarm_Kind.CLAIM:
      return t().claim;
    case Alarm_Kind.EXHAUSTED:
      return t().exhausted;
    case Alarm_Kind.LINK_LOST:
      return alarm.id === serverLost ? t().server : t().link;
    default: {
      const told = text(station.events.get(alarm.seq)?.sentence);
      const cause = common().cause[alarm.cause];
      return told || (cause ? cause[0]!.toUpperCase() + cause.slice(1) : common().alarm[alarm.kind]);
    }
  }
}

/** What it is about: category and place. */
export function about(alarm: Alarm): string {
  const incident = station.incidents.get(alarm.incident);
  const flight = station.flights.get(alarm.flight);
  if (incident) return `${categoryName(incident.category)} · ${placeName(flight?.placement ?? incident.placement)}`;
  return flight ? `${common().travel[flight.by]} · ${placeName(flight.placement)}` : "";
}

/** Whom to telephone: what the escalation names, else the wards it is about. */
export function phones(alarm: Alarm): { ward: string; phone: string; commander: boolean }[] {
  const body = station.events.get(alarm.seq)?.event?.body;
  if (body?.case !== "escalated") return [];
  return body.value.wards.flatMap((ward, i) => [
    ...(body.value.dutyPhones[i] ? [{ ward, phone: body.value.dutyPhones[i], commander: false }] : []),
    ...(body.value.commanderPhones[i] ? [{ ward, phone: body.value.commanderPhones[i], commander: true }] : []),
  ]);
}

/** For a reader's ear, once: without what ticks. */
export function spoken(alarm: Alarm): string {
  return [common().urgency[alarm.urgency], question(alarm).split(" – ")[0], about(alarm)].filter(Boolean).join(". ");
}
