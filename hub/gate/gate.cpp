#include "hub/gate/gate.hpp"

#include <google/protobuf/descriptor.h>

#include <algorithm>
#include <string>

#include "hub/base/ids.hpp"
#include "hub/base/limits.hpp"
#include "hub/gate/form.hpp"
#include "hub/gate/text.hpp"
#include "proto/shape.hpp"

namespace wardlink::gate {
namespace {

using base::Expected;
using base::reject;

constexpr proto::ShapeLimits frame_limits{.memory_bytes_max = base::limits::client_frame_memory_bytes_max};

// The role table of DESIGN.md, for commands a station may give with nobody signed in.
bool station_may(const v1::Command& command) {
  switch (command.kind_case()) {
    case v1::Command::kReportIncident:
    case v1::Command::kReportSighting:
    case v1::Command::kReportHotspot:
    case v1::Command::kReportFlight:
    case v1::Command::kStartPatrol:
    case v1::Command::kBlockFlight:
    case v1::Command::kConfirmLead:
    case v1::Command::KIND_NOT_SET:  // the form says better what is wrong with it
      return true;
    case v1::Command::kAnswerSupport:
      return command.answer_support().state() == v1::Support::SEEN ||
             command.answer_support().state() == v1::Support::ACCEPTED;
    default:
      return false;
  }
}

Expected<void> check_role(const v1::Identity& identity, const v1::Command& command) {
  switch (identity.role()) {
    case v1::OFFICER:
      return {};
    case v1::STATION:
      if (station_may(command)) return {};
      return reject(v1::Rejection::NOT_ALLOWED, "command", "This needs an officer: the station alone may not do it.",
                    "Việc này cần trực ban đăng nhập; máy trạm không được tự làm.");
    default:
      return reject(v1::Rejection::NOT_ALLOWED, "command", "This role may not give commands of a ward.",
                    "Vai trò này không được ra lệnh thay phường.");
  }
}

}  // namespace

Expected<v1::ClientFrame> parse(std::string_view bytes) {
  const auto no_frame = [](std::string en) {
    return reject(v1::Rejection::INVALID, "", std::move(en), "Khung tin không đúng giao thức.");
  };
  if (const auto shape = proto::check_shape(bytes, *v1::ClientFrame::descriptor(), frame_limits); !shape) {
    return no_frame(std::string(proto::describe(shape.error())));
  }
  v1::ClientFrame frame;
  if (!frame.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return no_frame("The frame is no message of the protocol.");
  }
  if (frame.kind_case() == v1::ClientFrame::KIND_NOT_SET) return no_frame("The frame is of no kind.");
  return frame;
}

Expected<void> admit(const domain::State& state, const v1::Identity& identity, base::Time now) {
  if (!state.founded() || identity.cluster() != state.cluster) {
    return reject(v1::Rejection::NOT_ALLOWED, "", "This hub does not serve the cluster.",
                  "Trung tâm này không phục vụ cụm của đồng chí.");
  }
  if (identity.role() == v1::ADMIN) return {};
  const auto* ward = state.geography->ward(identity.ward());
  if (ward == nullptr || !state.geography->valid(*ward, now)) {
    return reject(v1::Rejection::NOT_ALLOWED, "", "The cluster has no such ward in service today.",
                  "Cụm không có phường này đang hoạt động.");
  }
  return {};
}

bool may_subscribe(const v1::Identity& identity) {
  return identity.role() == v1::STATION || identity.role() == v1::OFFICER;
}
bool may_query(const v1::Identity& identity) { return may_subscribe(identity); }
bool may_administer(const v1::Identity& identity) { return identity.role() == v1::ADMIN; }

Expected<void> check(const domain::State& state, const v1::Identity& identity, const v1::Submit& submit) {
  if (!base::is_uuid_v7(submit.id())) {
    return reject(v1::Rejection::INVALID, "id", "The command's id must be a UUID of version 7.",
                  "Mã lệnh phải là UUID phiên bản 7.");
  }
  if (auto ok = check_role(identity, submit.command()); !ok) return ok;
  return check_form(state, submit.command());
}

Expected<void> check(const v1::Query& query) {
  if (auto ok = check_id(query.id(), "id", false); !ok) return ok;
  switch (query.kind_case()) {
    case v1::Query::kList:
    case v1::Query::kDirectory:
      return {};
    case v1::Query::kShow:
      return check_id(query.show().id(), "show.id");
    case v1::Query::kHistory: {
      const auto& history = query.history();
      if (auto ok = check_text(history.text(), "history.text"); !ok) return ok;
      if (auto ok = check_id(history.incident(), "history.incident", false); !ok) return ok;
      const auto* body = v1::Event::descriptor()->FindOneofByName("body");
      const auto* field = v1::Event::descriptor()->FindFieldByName(history.kind());
      if (history.kind().empty() || (field != nullptr && field->containing_oneof() == body)) return {};
      return reject(v1::Rejection::INVALID, "history.kind", "There is no event of this name.",
                    "Không có loại sự kiện này.");
    }
    case v1::Query::KIND_NOT_SET:
      break;
  }
  return reject(v1::Rejection::INVALID, "kind", "The query is empty.", "Truy vấn trống.");
}

bool Rate::take(base::Time now) {
  const std::chrono::duration<double> passed = last_ == base::Time{} ? base::Duration{} : now - last_;
  tokens_ = std::min(burst_, tokens_ + passed.count() * per_s_);
  last_ = now;
  if (tokens_ < 1) return false;
  tokens_ -= 1;
  return true;
}

}  // namespace wardlink::gate
