// What the console itself refuses, said in both languages.
#pragma once

#include <string_view>

#include "wardlink/v1/console.pb.h"

namespace wardlink::console {

struct Sentence {
  std::string_view vi;
  std::string_view en;
};

inline constexpr Sentence not_let_in{"Hãy mở địa chỉ mà `wardlink console` đã in ra.",
                                     "Open the address that `wardlink console` printed."};
inline constexpr Sentence not_served{"Yêu cầu không đúng cách.", "That is not how this is asked."};
inline constexpr Sentence not_understood{"Yêu cầu không đọc được.", "The request cannot be read."};
inline constexpr Sentence no_id{"Yêu cầu thiếu mã, hoặc mã quá dài.", "The request has no id, or too long a one."};
inline constexpr Sentence another_request{"Mã này đã dùng cho một yêu cầu khác.",
                                          "This id belongs to another request."};
inline constexpr Sentence is_dry_run{"Lệnh chạy thử phải hỏi bằng `preview`.", "A dry run is asked as `preview`."};
inline constexpr Sentence cut_off{"Đang mất kết nối với trung tâm.", "The hub is out of reach."};
inline constexpr Sentence not_in_outbox{"Hàng chờ không có lệnh mang mã này.", "Nothing of that id is in the outbox."};
inline constexpr Sentence being_sent{"Lệnh đang được gửi: trung tâm có thể đang quyết định.",
                                     "It is being sent: the hub may be deciding it."};
inline constexpr Sentence store_failed{"Máy trạm không ghi được (đĩa đầy?).", "The station cannot write (disk full?)."};
inline constexpr Sentence no_such_person{"Không có danh tính này trong thư mục cán bộ.",
                                         "There is no such identity in the directory of people."};
inline constexpr Sentence wrong_passphrase{"Sai mật khẩu.", "Wrong passphrase."};
inline constexpr Sentence no_passphrase{"Khóa của danh tính này không có mật khẩu bảo vệ: không dùng để trực được.",
                                        "This identity's key is not protected by a passphrase: it cannot keep watch."};
inline constexpr Sentence identity_unusable{"Danh tính này không dùng được.", "This identity cannot be used."};
inline constexpr Sentence too_many_tries{"Thử quá nhiều lần; hãy đợi một phút.", "Too many tries; wait a minute."};
inline constexpr Sentence not_an_officer{"Chỉ cán bộ của phường mới nhận ca được.",
                                         "Only an officer of this ward can take over the shift."};
inline constexpr Sentence no_admin{"Chưa mở danh tính quản trị.", "No admin's identity is open."};
inline constexpr Sentence text_invalid{"Nội dung trống, quá 2.000 ký tự, hoặc có ký tự điều khiển.",
                                       "The text is empty, over 2,000 characters, or has control characters."};
inline constexpr Sentence too_many_incidents{"Quá nhiều vụ việc.", "Too many incidents."};
inline constexpr Sentence no_sound_command{"Chưa đặt lệnh phát âm thanh (alarm_command), hoặc lệnh không chạy được.",
                                           "No alarm_command is configured, or it does not run."};

[[nodiscard]] inline v1::Rejection rejection(v1::Rejection::Code code, const Sentence& sentence,
                                             std::string_view field = {}) {
  v1::Rejection rejection;
  rejection.set_code(code);
  rejection.set_message(std::string(sentence.en));
  rejection.set_message_vi(std::string(sentence.vi));
  rejection.set_field(std::string(field));
  return rejection;
}

}  // namespace wardlink::console
