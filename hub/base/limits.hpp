// What bounds every queue, frame, count and time that is not the regulation's to set (DESIGN.md, Limits).
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace wardlink::base::limits {

// Frames and texts.
inline constexpr std::size_t client_frame_bytes_max = 64 * 1024;
inline constexpr std::size_t hub_frame_bytes_max = 1024 * 1024;
inline constexpr std::size_t client_frame_memory_bytes_max = 16 * client_frame_bytes_max;  // once it is parsed
inline constexpr std::size_t text_chars_max = 2000;
inline constexpr std::size_t id_bytes_max = 64;
inline constexpr std::size_t list_items_max = 64;
inline constexpr std::uint32_t radius_m_max = 20'000;
inline constexpr double cluster_reach_m = 20'000;
inline constexpr std::uint32_t eta_minutes_max = 1440;
inline constexpr std::uint32_t force_count_max = 1000;

// Files: each must fit into the one frame that tells of its adoption.
inline constexpr std::size_t cluster_file_bytes_max = 768 * 1024;
inline constexpr std::size_t regulation_file_bytes_max = 128 * 1024;

// Sessions.
inline constexpr std::chrono::milliseconds heartbeat{2000};
inline constexpr std::chrono::milliseconds session_silence_max{6000};
inline constexpr std::chrono::milliseconds handshake_max{5000};
inline constexpr std::chrono::milliseconds hello_max{5000};
inline constexpr std::size_t connections_max = 20'000;
inline constexpr std::size_t connections_per_address_max = 4'096;
inline constexpr std::size_t handshakes_pending_max = 256;
inline constexpr std::size_t session_replies_max = 4096;
inline constexpr std::size_t session_reply_bytes_max = 4 * 1024 * 1024;
inline constexpr double submits_per_s = 100;
inline constexpr double submits_burst = 200;

// Subscribing.
inline constexpr std::uint64_t resume_events_max = 1000;
inline constexpr std::size_t feed_bytes_max = 8 * 1024 * 1024;  // recent frames kept in memory, a ward
inline constexpr std::size_t write_batch_bytes = 64 * 1024;
inline constexpr std::size_t story_events_a_frame = 64;

// Audit.
inline constexpr std::chrono::seconds audit_window{60};    // what repeats itself within it is one record
inline constexpr std::size_t audit_open_max = 1024;        // records that may still be repeated; more share one
inline constexpr std::size_t audit_records_max = 100'000;  // the oldest give way
inline constexpr std::size_t audit_text_bytes_max = 256;   // of each of a record's texts
inline constexpr std::size_t audit_page_max = 256;

// Journal.
inline constexpr std::size_t commit_entries_max = 1024;
inline constexpr std::size_t read_rows_max = 256;
inline constexpr std::size_t decided_ahead_max = 4096;    // entries decided and not yet durable
inline constexpr std::size_t time_outs_a_tick_max = 256;  // a cluster: the others get their turn

}  // namespace wardlink::base::limits
