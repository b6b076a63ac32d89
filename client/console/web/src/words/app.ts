import type { Like } from "../lib/fill";

const vi = {
  marks: "Dấu hiệu",
  skip: "Tới nội dung chính",
  exercise: "ĐANG CÓ DIỄN TẬP",
  replay: "PHÁT LẠI – không phải tình hình lúc này",
  stale: "DỮ LIỆU CŨ – tình hình như lúc {at}",
  refused: "Trang này không còn được máy trạm chấp nhận",
  refusedHow: "Hãy mở lại bằng địa chỉ mà lệnh wardlink console in ra lần này.",
} as const;

const en: Like<typeof vi> = {
  marks: "Marks",
  skip: "To the main content",
  exercise: "EXERCISE GOING ON",
  replay: "REPLAY – not how things stand now",
  stale: "OLD DATA – how things stood at {at}",
  refused: "The station's program no longer accepts this page",
  refusedHow: "Open the address that wardlink console printed this time.",
};

export const app = { vi, en };
