// Vietnamese.
#include "client/cli/sentences.hpp"

namespace wardlink::cli {

std::string_view sentence_vi(Say what) {
  switch (what) {
    case Say::incident_opened:
      return "{ward} báo vụ việc: {category}, {severity}, {place}";
    case Say::report_linked:
      return "{ward} cũng báo vụ này, đã nhập tin: {place}";
    case Say::report_linked_by_hand:
      return "{ward} báo thêm vào vụ này (do người báo chỉ định): {place}";
    case Say::severity_raised:
      return "MỨC TĂNG LÊN {severity}";
    case Say::report_unlinked:
      return "{who} tách tin {report} thành vụ riêng {into}";
    case Say::lead_decided:
      return "CHỦ TRÌ: {ward}{flags}";
    case Say::lead_unassigned:
      return "CHƯA CÓ ĐƠN VỊ CHỦ TRÌ: ngoài địa bàn cụm, gần nhất là {nearest}";
    case Say::lead_confirmed:
      return "{ward} xác nhận chủ trì{flags}";
    case Say::lead_confirmed_by_acting:
      return "{ward} đã hành động với vai trò chủ trì{flags}";
    case Say::lead_moved:
      return "CHỦ TRÌ CHUYỂN từ {from} sang {ward}{flags}: {reason}";
    case Say::lead_claimed:
      return "{ward} nhận làm đầu mối{flags}; gọi 113";
    case Say::late_claim:
      return "{ward} phát hiện sớm hơn ({time}) nhưng tin đến muộn: chủ trì không tự đổi, có thể bàn giao chủ trì";
    case Say::possible_duplicate:
      return "CÓ THỂ TRÙNG với vụ {other}: xem lại, gộp tin nếu là một";
    case Say::incident_merged:
      return "{who} gộp vụ này vào vụ {into}: {place}, {severity}";
    case Say::handover_offered:
      return "{from} đề nghị bàn giao chủ trì cho {to}, chờ trả lời đến {time}";
    case Say::handover_accepted:
      return "{to} nhận bàn giao chủ trì từ {from}";
    case Say::handover_declined:
      return "{to} không nhận bàn giao chủ trì; {from} vẫn chủ trì";
    case Say::incident_corrected:
      return "{who} đính chính: {category}, {severity}, {place}";
    case Say::suggested_lead:
      return "theo nơi mới thì {ward} chủ trì: đề nghị bàn giao chủ trì";
    case Say::incident_noted:
      return "{who} ghi chú";
    case Say::emergency_called:
      return "{who} đã gọi {number}";
    case Say::incident_resolved:
      return "{who} báo đã giải quyết xong";
    case Say::incident_reopened:
      return "{who} mở lại vụ việc";
    case Say::incident_closed:
      return "{who} kết thúc vụ việc";
    case Say::support_duty:
      return "PHỐI HỢP: {ward} có nhiệm vụ phối hợp (khu vực giáp ranh)";
    case Say::support_requested:
      return "YÊU CẦU PHỐI HỢP: {asker} yêu cầu {ward}";
    case Say::support_assist:
      return "CÁN BỘ CẦN CHI VIỆN: {asker} yêu cầu {ward}";
    case Say::support_moved:
      return "{ward}: {state}";
    case Say::all_declined:
      return "TẤT CẢ CHƯA BỐ TRÍ ĐƯỢC LỰC LƯỢNG: {wards}; gọi chỉ huy: {phones}";
    case Say::support_exhausted:
      return "KHÔNG CÒN ĐƠN VỊ NÀO ĐỂ YÊU CẦU PHỐI HỢP";
    case Say::lead_confirmed_by_presence:
      return "{ward} chủ trì: đã có mặt, tự động xác nhận{flags}";
    case Say::handover_expired:
      return "{to} không trả lời bàn giao trong thời hạn; {from} tiếp tục chủ trì";
    case Say::lead_unreachable:
      return "KHÔNG LIÊN LẠC ĐƯỢC ĐƠN VỊ CHỦ TRÌ {ward}: {why}";
    case Say::acting_asked:
      return "ĐỀ NGHỊ {ward} TẠM THAY CHỦ TRÌ";
    case Say::lead_unconfirmed:
      return "{wards} CHƯA XÁC NHẬN CHỦ TRÌ: báo động lại";
    case Say::nobody_claims:
      return "CHƯA AI NHẬN: báo động lại {wards}; gọi 113";
    case Say::support_undelivered:
      return "{wards}: TRẠM NGOẠI TUYẾN, yêu cầu chưa đến nơi – GỌI ĐIỆN {phones}";
    case Say::support_unseen:
      return "{wards} CHƯA XEM YÊU CẦU PHỐI HỢP: báo động lại";
    case Say::support_unanswered:
      return "CHƯA AI NHẬN PHỐI HỢP: {wards}; gọi chỉ huy: {phones}";
    case Say::support_stalled:
      return "{wards} đã nhận phối hợp nhưng CHƯA LÊN ĐƯỜNG";
    case Say::support_overdue:
      return "{wards} đang đến nhưng QUÁ GIỜ DỰ KIẾN";
    case Say::incident_idle:
      return "ĐÃ LÂU KHÔNG CÓ DIỄN BIẾN: {wards} cho biết tình hình";
    case Say::acting_exhausted:
      return "KHÔNG LIÊN LẠC ĐƯỢC ĐƠN VỊ CHỦ TRÌ, KHÔNG CÒN AI ĐỂ ĐỀ NGHỊ – GỌI ĐIỆN {phones}";
    case Say::duties_exhausted:
      return "CHƯA PHƯỜNG NÀO NHẬN TRÁCH NHIỆM PHỐI HỢP";
    case Say::flight_raised:
      return "ĐỐI TƯỢNG BỎ CHẠY ({by}, {heading}) – {ward} báo; thấy lần cuối {time}, {place}";
    case Say::flight_seen_again:
      return "LẠI THẤY ĐỐI TƯỢNG – {who} ({by}, {heading}): {time}, {place}";
    case Say::flight_blocked:
      return "{ward} ĐÓN CHẶN tại {point}{flags}";
    case Say::flight_caught:
      return "{who} ĐÃ BẮT ĐƯỢC: kết thúc báo động bỏ chạy";
    case Say::flight_expired:
      return "Không thấy thêm: hết hiệu lực báo động bỏ chạy";
    case Say::flight_recalled:
      return "Thu hồi báo động bỏ chạy";
    case Say::patrol_started:
      return "{ward} tuần tra: {place}; muộn nhất đến {time}";
    case Say::patrol_ended:
      return "Ca tuần tra {patrol}: {end}";
    case Say::displacement_watch:
      return "CANH CHỪNG DẠT ĐỊA BÀN: {wards} – tuần tra có thể đẩy đối tượng sang, đến {time}";
    case Say::recalled:
      return "{ward} THU HỒI TIN {ids}";
    case Say::identity_revoked:
      return "CHỨNG THƯ của {who} ĐÃ BỊ THU HỒI (số {serial}): đã ngắt kết nối";
    case Say::sighting_recorded:
      return "{ward} báo đối tượng nghi vấn ({kind}), {place}";
    case Say::hotspot_recorded:
      return "{ward} báo điểm, tụ điểm phức tạp: {category}, {place}";
    case Say::regulation_adopted:
      return "Áp dụng quy chế phối hợp phiên bản {version}: {title}";
    case Say::cluster_adopted:
      return "Áp dụng bản đồ cụm: {name}";
    case Say::station_up:
      return "Trạm {ward} trực tuyến";
    case Say::station_down:
      return "TRẠM {ward} NGOẠI TUYẾN – GỌI ĐIỆN {phone}";
    case Say::basis:
      return "căn cứ: {clause} [{rule}, quy chế phiên bản {version}]";
    case Say::basis_before:
      return "trước đó: {clause} [{rule}]";
    case Say::detected_at:
      return "phát hiện {time}";
    case Say::unlinked_from:
      return "tách từ vụ {incident}";
    case Say::call_now:
      return "GỌI {number}";
    case Say::needed_forces:
      return "cần: {forces}";
    case Say::brings_forces:
      return "cử: {forces}";
    case Say::reason_given:
      return "lý do: {reason}";
    case Say::eta:
      return "dự kiến đến sau {minutes} phút";
    case Say::said_by_phone:
      return "qua điện thoại, {person} trả lời";
    case Say::persons:
      return "người: {list}";
    case Say::plates:
      return "biển số: {list}";
    case Say::phones:
      return "điện thoại: {list}";
    case Say::sensitive_text:
      return "NHẠY CẢM: {text}";
    case Say::flight_candidate:
      return "{ward}: {metres} m, {seconds} giây, tại {point} khoảng {time}";
    case Say::flight_candidate_inside:
      return "{ward}: đang ở trong địa bàn";
    case Say::flight_may_have_passed:
      return "có thể đã qua";
    case Say::flight_no_candidate:
      return "không có phường nào phía trước";
    case Say::flight_over:
      return "ĐÃ KẾT THÚC: {end}";
    case Say::flight_heading:
      return "hướng {degrees}° {compass}";
    case Say::flight_any_heading:
      return "chưa rõ hướng";
    case Say::in_patrols:
      return "trong thời gian tuần tra {list}";
    case Say::unreachable_unconfirmed:
      return "chưa xác nhận";
    case Say::unreachable_station_down:
      return "trạm ngoại tuyến";
    case Say::unreachable_silent:
      return "không trả lời";
    case Say::end_caught:
      return "đã bắt được";
    case Say::end_expired:
      return "hết thời hạn";
    case Say::end_recalled:
      return "đã thu hồi";
    case Say::end_ended:
      return "đã kết thúc";
    case Say::by_foot:
      return "chạy bộ";
    case Say::by_motorbike:
      return "xe máy";
    case Say::by_car:
      return "ô tô";
    case Say::to_north:
      return "bắc";
    case Say::to_north_east:
      return "đông bắc";
    case Say::to_east:
      return "đông";
    case Say::to_south_east:
      return "đông nam";
    case Say::to_south:
      return "nam";
    case Say::to_south_west:
      return "tây nam";
    case Say::to_west:
      return "tây";
    case Say::to_north_west:
      return "tây bắc";
    case Say::flag_sensitive:
      return "NHẠY CẢM";
    case Say::flag_assist:
      return "CÁN BỘ CẦN CHI VIỆN";
    case Say::flag_provisional:
      return "tạm giao chủ trì";
    case Say::flag_acting:
      return "tạm thay chủ trì";
    case Say::flag_description_only:
      return "chỉ thông tin nhận dạng";
    case Say::ask_confirm:
      return ">>> TA CHỦ TRÌ – xác nhận: wardlink confirm {id}";
    case Say::ask_claim:
      return ">>> TA GẦN NHẤT – gọi 113, nhận đầu mối: wardlink claim {id}";
    case Say::ask_support:
      return ">>> CẦN TA PHỐI HỢP – nhận: wardlink accept {id} · đã rõ: wardlink seen {id} · chưa bố trí được: "
             "wardlink decline {id} --reason …";
    case Say::ask_handover:
      return ">>> ĐỀ NGHỊ TA NHẬN CHỦ TRÌ – nhận: wardlink accept-handover {id} · không nhận: wardlink "
             "decline-handover {id}";
    case Say::ask_exhausted:
      return ">>> KHÔNG CÒN AI NHẬN – gọi điện, hoặc yêu cầu đơn vị khác: wardlink request {id} --ward …";
    case Say::ask_act:
      return ">>> ĐỀ NGHỊ PHƯỜNG MÌNH TẠM THAY CHỦ TRÌ – nhận: wardlink claim {id}";
    case Say::ask_block:
      return ">>> CÓ THỂ CHẠY SANG ĐỊA BÀN MÌNH – đón chặn: wardlink flight block {id} · lại thấy: wardlink flight "
             "seen-again {id} · đã bắt: wardlink flight caught {id}";
    case Say::ask_answer:
      return ">>> CẦN TA XỬ LÝ – xem: wardlink show {id}";
    case Say::board_incident:
      return "{id}  {flags}{category}, {severity}, {place} · {time}";
    case Say::board_lead:
      return "chủ trì: {ward}{flags} · {basis}";
    case Say::board_no_lead:
      return "CHƯA CÓ ĐƠN VỊ CHỦ TRÌ · {basis}";
    case Say::board_supports:
      return "phối hợp: {list}";
    case Say::board_no_support:
      return "phối hợp: chưa có";
    case Say::board_reports:
      return "Tin báo:";
    case Say::board_report:
      return "{report}  {ward} · {time}{details}";
    case Say::board_merged_into:
      return "đã gộp vào vụ {incident}";
    case Say::board_handover:
      return "đề nghị bàn giao chủ trì cho {ward}, đến {time}";
    case Say::board_empty:
      return "Không có vụ việc nào đang mở.";
    case Say::board_count:
      return "{count} vụ việc.";
    case Say::board_story:
      return "Diễn biến:";
    case Say::board_truncated:
      return "Còn nữa: wardlink history --incident {id} --from {seq}";
    case Say::board_flight:
      return "{id}  {flags}ĐỐI TƯỢNG BỎ CHẠY ({by}, {heading}), {place} · thấy {time}";
    case Say::board_blocks:
      return "đón chặn: {list}";
    case Say::board_block:
      return "{ward} tại {point}";
    case Say::board_patrol:
      return "{id}  {flags}{ward} tuần tra: {place} · canh chừng: {wards} · đến {time}";
    default:
      return word_vi(what);
  }
}

}  // namespace wardlink::cli
