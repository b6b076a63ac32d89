#include "hub/journal/background.hpp"

#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <thread>
#include <utility>

#include "hub/base/panic.hpp"

namespace wardlink::journal {

struct Background::Worker {
  std::mutex mutex;
  std::condition_variable_any changed;
  std::function<void()> work;  // until it is done
  std::jthread thread{[this](const std::stop_token& stop) { run(stop); }};

  void run(const std::stop_token& stop) {
    std::unique_lock lock(mutex);
    while (changed.wait(lock, stop, [this] { return work != nullptr; })) {
      lock.unlock();
      work();  // nobody else touches it while it is set
      lock.lock();
      work = nullptr;
      changed.notify_all();
    }
  }
};

Background::Background() : worker_(std::make_unique<Worker>()) {}

Background::~Background() { wait(); }

void Background::start(std::function<void()> work) {
  {
    const std::lock_guard lock(worker_->mutex);
    base::check(worker_->work == nullptr, "journal: work is started before the work before it is done");
    worker_->work = std::move(work);
  }
  worker_->changed.notify_all();
}

void Background::wait() {
  std::unique_lock lock(worker_->mutex);
  worker_->changed.wait(lock, [this] { return worker_->work == nullptr; });
}

}  // namespace wardlink::journal
