// SQLite's way to the simulated disk.
#include <sqlite3.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <new>

#include "hub/base/panic.hpp"
#include "tests/sim/disk.hpp"

namespace wardlink::sim {
namespace {

constexpr int shared_slots = SQLITE_SHM_NLOCK;

struct Handle {
  sqlite3_file base;
  std::string path;
  std::uint64_t life;
  bool delete_on_close;
};

Handle& of(sqlite3_file* file) { return *reinterpret_cast<Handle*>(file); }
/// Of a process that is gone: nothing it does reaches the disk.
bool dead(sqlite3_file* file) { return of(file).life != Disk::mounted->life(); }
Disk::Shared& shared(sqlite3_file* file) { return Disk::mounted->shared(of(file).path); }

int close(sqlite3_file* file) {
  if (!dead(file) && of(file).delete_on_close) Disk::mounted->remove(of(file).path);
  of(file).~Handle();
  return SQLITE_OK;
}

int read(sqlite3_file* file, void* into, int bytes, sqlite3_int64 offset) {
  if (dead(file)) return SQLITE_IOERR_READ;
  const auto* found = Disk::mounted->find(of(file).path);
  const auto wanted = static_cast<std::size_t>(bytes);
  const auto from = static_cast<std::size_t>(offset);
  const std::size_t size = found == nullptr ? 0 : found->content().size();
  const std::size_t got = from >= size ? 0 : std::min(wanted, size - from);
  if (got > 0) std::memcpy(into, found->content().data() + from, got);
  if (got == wanted) return SQLITE_OK;
  std::memset(static_cast<char*>(into) + got, 0, wanted - got);
  return SQLITE_IOERR_SHORT_READ;
}

int write(sqlite3_file* file, const void* data, int bytes, sqlite3_int64 offset) {
  if (dead(file)) return SQLITE_IOERR_WRITE;
  const std::string_view text(static_cast<const char*>(data), static_cast<std::size_t>(bytes));
  return Disk::mounted->write(of(file).path, text, static_cast<std::size_t>(offset)) ? SQLITE_OK : SQLITE_FULL;
}

int truncate(sqlite3_file* file, sqlite3_int64 bytes) {
  if (dead(file)) return SQLITE_IOERR_TRUNCATE;
  return Disk::mounted->resize(of(file).path, static_cast<std::size_t>(bytes)) ? SQLITE_OK : SQLITE_FULL;
}

int sync(sqlite3_file* file, int) {
  if (dead(file)) return SQLITE_IOERR_FSYNC;
  return Disk::mounted->sync(of(file).path) ? SQLITE_OK : SQLITE_IOERR_FSYNC;
}

int file_size(sqlite3_file* file, sqlite3_int64* bytes) {
  const auto* found = Disk::mounted->find(of(file).path);
  *bytes = found == nullptr ? 0 : static_cast<sqlite3_int64>(found->content().size());
  return SQLITE_OK;
}

bool held_by_another(sqlite3_file* file, int level) {
  return std::ranges::any_of(shared(file).levels,
                             [&](const auto& held) { return held.first != file && held.second >= level; });
}

/// The database's own lock: by it the last connection to close knows that it is the last.
int lock(sqlite3_file* file, int level) {
  if (dead(file)) return SQLITE_IOERR_LOCK;
  const int conflict = level >= SQLITE_LOCK_EXCLUSIVE  ? SQLITE_LOCK_SHARED
                       : level >= SQLITE_LOCK_RESERVED ? SQLITE_LOCK_RESERVED
                                                       : SQLITE_LOCK_PENDING;
  if (held_by_another(file, conflict)) return SQLITE_BUSY;
  auto& held = shared(file).levels[file];
  held = std::max(held, level);
  return SQLITE_OK;
}

int unlock(sqlite3_file* file, int level) {
  if (!dead(file)) shared(file).levels[file] = level;
  return SQLITE_OK;
}

int map_shared(sqlite3_file* file, int region, int bytes, int extend, void volatile** at) {
  if (dead(file)) return SQLITE_IOERR_SHMMAP;
  auto& regions = shared(file).regions;
  *at = nullptr;
  const auto index = static_cast<std::size_t>(region);
  if (regions.size() <= index && extend == 0) return SQLITE_OK;
  while (regions.size() <= index) regions.push_back(std::make_unique<char[]>(static_cast<std::size_t>(bytes)));
  *at = regions[index].get();
  return SQLITE_OK;
}

int lock_shared(sqlite3_file* file, int first, int count, int flags) {
  if (dead(file)) return SQLITE_IOERR_SHMLOCK;
  auto& locks = shared(file).locks;
  const bool exclusive = (flags & SQLITE_SHM_EXCLUSIVE) != 0;
  if ((flags & SQLITE_SHM_UNLOCK) != 0) {
    for (int slot = first; slot < first + count; ++slot) locks[slot].erase(file);
    return SQLITE_OK;
  }
  for (int slot = first; slot < first + count; ++slot) {
    for (const auto& [holder, exclusively] : locks[slot]) {
      if (holder != file && (exclusive || exclusively)) return SQLITE_BUSY;
    }
  }
  for (int slot = first; slot < first + count; ++slot) locks[slot][file] = exclusive;
  return SQLITE_OK;
}

int unmap_shared(sqlite3_file* file, int remove) {
  if (dead(file)) return SQLITE_OK;
  for (int slot = 0; slot < shared_slots; ++slot) shared(file).locks[slot].erase(file);
  if (remove != 0) shared(file).regions.clear();
  return SQLITE_OK;
}

const sqlite3_io_methods methods = {
    .iVersion = 2,
    .xClose = close,
    .xRead = read,
    .xWrite = write,
    .xTruncate = truncate,
    .xSync = sync,
    .xFileSize = file_size,
    .xLock = lock,
    .xUnlock = unlock,
    .xCheckReservedLock =
        [](sqlite3_file* file, int* held) {
          *held = held_by_another(file, SQLITE_LOCK_RESERVED) ? 1 : 0;
          return SQLITE_OK;
        },
    .xFileControl = [](sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; },
    .xSectorSize = [](sqlite3_file*) { return 4096; },
    .xDeviceCharacteristics = [](sqlite3_file*) { return SQLITE_IOCAP_POWERSAFE_OVERWRITE; },
    .xShmMap = map_shared,
    .xShmLock = lock_shared,
    .xShmBarrier = [](sqlite3_file*) {},
    .xShmUnmap = unmap_shared,
    .xFetch = nullptr,
    .xUnfetch = nullptr,
};

int open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* flags_out) {
  static std::uint64_t nameless = 0;
  file->pMethods = nullptr;
  std::string path = name == nullptr ? "nameless-" + std::to_string(++nameless) : name;
  if (Disk::mounted->find(path) == nullptr) {
    if ((flags & SQLITE_OPEN_CREATE) == 0) return SQLITE_CANTOPEN;
    Disk::mounted->make(path);
  }
  new (file) Handle{.base = {.pMethods = &methods},
                    .path = std::move(path),
                    .life = Disk::mounted->life(),
                    .delete_on_close = (flags & SQLITE_OPEN_DELETEONCLOSE) != 0};
  if (flags_out != nullptr) *flags_out = flags;
  return SQLITE_OK;
}

int random_bytes(sqlite3_vfs*, int count, char* bytes) {
  for (int i = 0; i < count; ++i) bytes[i] = static_cast<char>(Disk::mounted->random().below(256));
  return count;
}

int now_ms(sqlite3_vfs*, sqlite3_int64* ms) {
  constexpr sqlite3_int64 julian_day_of_1970_ms = 210'866'760'000'000;
  *ms = julian_day_of_1970_ms + VirtualTime::wall().time_since_epoch() / std::chrono::milliseconds{1};
  return SQLITE_OK;
}

}  // namespace

void register_disk_vfs() {
  static sqlite3_vfs vfs = {
      .iVersion = 2,
      .szOsFile = sizeof(Handle),
      .mxPathname = 512,
      .pNext = nullptr,
      .zName = "simulated",
      .pAppData = nullptr,
      .xOpen = open,
      .xDelete =
          [](sqlite3_vfs*, const char* path, int) {
            if (Disk::mounted->find(path) == nullptr) return SQLITE_IOERR_DELETE_NOENT;
            Disk::mounted->remove(path);
            return SQLITE_OK;
          },
      .xAccess =
          [](sqlite3_vfs*, const char* path, int, int* there) {
            const auto* found = Disk::mounted->find(path);
            *there = found != nullptr && !found->content().empty() ? 1 : 0;
            return SQLITE_OK;
          },
      .xFullPathname =
          [](sqlite3_vfs*, const char* path, int bytes, char* full) {
            sqlite3_snprintf(bytes, full, "%s", path);
            return SQLITE_OK;
          },
      .xDlOpen = nullptr,
      .xDlError = nullptr,
      .xDlSym = nullptr,
      .xDlClose = nullptr,
      .xRandomness = random_bytes,
      .xSleep =
          [](sqlite3_vfs*, int us) {
            VirtualTime::passed += Duration(us);
            return us;
          },
      .xCurrentTime = nullptr,
      .xGetLastError = [](sqlite3_vfs*, int, char*) { return 0; },
      .xCurrentTimeInt64 = now_ms,
      .xSetSystemCall = nullptr,
      .xGetSystemCall = nullptr,
      .xNextSystemCall = nullptr,
  };
  static const int registered = sqlite3_vfs_register(&vfs, 1);
  base::check(registered == SQLITE_OK, "the simulated disk cannot be registered");
}

}  // namespace wardlink::sim
