#pragma once
// Not for users: owns a descriptor of the runtime. Movable.

#include <utility>

#include <gmp/time.hpp>

namespace gmp::detail {

class NetFd;

class FdHandle {
 public:
  FdHandle() = default;
  // Takes a non-blocking descriptor.
  explicit FdHandle(int fd);
  FdHandle(FdHandle&& other) noexcept : fd_(std::exchange(other.fd_, nullptr)) {}
  FdHandle& operator=(FdHandle&& other) noexcept {
    if (this != &other) {
      reset();
      fd_ = std::exchange(other.fd_, nullptr);
    }
    return *this;
  }
  ~FdHandle() { reset(); }

  // -1 if it is closed, or was moved from.
  [[nodiscard]] int number() const noexcept;
  // Throws std::system_error (bad_file_descriptor) if it was moved from.
  [[nodiscard]] NetFd& get(const char* operation) const;
  // See gmp::TcpStream::set_deadline.
  void setDeadline(const char* operation, time_point when) const;
  void close();

 private:
  void reset() noexcept;

  NetFd* fd_ = nullptr;
};

}  // namespace gmp::detail
