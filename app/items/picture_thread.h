#pragma once
// A thread that paints pictures one after the other; of jobs that wait only the last is kept.

#include <QImage>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace gmpscope::app {

class PictureThread {
 public:
  using Job = std::function<QImage()>;
  // `deliver` is called on the thread with each picture.
  explicit PictureThread(std::function<void(QImage)> deliver);
  ~PictureThread();  // finishes the job at hand, drops what waits
  PictureThread(const PictureThread&) = delete;
  PictureThread& operator=(const PictureThread&) = delete;

  void submit(Job job);

 private:
  void loop();

  std::function<void(QImage)> deliver_;
  std::mutex mutex_;
  std::condition_variable wake_;
  Job next_;
  bool ending_ = false;
  std::thread thread_;
};

}  // namespace gmpscope::app
