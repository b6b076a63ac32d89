import type { Like } from "../lib/fill";

const vi = {
  map: "Bản đồ địa bàn",
  keys: "Phím mũi tên: di chuyển; cộng, trừ: phóng to, thu nhỏ.",
  pick: "Enter: chọn điểm ở giữa dấu thập.",
  nearer: "Phóng to",
  farther: "Thu nhỏ",
  all: "Toàn cụm",
  none: "Chưa có bản đồ",
  up: "Lên",
  down: "Xuống",
  left: "Sang trái",
  right: "Sang phải",
} as const;

const en: Like<typeof vi> = {
  map: "Map of the wards",
  keys: "Arrow keys move, plus and minus zoom.",
  pick: "Enter picks the point under the cross.",
  nearer: "Zoom in",
  farther: "Zoom out",
  all: "Whole cluster",
  none: "No map yet",
  up: "Up",
  down: "Down",
  left: "Left",
  right: "Right",
};

export const map = { vi, en };
