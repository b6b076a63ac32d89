#include "client/cli/station_sentences.hpp"

#include <array>
#include <utility>

namespace wardlink::cli {
namespace {

struct Sentence {
  StationSay what;
  std::string_view vi;
  std::string_view en;
};

using S = StationSay;
constexpr std::array<Sentence, static_cast<std::size_t>(S::last)> sentences{{
    {S::serving, "Trạm {station} đang phục vụ; dữ liệu tại {state}.",
     "Station {station} is serving; its data are in {state}."},
    {S::linked, "Đã nối với trung tâm {hub} lúc {time}.", "Linked to the hub {hub} at {time}."},
    {S::caught_up, "Đã nhận đủ đến tin số {seq}. Hàng chờ gửi: {waiting}.",
     "Caught up to event {seq}. Waiting in the outbox: {waiting}."},
    {S::cut_off, "MẤT KẾT NỐI từ {time}: {reason} Đang nối lại; báo cáo vẫn được xếp hàng chờ gửi.",
     "CUT OFF since {time}: {reason} Reconnecting; reports are queued meanwhile."},
    {S::copy_refused,
     "TRUNG TÂM TỪ CHỐI BẢN SAO CỦA TRẠM: {reason} Trung tâm đã mất dữ liệu hoặc được khôi phục từ bản lưu. Trạm KHÔNG "
     "nhận tin mới; bản sao được giữ nguyên, báo cáo vẫn được gửi. Hãy báo quản trị. Khi quản trị xác nhận, dừng trạm "
     "rồi "
     "chạy `wardlink run --fresh`: bản sao cũ được cất riêng, bản mới bắt đầu.",
     "THE HUB REFUSES THIS STATION'S COPY: {reason} The hub has lost data, or was restored from a backup. The station "
     "receives NO new events; the copy is kept as it is, reports are still sent. Tell the administrator. When they "
     "confirm, stop the station and start it with `wardlink run --fresh`: the old copy is put aside, a new one "
     "begins."},
    {S::started_afresh, "Bản sao cũ được cất tại {file}; bắt đầu bản mới.",
     "The old copy is kept in {file}; a new one begins."},
    {S::rejected_later, "Trung tâm không nhận lệnh {id} trong hàng chờ: {reason} Xem `wardlink outbox list`.",
     "The hub rejects {id} from the outbox: {reason} See `wardlink outbox list`."},
    {S::store_full, "ĐĨA CỦA TRẠM ĐÃ ĐẦY: không ghi được ({detail}). Hãy giải phóng chỗ trống ngay.",
     "THIS STATION'S DISK IS FULL: nothing can be written ({detail}). Make room at once."},
    {S::store_failed, "Kho dữ liệu của trạm bị lỗi: {detail}", "The station's store failed: {detail}"},
    {S::in_use, "Đã có một trạm khác đang chạy với thư mục {state}.",
     "Another service is running on the directory {state}."},
    {S::not_a_station, "`wardlink run` cần danh tính của trạm (station), không phải {identity}.",
     "`wardlink run` needs a station's identity, not {identity}."},
    {S::no_state, "Chưa biết thư mục dữ liệu của trạm: dùng --state, WARDLINK_STATE hoặc đặt HOME.",
     "No state directory is known: use --state, WARDLINK_STATE, or set HOME."},
    {S::queued, "Đã xếp hàng chờ gửi, mã {id}.", "Queued under {id}."},
    {S::queued_cut_off,
     "ĐANG MẤT KẾT NỐI (từ {time}): lệnh {id} CHƯA đến trung tâm, đã xếp hàng và sẽ gửi theo thứ tự khi nối lại "
     "({waiting} "
     "lệnh chờ). Việc gấp: gọi điện.",
     "CUT OFF (since {time}): {id} has NOT reached the hub; it is queued and goes out in order when the link is back "
     "({waiting} waiting). If it is urgent, telephone."},
    {S::queued_unanswered, "Trung tâm chưa trả lời: lệnh {id} vẫn trong hàng chờ và sẽ được gửi, chỉ một lần.",
     "The hub has not answered: {id} stays in the outbox and will count once."},
    {S::old_data, "DỮ LIỆU CŨ từ {time}: đang mất kết nối với trung tâm, đây là bản sao tại trạm.",
     "OLD DATA as of {time}: the hub is out of reach, this is the station's own copy."},
    {S::service_gone, "Dịch vụ trạm trên máy này đã dừng giữa chừng.",
     "The station service on this computer went away."},
    {S::outbox_empty, "Hàng chờ gửi trống.", "The outbox is empty."},
    {S::outbox_entry, "{id}  {time}  {kind}  {who}  {state}", "{id}  {time}  {kind}  {who}  {state}"},
    {S::outbox_waiting, "chờ gửi", "waiting"},
    {S::outbox_sent, "đã gửi, chưa có trả lời", "sent, no answer yet"},
    {S::outbox_rejected, "BỊ TỪ CHỐI: {reason}", "REJECTED: {reason}"},
    {S::outbox_locked, "chờ cán bộ mở khóa danh tính: chạy `wardlink outbox retry` với danh tính đó",
     "waits for its officer to unlock the identity: `wardlink outbox retry` under it"},
    {S::outbox_retried, "Sẽ gửi lại {id}.", "{id} will be sent again."},
    {S::outbox_dropped, "Đã bỏ {id}; nếu trung tâm đã nhận trước đó thì lệnh vẫn có hiệu lực.",
     "{id} is dropped; should it have reached the hub before, it stands."},
    {S::no_outbox, "Không có hàng chờ nào tại {state}.", "There is no outbox in {state}."},
    {S::console_serving,
     "Bàn trực đã mở. Chỉ trên máy này, mở địa chỉ trên trong trình duyệt; đừng đưa cho người khác.",
     "The console is open. On this computer only, open the address above in a browser; give it to nobody."},
    {S::console_running, "Bàn trực đang chạy; địa chỉ của nó ở trên.", "Its console is running; its address is above."},
    {S::console_port_taken,
     "Không mở được cổng {port} trên 127.0.0.1: {reason}. Chọn cổng khác bằng --port (0: cổng trống bất kỳ).",
     "Port {port} of 127.0.0.1 cannot be opened: {reason}. Choose another with --port (0: any free one)."},
    {S::console_file, "Không ghi được tệp của bàn trực: {reason}.", "The console cannot write its file: {reason}."},
    {S::csp_reported, "Trình duyệt đã chặn nội dung lạ trong trang bàn trực ({count} lần).",
     "A browser kept something foreign out of the console's pages ({count} so far)."},
    {S::alarm_command_failed, "Lệnh báo động không chạy được: {reason}.", "The alarm command does not run: {reason}."},
}};

}  // namespace

std::string_view sentence(Lang lang, StationSay what) {
  const Sentence& found = sentences.at(static_cast<std::size_t>(what));
  return lang == Lang::vi ? found.vi : found.en;
}

}  // namespace wardlink::cli
