#include "app/items/picture_thread.h"

#include <utility>

namespace gmpscope::app {

PictureThread::PictureThread(std::function<void(QImage)> deliver)
    : deliver_(std::move(deliver)), thread_([this] { loop(); }) {}

PictureThread::~PictureThread() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
    next_ = nullptr;
  }
  wake_.notify_one();
  thread_.join();
}

void PictureThread::submit(Job job) {
  {
    const std::lock_guard lock(mutex_);
    next_ = std::move(job);
  }
  wake_.notify_one();
}

void PictureThread::loop() {
  for (;;) {
    Job job;
    {
      std::unique_lock lock(mutex_);
      wake_.wait(lock, [this] { return ending_ || next_ != nullptr; });
      if (ending_) return;
      job = std::exchange(next_, nullptr);
    }
    deliver_(job());
  }
}

}  // namespace gmpscope::app
