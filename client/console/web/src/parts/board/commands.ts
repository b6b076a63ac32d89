// What a command is called while it waits to be sent.
import type { Command } from "../../gen/wardlink/v1/command_pb";
import { words } from "../../lib/words.svelte";

const t = words({
  vi: {
    reportIncident: "Báo vụ việc",
    reportSighting: "Báo đối tượng nghi vấn",
    reportHotspot: "Báo điểm phức tạp",
    reportFlight: "Báo đối tượng bỏ chạy",
    startPatrol: "Bắt đầu tuần tra",
    confirmLead: "Nhận chủ trì",
    claimLead: "Nhận làm đầu mối",
    offerHandover: "Đề nghị bàn giao chủ trì",
    answerHandover: "Trả lời bàn giao",
    blockFlight: "Đón chặn",
    seeFlightAgain: "Lại thấy đối tượng",
    catchFlight: "Đã bắt được",
    endPatrol: "Kết thúc tuần tra",
    requestSupport: "Yêu cầu phối hợp",
    cancelSupport: "Hủy yêu cầu phối hợp",
    releaseSupport: "Cho lực lượng về",
    answerSupport: "Trả lời phối hợp",
    recordAnswer: "Ghi trả lời qua điện thoại",
    noteIncident: "Ghi chú",
    correctIncident: "Đính chính",
    resolveIncident: "Báo đã giải quyết",
    reopenIncident: "Mở lại vụ việc",
    closeIncident: "Kết thúc vụ việc",
    mergeIncidents: "Gộp tin",
    unlinkReport: "Tách tin",
    recall: "Thu hồi tin",
  } as Record<string, string>,
  en: {
    reportIncident: "Report",
    reportSighting: "Sighting",
    reportHotspot: "Hot spot",
    reportFlight: "Flight",
    startPatrol: "Start of a patrol",
    confirmLead: "Lead taken",
    claimLead: "Claim",
    offerHandover: "Offer to hand over",
    answerHandover: "Answer to a hand-over",
    blockFlight: "Block",
    seeFlightAgain: "Seen again",
    catchFlight: "Caught",
    endPatrol: "End of a patrol",
    requestSupport: "Support request",
    cancelSupport: "Support cancelled",
    releaseSupport: "Forces released",
    answerSupport: "Answer to a support",
    recordAnswer: "Answer by telephone",
    noteIncident: "Note",
    correctIncident: "Correction",
    resolveIncident: "Resolved",
    reopenIncident: "Reopened",
    closeIncident: "Closed",
    mergeIncidents: "Merge",
    unlinkReport: "Unlink",
    recall: "Recall",
  },
});

export const commandName = (command: Command | undefined): string => t()[command?.kind.case ?? ""] ?? "?";

/** The incident a command is about; empty where it is about none yet. */
export function incidentOf(command: Command | undefined): string {
  const value = command?.kind.value;
  return value && "incident" in value ? value.incident : "";
}
