import type { Like } from "../lib/fill";
import type { Action, Refusal } from "../lib/keys.svelte";

const vi = {
  title: "Phím tắt",
  does: {
    acknowledge: "Đã rõ",
    accept: "Nhận: phối hợp, chủ trì, bàn giao, đón chặn, đầu mối",
    decline: "Chưa bố trí được lực lượng",
    enRoute: "Đang đến",
    onScene: "Có mặt",
    report: "Báo vụ việc",
    quiet: "Tạm im 30 giây",
    help: "Bảng phím này",
  } as Record<Action, string>,
  intro: "Phím tác động lên việc có ghi tên phím: khẩn nhất, rồi cũ nhất. Khi việc đó vừa đổi, phím nghỉ một giây.",
  change: "Đổi phím",
  press: "Bấm phím mới… (Esc: thôi)",
  refused: {
    kind: "Chỉ dùng được F1–F24, Insert, Pause, ScrollLock, kèm Ctrl, Alt, Shift; trừ phím của trình duyệt.",
    taken: "Phím này đã dùng cho việc khác.",
  } as Record<Refusal, string>,
  reset: "Trở về phím gốc",
} as const;

const en: Like<typeof vi> = {
  title: "Keys",
  does: {
    acknowledge: "Acknowledge",
    accept: "Accept: support, lead, hand-over, block, contact",
    decline: "No forces available",
    enRoute: "En route",
    onScene: "On scene",
    report: "Report an incident",
    quiet: "Quiet for 30 seconds",
    help: "This table of keys",
  },
  intro: "Keys act on the item that names them: the most urgent, then the oldest. They rest for a second after it changes.",
  change: "Change the key",
  press: "Press the new key… (Esc: leave it)",
  refused: {
    kind: "Only F1–F24, Insert, Pause and ScrollLock, with Ctrl, Alt, Shift; none that the browser keeps for itself.",
    taken: "This key already does something else.",
  },
  reset: "Back to the original keys",
};

export const keys = { vi, en };
