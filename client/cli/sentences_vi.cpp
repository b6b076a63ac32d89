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
    case Say::severity:
      return "mức {severity}";
    case Say::place_border_zone:
      return "{zone} (giáp ranh {wards})";
    case Say::place_border_line:
      return "trên đường địa giới {wards}";
    case Say::place_territory:
      return "địa bàn {ward}";
    case Say::place_outside:
      return "ngoài địa bàn cụm";
    case Say::urgency_flash:
      return "HỎA TỐC";
    case Say::urgency_urgent:
      return "KHẨN";
    case Say::urgency_routine:
      return "thường";
    case Say::mode_exercise:
      return "DIỄN TẬP";
    case Say::mode_test:
      return "THỬ NGHIỆM";
    case Say::incident_open:
      return "đang mở";
    case Say::state_resolved:
      return "đã giải quyết";
    case Say::state_closed:
      return "kết thúc";
    case Say::state_merged:
      return "đã gộp";
    case Say::basis_duty:
      return "nhiệm vụ";
    case Say::basis_request:
      return "yêu cầu phối hợp";
    case Say::basis_assist:
      return "chi viện";
    case Say::support_sent:
      return "đã gửi";
    case Say::support_delivered:
      return "đã đến máy";
    case Say::support_seen:
      return "đã rõ";
    case Say::support_accepted:
      return "NHẬN PHỐI HỢP";
    case Say::support_en_route:
      return "ĐANG ĐẾN";
    case Say::support_on_scene:
      return "CÓ MẶT";
    case Say::support_released:
      return "đã xong, được về";
    case Say::support_declined:
      return "CHƯA BỐ TRÍ ĐƯỢC LỰC LƯỢNG";
    case Say::support_cancelled:
      return "đã hủy yêu cầu";
    case Say::support_withdrawn:
      return "ĐÃ RÚT";
    case Say::move_arbitration:
      return "đơn vị phát hiện trước";
    case Say::move_handover:
      return "bàn giao chủ trì";
    case Say::move_claim:
      return "nhận đầu mối";
    case Say::move_unlink:
      return "tách tin";
    case Say::move_merge:
      return "gộp tin";
    case Say::move_correction:
      return "đính chính";
    case Say::move_acting:
      return "tạm thay: không liên lạc được đơn vị chủ trì";
    case Say::kind_person:
      return "người";
    case Say::kind_vehicle:
      return "phương tiện";
    case Say::kind_group:
      return "nhóm";
    case Say::source_patrol:
      return "tuần tra";
    case Say::source_camera:
      return "camera";
    case Say::source_citizen:
      return "người dân";
    case Say::source_security_team:
      return "lực lượng bảo vệ an ninh, trật tự ở cơ sở";
    case Say::source_113:
      return "113";
    case Say::force_police:
      return "công an";
    case Say::force_security_team:
      return "bảo vệ an ninh, trật tự ở cơ sở";
    case Say::force_civil_defence:
      return "dân phòng";
    case Say::force_vehicle:
      return "xe";
    case Say::force_other:
      return "lực lượng khác";
    case Say::role_station:
      return "trạm {ward}";
    case Say::role_admin:
      return "quản trị {name}";
    case Say::role_hub:
      return "trung tâm";
    case Say::mark_future:
      return "giờ báo ở tương lai";
    case Say::mark_stale:
      return "giờ báo quá cũ";
    case Say::mark_typed:
      return "giờ nhập tay";
    case Say::mark_unmeasured:
      return "đồng hồ chưa so";
    case Say::mark_vague:
      return "vị trí chưa rõ";
    case Say::mark_unlocated:
      return "chưa có vị trí";
    case Say::mark_tie:
      return "phát hiện cùng lúc";
    case Say::mark_presence:
      return "có người tại chỗ";
    case Say::mark_unattended:
      return "chưa rõ người trực";
    case Say::mark_contact:
      return "đầu mối";
    case Say::mark_handed_over:
      return "được bàn giao";
    case Say::mark_phone:
      return "qua điện thoại";
    case Say::mark_recalled:
      return "ĐÃ THU HỒI";
    case Say::mark_unreachable:
      return "không liên lạc được";
    case Say::reason_filled:
      return "đã đủ lực lượng";
    case Say::reason_became_lead:
      return "đơn vị này đã thành chủ trì";
    case Say::reason_resolved:
      return "vụ việc đã giải quyết";
    case Say::reason_merged:
      return "gộp tin";
    case Say::reason_no_ground:
      return "không còn căn cứ sau đính chính";
    case Say::online:
      return "trực tuyến";
    case Say::offline:
      return "NGOẠI TUYẾN";
    case Say::recorded:
      return "ĐÃ GHI {time} · vụ {id}";
    case Say::recorded_before:
      return "ĐÃ GHI TỪ TRƯỚC {time} · vụ {id}";
    case Say::previewed:
      return "XEM TRƯỚC, chưa ghi và chưa báo cho ai:";
    case Say::linked_to:
      return "đã nhập vào vụ {id}";
    case Say::nothing_visible:
      return "Không có gì hiển thị cho đơn vị ta.";
    case Say::wait_none:
      return "Lệnh này không mở yêu cầu phối hợp nào, không có gì để chờ.";
    case Say::wait_reached:
      return "Đã đạt: {list}";
    case Say::wait_declined:
      return "KHÔNG ĐƠN VỊ NÀO NHẬN PHỐI HỢP: {list}";
    case Say::wait_timed_out:
      return "Hết thời gian chờ. Đã ghi; hiện tại: {list}";
    case Say::outcome_unknown:
      return "Chưa biết trung tâm đã ghi hay chưa. Lặp lại an toàn với: --id {id}";
    case Say::waiting_for_hub:
      return "Đang chờ trung tâm {hub} …";
    case Say::unlocking:
      return "Đang mở khóa danh tính …";
    case Say::passphrase_prompt:
      return "Mật khẩu của khóa {key}: ";
    case Say::watch_on:
      return "TRỰC TUYẾN · {hub} · {ward}";
    case Say::watch_lost:
      return "MẤT LIÊN LẠC lúc {time}: {reason} Thử lại sau {seconds} s.";
    case Say::watch_caught_up:
      return "Đã nhận đủ đến tin {seq}.";
    case Say::watch_gap:
      return "THIẾU TIN: có tin bị mất trên đường ({detail}). Tải lại toàn bộ.";
    case Say::watch_story:
      return "Diễn biến trước đó của vụ {id}:";
    case Say::watch_snapshot:
      return "Tình hình đến tin {seq}:";
    case Say::admin_status:
      return "Trung tâm {version} · cụm {cluster} · chạy từ {started}\ntin {seq} · bản ghi {entries} · nhật ký {bytes} "
             "byte · epoch {epoch}\nvụ đang mở {open} · chưa trả lời {unanswered} · kết nối {connections} · quy chế "
             "phiên bản {regulation}";
    case Say::admin_station:
      return "{name} ({ward}): {state} từ {since} · liên lạc cuối {seen} · đã nhận đến tin {seq}";
    case Say::admin_session:
      return "{who} từ {since} · chứng thư còn {days} ngày · đã nhận đến tin {seq}";
    case Say::admin_audit:
      return "{time} · {what} · {who}{address} · {detail}{times}";
    case Say::audit_handshake:
      return "từ chối kết nối";
    case Say::audit_rights:
      return "vượt quyền";
    case Say::audit_probe:
      return "hỏi tin không được biết";
    case Say::audit_admin:
      return "việc quản trị";
    case Say::audit_revoked:
      return "chứng thư bị thu hồi, đã ngắt";
    case Say::audit_hub:
      return "trung tâm";
    case Say::audit_times:
      return " · {count} lần, lần cuối {last}";
    case Say::audit_nobody:
      return "không rõ ai";
    case Say::never:
      return "chưa bao giờ";
    case Say::error_word:
      return "LỖI: {sentence}";
    case Say::error_unreachable:
      return "Không kết nối được tới trung tâm ({detail}). Báo bằng điện thoại.";
    case Say::error_hub_untrusted:
      return "Không tin được chứng thư của trung tâm ({detail}).";
    case Say::error_identity_refused:
      return "Trung tâm không nhận chứng thư của ta ({detail}).";
    case Say::error_identity_unusable:
      return "Không dùng được danh tính: {detail}.";
    case Say::error_not_served:
      return "Trung tâm không phục vụ đơn vị này ({detail}).";
    case Say::error_lost_data:
      return "TRUNG TÂM ĐÃ MẤT DỮ LIỆU: ta đã nhận những tin mà trung tâm không còn ({detail}). Báo ngay quản trị.";
    case Say::error_shutting_down:
      return "Trung tâm đang dừng ({detail}).";
    case Say::error_overloaded:
      return "Trung tâm quá tải ({detail}).";
    case Say::error_lost:
      return "Mất kết nối tới trung tâm ({detail}).";
    case Say::error_silent:
      return "Trung tâm im lặng quá 6 giây, coi như mất liên lạc.";
    case Say::error_gap:
      return "Có tin bị thiếu ({detail}).";
    case Say::error_protocol:
      return "Hai bên không hiểu nhau: {detail}.";
    case Say::error_too_large:
      return "Nội dung quá dài so với giới hạn của trung tâm ({detail}).";
    case Say::error_timed_out:
      return "Trung tâm không trả lời kịp.";
    case Say::error_no_hub:
      return "Chưa biết trung tâm ở đâu: dùng --hub HOST:PORT, WARDLINK_HUBS hoặc hubs trong tệp cấu hình.";
    case Say::error_no_identity:
      return "Chưa có danh tính: dùng --identity DIR, WARDLINK_IDENTITY hoặc identity trong tệp cấu hình.";
    case Say::error_unknown_key:
      return "{origin}: không có khóa \"{key}\"; gần nhất là \"{nearest}\".";
    case Say::error_config:
      return "{origin}: {key} {reason}";
    case Say::error_usage:
      return "Sai cú pháp: {detail}\nXem: {program} --help";
    case Say::error_unknown_word:
      return "không có \"{word}\"; gần nhất là \"{nearest}\"";
    case Say::error_bad_time:
      return "Không hiểu thời gian \"{text}\": viết 2025-06-21T03:12:05+07:00, hoặc 03:12 hay 03:12:05 (giờ địa "
             "phương).";
    case Say::error_both_times:
      return "Chỉ dùng một trong hai: --detected-at (giờ nhập tay) hoặc --begun-at (giờ thiết bị ghi).";
    case Say::error_not_utf8:
      return "Văn bản phải là UTF-8.";
    case Say::error_unknown_id:
      return "Không có mã nào bắt đầu bằng \"{id}\".";
    case Say::error_ambiguous_id:
      return "\"{id}\" chưa đủ để phân biệt: {candidates}";
    case Say::error_short_id:
      return "Mã \"{id}\" quá ngắn: cần ít nhất 4 ký tự.";
    case Say::error_rejected:
      return "KHÔNG ĐƯỢC: {message} ({code}{field})";
    case Say::error_passphrase_file:
      return "Không đọc được tệp mật khẩu {file}.";
    case Say::config_good:
      return "{file}: hợp lệ";
    case Say::config_none:
      return "Không có tệp cấu hình nào.";
    case Say::last:
      break;
  }
  return {};
}

}  // namespace wardlink::cli
