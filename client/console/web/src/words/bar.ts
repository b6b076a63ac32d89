import { StationStatus_Refusal } from "../gen/wardlink/v1/station_pb";
import type { Like } from "../lib/fill";

const vi = {
  online: "TRỰC TUYẾN",
  catching: "TRỰC TUYẾN – đang nhận bù tin",
  opening: "Đang mở…",
  cut: "ĐANG KẾT NỐI LẠI – mất từ {at} ({age})",
  server: "MẤT LIÊN LẠC VỚI MÁY TRẠM – từ {at} ({age})",
  waiting: "{n} tin chờ gửi",
  refused: "{n} tin bị từ chối",
  copy: "Bản sao bị trung tâm từ chối",
  refusal: {
    [StationStatus_Refusal.IDENTITY_REFUSED]: "TRUNG TÂM KHÔNG NHẬN CHỨNG THƯ CỦA TRẠM – gọi quản trị",
    [StationStatus_Refusal.HUB_UNTRUSTED]: "KHÔNG TIN ĐƯỢC CHỨNG THƯ CỦA TRUNG TÂM – gọi quản trị",
    [StationStatus_Refusal.NOT_SERVED]: "TRUNG TÂM KHÔNG PHỤC VỤ ĐƠN VỊ NÀY – gọi quản trị",
  },
  nobody: "CHƯA ĐĂNG NHẬP – trạm trực",
  duty: "Trực ban",
  unmute: "Bật âm thanh",
  nav: "Màn hình",
  keys: "Phím",
  screens: { board: "Bảng trực", report: "Báo vụ việc", history: "Lịch sử", log: "Sổ trực", admin: "Quản trị" },
  unattended: "{n} vụ đã trả lời khi chưa rõ người trực",
} as const;

const en: Like<typeof vi> = {
  online: "ONLINE",
  catching: "ONLINE – catching up",
  opening: "Opening…",
  cut: "RECONNECTING – lost since {at} ({age})",
  server: "STATION'S PROGRAM LOST – since {at} ({age})",
  waiting: "{n} waiting to be sent",
  refused: "{n} rejected",
  copy: "The hub refuses this station's copy",
  refusal: {
    [StationStatus_Refusal.IDENTITY_REFUSED]: "THE HUB REFUSES THIS STATION'S CERTIFICATE – call the admin",
    [StationStatus_Refusal.HUB_UNTRUSTED]: "THE HUB'S CERTIFICATE CANNOT BE TRUSTED – call the admin",
    [StationStatus_Refusal.NOT_SERVED]: "THE HUB DOES NOT SERVE THIS UNIT – call the admin",
  },
  nobody: "NOT SIGNED IN – the station keeps watch",
  duty: "On duty",
  unmute: "Sound on",
  nav: "Screens",
  keys: "Keys",
  screens: { board: "Board", report: "Report", history: "History", log: "Log", admin: "Admin" },
  unattended: "{n} answered while nobody had signed in",
};

export const bar = { vi, en };
