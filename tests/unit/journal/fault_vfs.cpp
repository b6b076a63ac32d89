#include "tests/unit/journal/fault_vfs.hpp"

#include <sqlite3.h>

#include <memory>

#include "hub/base/panic.hpp"

namespace wardlink::journal::test {
namespace {

DiskFaults faults;
sqlite3_vfs* real_vfs = nullptr;

struct FaultFile {
  sqlite3_file base;
  sqlite3_file* real;  // stands directly behind, in the room SQLite gives
};

sqlite3_file* real(sqlite3_file* file) { return reinterpret_cast<FaultFile*>(file)->real; }

int write(sqlite3_file* file, const void* data, int bytes, sqlite3_int64 offset) {
  if (faults.write_fails) return SQLITE_IOERR_WRITE;
  if (faults.writes_until_full == 0) faults.full = true;
  if (faults.full) return SQLITE_FULL;
  if (faults.writes_until_full > 0) --faults.writes_until_full;
  return real(file)->pMethods->xWrite(real(file), data, bytes, offset);
}

int sync(sqlite3_file* file, int flags) {
  if (faults.sync_fails) return SQLITE_IOERR_FSYNC;
  return real(file)->pMethods->xSync(real(file), flags);
}

const sqlite3_io_methods methods = {
    .iVersion = 2,
    .xClose = [](sqlite3_file* file) { return real(file)->pMethods->xClose(real(file)); },
    .xRead = [](sqlite3_file* file, void* data, int bytes,
                sqlite3_int64 offset) { return real(file)->pMethods->xRead(real(file), data, bytes, offset); },
    .xWrite = write,
    .xTruncate = [](sqlite3_file* file,
                    sqlite3_int64 bytes) { return real(file)->pMethods->xTruncate(real(file), bytes); },
    .xSync = sync,
    .xFileSize = [](sqlite3_file* file,
                    sqlite3_int64* bytes) { return real(file)->pMethods->xFileSize(real(file), bytes); },
    .xLock = [](sqlite3_file* file, int level) { return real(file)->pMethods->xLock(real(file), level); },
    .xUnlock = [](sqlite3_file* file, int level) { return real(file)->pMethods->xUnlock(real(file), level); },
    .xCheckReservedLock = [](sqlite3_file* file,
                             int* held) { return real(file)->pMethods->xCheckReservedLock(real(file), held); },
    .xFileControl = [](sqlite3_file* file, int op,
                       void* argument) { return real(file)->pMethods->xFileControl(real(file), op, argument); },
    .xSectorSize = [](sqlite3_file* file) { return real(file)->pMethods->xSectorSize(real(file)); },
    .xDeviceCharacteristics =
        [](sqlite3_file* file) { return real(file)->pMethods->xDeviceCharacteristics(real(file)); },
    .xShmMap = [](sqlite3_file* file, int page, int bytes, int extend,
                  void volatile** at) { return real(file)->pMethods->xShmMap(real(file), page, bytes, extend, at); },
    .xShmLock = [](sqlite3_file* file, int offset, int count,
                   int flags) { return real(file)->pMethods->xShmLock(real(file), offset, count, flags); },
    .xShmBarrier = [](sqlite3_file* file) { real(file)->pMethods->xShmBarrier(real(file)); },
    .xShmUnmap = [](sqlite3_file* file, int remove) { return real(file)->pMethods->xShmUnmap(real(file), remove); },
    .xFetch = nullptr,
    .xUnfetch = nullptr,
};

int open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* flags_out) {
  auto* fault_file = reinterpret_cast<FaultFile*>(file);
  fault_file->real = reinterpret_cast<sqlite3_file*>(fault_file + 1);
  fault_file->base.pMethods = nullptr;
  const int code = real_vfs->xOpen(real_vfs, name, fault_file->real, flags, flags_out);
  if (fault_file->real->pMethods != nullptr) fault_file->base.pMethods = &methods;
  return code;
}

sqlite3_vfs make_vfs() {
  real_vfs = sqlite3_vfs_find(nullptr);
  sqlite3_vfs vfs = *real_vfs;
  vfs.szOsFile += static_cast<int>(sizeof(FaultFile));
  vfs.pNext = nullptr;
  vfs.zName = "wardlink-faults";
  vfs.xOpen = open;
  return vfs;
}

}  // namespace

DiskFaults& disk_faults() {
  static sqlite3_vfs vfs = make_vfs();
  static const int registered = sqlite3_vfs_register(&vfs, 1);
  base::check(registered == SQLITE_OK, "the faulty disk cannot be registered");
  return faults;
}

}  // namespace wardlink::journal::test
