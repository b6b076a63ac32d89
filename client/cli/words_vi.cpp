// Vietnamese: the words that sentences are made of, and what the program itself has to say.
#include "client/cli/sentences.hpp"

namespace wardlink::cli {

std::string_view word_vi(Say what) {
  switch (what) {
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
    case Say::admin_durations:
      return "giao tin {delivery} · xác nhận {acknowledgement} · fsync {fsync} · hàng đợi {depth}, lâu nhất {oldest} "
             "ms";
    case Say::admin_percentiles:
      return "p50 {p50:.1f} p99 {p99:.1f} ms";
    case Say::admin_disk_full:
      return "ĐĨA CỦA TRUNG TÂM ĐÃ ĐẦY: không nhận tin nào nữa.";
    case Say::admin_crl_unusable:
      return "KHÔNG CÓ DANH SÁCH THU HỒI: trung tâm không nhận kết nối mới.";
    case Say::admin_crl_expired:
      return "DANH SÁCH THU HỒI ĐÃ HẾT HẠN: vẫn được áp dụng, cần cấp lại.";
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
    default:
      break;
  }
  return {};
}

}  // namespace wardlink::cli
