#pragma once
// The network and other descriptors for goroutines: a goroutine that has to wait parks in the network poller, no thread
// blocks.
//
// Errors are std::system_error. A call on something that is closed, or gets closed meanwhile, gives
// std::errc::bad_file_descriptor; one whose deadline has passed std::errc::timed_out. Waiting outside any goroutine
// throws std::logic_error.
//
// Each object may be used by several goroutines: at most one at a time reads (or accepts) and one writes, others wait
// for their turn, first come first served. `close` while others use it is legal and wakes them; the descriptor itself
// is closed when the last of them has left. A second close has no effect. Objects are movable, not while they are used.
//
// What was used in a run is closed at the end of that run at the latest: goroutines that are left then never close what
// they hold.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include <gmp/detail/fd_handle.hpp>
#include <gmp/time.hpp>

namespace gmp {

// Any descriptor that epoll accepts: pipes, sockets, eventfds, timerfds, terminals; not regular files
// (std::errc::operation_not_permitted at the first use). Owns it.
class PollFd {
 public:
  // Makes the descriptor non-blocking (for all who share its open file).
  explicit PollFd(int fd);

  // -1 once it is closed.
  [[nodiscard]] int fd() const noexcept { return fd_.number(); }
  // At most `size` bytes; 0 is the end.
  std::size_t read(void* to, std::size_t size);
  // All of it; returns `size`. If it throws, a part may have been written. Where nobody reads any more it throws
  // std::errc::broken_pipe, without a signal.
  std::size_t write(const void* from, std::size_t size);
  // Returns when a read (a write) wouldn't block: there is something, or the end, or an error to fetch.
  void wait_readable();
  void wait_writable();
  // From then on all calls throw std::errc::timed_out, also those that wait already. time_point{}: no deadline. It
  // holds for both directions until it is set anew.
  void set_deadline(time_point when) { fd_.setDeadline("PollFd::set_deadline", when); }
  void close() { fd_.close(); }

 private:
  detail::FdHandle fd_;
};

// A pipe within the process.
class Pipe {
 public:
  Pipe();

  [[nodiscard]] PollFd& reader() { return reader_; }
  [[nodiscard]] PollFd& writer() { return writer_; }

 private:
  explicit Pipe(const int (&ends)[2]) : reader_(ends[0]), writer_(ends[1]) {}

  PollFd reader_, writer_;
};

// Hosts are an IPv4 or IPv6 address, "localhost" (127.0.0.1, then ::1), or a name, whose look-up may take long; for
// `listen` and `bind` "" means all addresses of this machine. Port 0 there: the system chooses a free one.

class TcpStream {
 public:
  // Tries one address of the host after the other; throws what the last one said.
  [[nodiscard]] static TcpStream connect(std::string_view host, std::uint16_t port);

  // At most `size` bytes, as they come; 0 is the end.
  std::size_t read(void* to, std::size_t size);
  // All of it; returns `size`. If it throws, a part may have been sent.
  std::size_t write(const void* from, std::size_t size);
  // See PollFd.
  void set_deadline(time_point when) { fd_.setDeadline("TcpStream::set_deadline", when); }
  void close() { fd_.close(); }

 private:
  friend class TcpListener;
  explicit TcpStream(detail::FdHandle fd) : fd_(std::move(fd)) {}

  detail::FdHandle fd_;
};

class TcpListener {
 public:
  [[nodiscard]] static TcpListener listen(std::string_view host, std::uint16_t port);

  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] TcpStream accept();
  void close() { fd_.close(); }

 private:
  TcpListener(detail::FdHandle fd, std::uint16_t port) : fd_(std::move(fd)), port_(port) {}

  detail::FdHandle fd_;
  std::uint16_t port_ = 0;
};

// An address as numbers, and a port.
struct Endpoint {
  std::string host;
  std::uint16_t port = 0;
};

class UdpSocket {
 public:
  [[nodiscard]] static UdpSocket bind(std::string_view host, std::uint16_t port);

  [[nodiscard]] std::uint16_t port() const { return port_; }
  // One datagram; returns `size`.
  std::size_t send_to(const void* data, std::size_t size, std::string_view host, std::uint16_t port);
  std::size_t send_to(const void* data, std::size_t size, const Endpoint& to) {
    return send_to(data, size, to.host, to.port);
  }
  // The next datagram, cut to `size` bytes; who sent it goes to `from`, if that isn't null.
  std::size_t recv_from(void* to, std::size_t size, Endpoint* from = nullptr);
  // See PollFd.
  void set_deadline(time_point when) { fd_.setDeadline("UdpSocket::set_deadline", when); }
  void close() { fd_.close(); }

 private:
  UdpSocket(detail::FdHandle fd, std::uint16_t port, int family) : fd_(std::move(fd)), port_(port), family_(family) {}

  detail::FdHandle fd_;
  std::uint16_t port_ = 0;
  int family_ = 0;
};

}  // namespace gmp
