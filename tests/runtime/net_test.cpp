// Sockets, pipes and other descriptors, with 1, 2, 4 and 8 Ps.

#include <gmp/gmp.hpp>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>  // NOLINT(modernize-deprecated-headers): sigset_t is not in <csignal>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <chrono>
#include <cstring>

#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "tests/support/traced_run.h"

namespace gmpscope::test {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;
using trace::EventKind;

class Net : public TracedRun {};
GMPSCOPE_WITH_PROCS(Net);

// What the operation throws; none if it doesn't.
template <class F>
std::error_code errorOf(F&& f) {
  try {
    f();
  } catch (const std::system_error& e) {
    return e.code();
  }
  return {};
}

// False: the stream ended before.
template <class Stream>
bool readAll(Stream& stream, void* to, std::size_t size) {
  auto* bytes = static_cast<char*>(to);
  while (size > 0) {
    const std::size_t n = stream.read(bytes, size);
    if (n == 0) return false;
    bytes += n;
    size -= n;
  }
  return true;
}

struct Pair {
  gmp::TcpStream client, server;
};

Pair connectedPair(std::string_view host = "127.0.0.1") {
  auto listener = gmp::TcpListener::listen(host, 0);
  auto client = gmp::TcpStream::connect(host, listener.port());
  return {std::move(client), listener.accept()};
}

bool isWaiting(const trace::Event& event) {
  return event.kind() == EventKind::GBlock && event.c == static_cast<std::uint32_t>(trace::WaitReason::Network);
}
std::uint64_t waitsIn(const RunRecord& record) {
  return static_cast<std::uint64_t>(std::count_if(record.events.begin(), record.events.end(),
                                                  [](const OrderedEvent& e) { return isWaiting(e.event); }));
}

TEST_P(Net, EchoesOver64Connections) {
  constexpr int kConnections = 64;
  const int rounds = scaled(40);
  std::atomic<int> echoed{0};
  const RunRecord record = run([&] {
    auto listener = gmp::TcpListener::listen("127.0.0.1", 0);
    gmp::WaitGroup servers, clients;
    servers.go([&] {
      for (int i = 0; i < kConnections; ++i)
        servers.go([stream = listener.accept()]() mutable {
          char buffer[256];
          while (const std::size_t n = stream.read(buffer, sizeof buffer)) stream.write(buffer, n);
        });
    });
    for (int i = 0; i < kConnections; ++i)
      clients.go([&, i] {
        auto stream = gmp::TcpStream::connect("127.0.0.1", listener.port());
        for (int k = 0; k < rounds; ++k) {
          const std::string sent = std::to_string(i * 1000 + k) + std::string(static_cast<std::size_t>(i), 'x');
          std::string got(sent.size(), '?');
          stream.write(sent.data(), sent.size());
          if (readAll(stream, got.data(), got.size()) && got == sent) ++echoed;
        }
      });
    clients.wait();
    servers.wait();
  });
  EXPECT_EQ(echoed, kConnections * rounds);
  EXPECT_GT(waitsIn(record), 0U);
  EXPECT_GT(record.count(EventKind::MPoll), 0U);
}

TEST_P(Net, ManyBytesBothWays) {
  run([] {
    Pair pair = connectedPair();
    std::vector<unsigned char> sent(scaled(3) * 1'000'000U);
    for (std::size_t i = 0; i < sent.size(); ++i) sent[i] = static_cast<unsigned char>(i * 7 + (i >> 8));
    std::vector<unsigned char> there(sent.size()), back(sent.size());
    gmp::WaitGroup group;
    group.go([&] { EXPECT_EQ(pair.client.write(sent.data(), sent.size()), sent.size()); });
    group.go([&] { EXPECT_TRUE(readAll(pair.client, back.data(), back.size())); });
    group.go([&] {
      EXPECT_TRUE(readAll(pair.server, there.data(), there.size()));
      pair.server.write(there.data(), there.size());
    });
    group.wait();
    EXPECT_TRUE(there == sent);
    EXPECT_TRUE(back == sent);
  });
}

TEST_P(Net, HostsAreNumbersOrNames) {
  run([] {
    for (const char* host : {"127.0.0.1", "::1", "localhost", ""}) {
      auto listener = gmp::TcpListener::listen(host, 0);
      EXPECT_NE(listener.port(), 0);
      const char* to = *host == 0 ? "127.0.0.1" : host;
      auto client = gmp::TcpStream::connect(to, listener.port());
      auto server = listener.accept();
      client.write("x", 1);
      char c = 0;
      EXPECT_EQ(server.read(&c, 1), 1U);
      EXPECT_EQ(c, 'x');
    }
    EXPECT_TRUE(errorOf([] { static_cast<void>(gmp::TcpStream::connect("256.1.1.1.", 1)); }));
    EXPECT_TRUE(errorOf([] { static_cast<void>(gmp::TcpListener::listen("192.0.2.1", 0)); }));
  });
}

TEST_P(Net, RefusedIsSaid) {
  run([] {
    std::uint16_t port = 0;
    {
      auto listener = gmp::TcpListener::listen("127.0.0.1", 0);
      port = listener.port();
    }
    EXPECT_EQ(errorOf([&] { static_cast<void>(gmp::TcpStream::connect("127.0.0.1", port)); }),
              std::errc::connection_refused);
    auto listener = gmp::TcpListener::listen("127.0.0.1", port);  // at once again
    EXPECT_EQ(listener.port(), port);
    EXPECT_EQ(errorOf([&] { static_cast<void>(gmp::TcpListener::listen("127.0.0.1", port)); }),
              std::errc::address_in_use);
  });
}

TEST_P(Net, CloseWakesWhoAccepts) {
  const RunRecord record = run([] {
    for (int i = 0; i < scaled(20); ++i) {
      auto listener = gmp::TcpListener::listen("127.0.0.1", 0);
      gmp::WaitGroup group;
      for (int k = 0; k < 3; ++k)  // one waits for a connection, two for their turn
        group.go(
            [&] { EXPECT_EQ(errorOf([&] { static_cast<void>(listener.accept()); }), std::errc::bad_file_descriptor); });
      if (i % 2 == 0) gmp::sleep_for(1ms);
      listener.close();
      listener.close();
      group.wait();
      EXPECT_EQ(errorOf([&] { static_cast<void>(listener.accept()); }), std::errc::bad_file_descriptor);
    }
  });
  EXPECT_GT(waitsIn(record), 0U);
}

TEST_P(Net, CloseWakesWhoReadsAndWhoWrites) {
  run([] {
    for (int i = 0; i < scaled(20); ++i) {
      Pair pair = connectedPair();
      gmp::WaitGroup group;
      group.go([&] {
        char c;
        EXPECT_EQ(errorOf([&] { pair.client.read(&c, 1); }), std::errc::bad_file_descriptor);
      });
      group.go([&] {
        const std::vector<char> much(1 << 20);
        EXPECT_EQ(errorOf([&] {
                    for (;;) pair.client.write(much.data(), much.size());
                  }),
                  std::errc::bad_file_descriptor);
      });
      if (i % 2 == 0) gmp::sleep_for(2ms);
      pair.client.close();
      group.wait();
    }
  });
}

TEST_P(Net, EachMessageOfManyWritersIsWhole) {
  run([] {
    constexpr int kWriters = 8;
    constexpr std::size_t kSize = 40'000;
    const int each = scaled(10);
    gmp::Pipe pipe;
    gmp::WaitGroup group;
    for (int w = 0; w < kWriters; ++w)
      group.go([&, w] {
        const std::string message(kSize, static_cast<char>('a' + w));
        for (int i = 0; i < each; ++i) pipe.writer().write(message.data(), message.size());
      });
    std::string got(kSize, ' ');
    for (int i = 0; i < kWriters * each; ++i) {
      ASSERT_TRUE(readAll(pipe.reader(), got.data(), got.size()));
      EXPECT_EQ(got.find_first_not_of(got[0]), std::string::npos);
    }
    group.wait();
  });
}

TEST_P(Net, AHalfClosedStreamEndsAndTheOtherHalfWorks) {
  run([] {
    auto listener = gmp::TcpListener::listen("127.0.0.1", 0);
    gmp::WaitGroup group;
    group.go([&] {
      auto server = listener.accept();
      char buffer[16];
      std::string got;
      while (const std::size_t n = server.read(buffer, sizeof buffer)) got.append(buffer, n);
      EXPECT_EQ(got, "question");
      EXPECT_EQ(server.read(buffer, sizeof buffer), 0U);  // and stays so
      server.write("answer", 6);
    });
    // A stream of which we know the number, so that it can be shut down in one direction.
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(listener.port());
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    ASSERT_EQ(::connect(fd, reinterpret_cast<const sockaddr*>(&to), sizeof to), 0);
    gmp::PollFd client(fd);
    client.write("question", 8);
    gmp::sleep_for(1ms);
    ASSERT_EQ(::shutdown(fd, SHUT_WR), 0);
    char buffer[16];
    ASSERT_TRUE(readAll(client, buffer, 6));
    EXPECT_EQ(std::string(buffer, 6), "answer");
    EXPECT_EQ(client.read(buffer, sizeof buffer), 0U);
    group.wait();
  });
}

TEST_P(Net, AResetIsAnError) {
  run([] {
    Pair pair = connectedPair();
    gmp::WaitGroup group;
    std::error_code read;
    group.go([&] {
      char c;
      read = errorOf([&] { pair.server.read(&c, 1); });
    });
    gmp::sleep_for(1ms);
    // Closing with something unread resets.
    pair.server.write("unread", 6);
    pair.client.close();
    group.wait();
    EXPECT_EQ(read, std::errc::connection_reset);
    const std::vector<char> much(1 << 16);
    EXPECT_EQ(errorOf([&] {
                for (;;) pair.server.write(much.data(), much.size());
              }),
              std::errc::broken_pipe);
  });
}

TEST_P(Net, AWriterToNobodyGetsAnErrorAndNoSignal) {
  run([] {
    gmp::Pipe pipe;
    pipe.reader().close();
    EXPECT_EQ(errorOf([&] { pipe.writer().write("x", 1); }), std::errc::broken_pipe);
    sigset_t pending;
    ASSERT_EQ(::sigpending(&pending), 0);
    EXPECT_EQ(::sigismember(&pending, SIGPIPE), 0);
  });
}

TEST_P(Net, DatagramsKeepTheirBoundsAndSayWhoSentThem) {
  run([] {
    for (const char* host : {"127.0.0.1", "::1"}) {
      auto a = gmp::UdpSocket::bind(host, 0);
      auto b = gmp::UdpSocket::bind(host, 0);
      gmp::WaitGroup group;
      group.go([&] {
        char buffer[100];
        for (int i = 1; i <= 10; ++i) {
          gmp::Endpoint from;
          EXPECT_EQ(b.recv_from(buffer, sizeof buffer, &from), static_cast<std::size_t>(i));
          EXPECT_EQ(from.host, host);
          EXPECT_EQ(from.port, a.port());
          b.send_to(buffer, 1, from);
        }
      });
      char c = 0;
      const std::string text = "0123456789";
      for (std::size_t i = 1; i <= 10; ++i) {
        EXPECT_EQ(a.send_to(text.data(), i, host, b.port()), i);
        EXPECT_EQ(a.recv_from(&c, 1), 1U);
        EXPECT_EQ(c, '0');
      }
      group.wait();
    }
  });
}

TEST_P(Net, APipeIsAnyDescriptor) {
  run([] {
    int ends[2];
    ASSERT_EQ(::pipe2(ends, O_CLOEXEC), 0);
    gmp::PollFd reader(ends[0]);
    gmp::WaitGroup group;
    group.go([&] {
      reader.wait_readable();
      char c = 0;
      EXPECT_EQ(::read(reader.fd(), &c, 1), 1);  // there is something, whoever takes it
      EXPECT_EQ(c, 'x');
      EXPECT_EQ(reader.read(&c, 1), 1U);
      EXPECT_EQ(c, 'y');
      EXPECT_EQ(reader.read(&c, 1), 0U);
      reader.wait_readable();  // the end, too
    });
    gmp::sleep_for(1ms);
    ASSERT_EQ(::write(ends[1], "x", 1), 1);
    gmp::sleep_for(1ms);
    ASSERT_EQ(::write(ends[1], "y", 1), 1);
    gmp::sleep_for(1ms);
    ::close(ends[1]);
    group.wait();
  });
}

TEST_P(Net, AnEventfdCounts) {
  run([] {
    gmp::PollFd counter(::eventfd(0, EFD_CLOEXEC));
    gmp::PollFd moved = std::move(counter);
    EXPECT_EQ(counter.fd(), -1);  // NOLINT(bugprone-use-after-move): that is what is tested
    EXPECT_EQ(errorOf([&] { counter.wait_readable(); }), std::errc::bad_file_descriptor);
    const int times = scaled(200);
    gmp::WaitGroup group;
    group.go([&] {
      for (int i = 0; i < times; ++i) {
        const std::uint64_t one = 1;
        moved.write(&one, sizeof one);
        if (i % 7 == 0) gmp::gosched();
      }
    });
    std::uint64_t sum = 0;
    while (sum < static_cast<std::uint64_t>(times)) {
      std::uint64_t n = 0;
      EXPECT_EQ(moved.read(&n, sizeof n), sizeof n);
      sum += n;
    }
    EXPECT_EQ(sum, static_cast<std::uint64_t>(times));
    moved.wait_writable();
    group.wait();
  });
}

TEST_P(Net, ARegularFileCantBePolled) {
  run([] {
    gmp::PollFd file(::open("/proc/self/exe", O_RDONLY | O_CLOEXEC));
    char c;
    EXPECT_EQ(errorOf([&] { file.read(&c, 1); }), std::errc::operation_not_permitted);
  });
}

TEST(NetOutside, WaitingThrows) {
  gmp::Pipe pipe;
  char c;
  EXPECT_THROW(pipe.reader().read(&c, 1), std::logic_error);
  EXPECT_THROW(static_cast<void>(gmp::TcpStream::connect("127.0.0.1", 1)), std::logic_error);
  auto listener = gmp::TcpListener::listen("127.0.0.1", 0);
  EXPECT_NE(listener.port(), 0);
  EXPECT_THROW(static_cast<void>(listener.accept()), std::logic_error);
}

TEST_P(Net, AReadHasADeadline) {
  const RunRecord record = run([] {
    Pair pair = connectedPair();
    char c = 0;
    for (int i = 0; i < 3; ++i) {
      const auto until = Clock::now() + 5ms;
      pair.client.set_deadline(until);
      EXPECT_EQ(errorOf([&] { pair.client.read(&c, 1); }), std::errc::timed_out);
      EXPECT_GE(Clock::now(), until);
    }
    // It stays passed, whatever has come.
    pair.server.write("x", 1);
    gmp::sleep_for(1ms);
    EXPECT_EQ(errorOf([&] { pair.client.read(&c, 1); }), std::errc::timed_out);
    EXPECT_EQ(errorOf([&] { pair.client.write("x", 1); }), std::errc::timed_out);
    pair.client.set_deadline({});
    EXPECT_EQ(pair.client.read(&c, 1), 1U);
    EXPECT_EQ(c, 'x');
    pair.client.write("y", 1);
    EXPECT_EQ(pair.server.read(&c, 1), 1U);
  });
  EXPECT_GT(record.count(EventKind::TimerFire), 0U);
}

TEST_P(Net, AWriteToAFullBufferHasADeadline) {
  run([] {
    Pair pair = connectedPair();
    const std::vector<char> much(16 << 20);
    pair.client.set_deadline(Clock::now() + 20ms);
    EXPECT_EQ(errorOf([&] {
                for (;;) pair.client.write(much.data(), much.size());
              }),
              std::errc::timed_out);
    gmp::Pipe pipe;
    pipe.writer().set_deadline(Clock::now() + 5ms);
    EXPECT_EQ(errorOf([&] { pipe.writer().write(much.data(), much.size()); }), std::errc::timed_out);
  });
}

TEST_P(Net, APassedDeadlineIsAtOnceAndWakesWhoWaits) {
  run([] {
    Pair pair = connectedPair();
    for (const auto when : {Clock::now(), Clock::now() - 1h, gmp::time_point::min(), gmp::time_point(1ns)}) {
      pair.client.set_deadline({});
      gmp::WaitGroup group;
      group.go([&] {
        char c = 0;
        EXPECT_EQ(errorOf([&] { pair.client.read(&c, 1); }), std::errc::timed_out);
      });
      gmp::sleep_for(1ms);
      pair.client.set_deadline(when);
      group.wait();
    }
    pair.client.set_deadline(gmp::time_point::max());
    pair.server.write("x", 1);
    char c = 0;
    EXPECT_EQ(pair.client.read(&c, 1), 1U);
  });
}

// Set anew while somebody waits: the former one means nothing any more, neither when it comes nor if it has just come.
TEST_P(Net, ADeadlineIsSetAnewWhileSomebodyWaits) {
  run([] {
    gmp::Pipe pipe;
    gmp::WaitGroup group;
    std::atomic<bool> read{false};
    pipe.reader().set_deadline(Clock::now() + 10s);
    group.go([&] {
      char c = 0;
      EXPECT_EQ(pipe.reader().read(&c, 1), 1U);
      read = true;
    });
    for (int i = 0; i < scaled(200); ++i) {
      pipe.reader().set_deadline(Clock::now() + 2s);
      if (i % 10 == 0) gmp::sleep_for(100us);
    }
    EXPECT_FALSE(read);
    pipe.reader().set_deadline({});
    pipe.writer().write("x", 1);
    group.wait();
    // Nearer than before.
    pipe.reader().set_deadline(Clock::now() + 1h);
    group.go([&] {
      char c = 0;
      EXPECT_EQ(errorOf([&] { pipe.reader().read(&c, 1); }), std::errc::timed_out);
    });
    gmp::sleep_for(1ms);
    pipe.reader().set_deadline(Clock::now() + 2ms);
    group.wait();
  });
}

// Deadlines that pass while they are set anew, and descriptors whose records are used again at once.
TEST_P(Net, AStaleDeadlineTouchesNobody) {
  run([] {
    for (int i = 0; i < scaled(100); ++i) {
      {
        gmp::Pipe first;
        first.reader().set_deadline(Clock::now() + std::chrono::microseconds(i));
        if (i % 2 == 0) first.reader().close();
      }
      gmp::Pipe second;
      gmp::WaitGroup group;
      group.go([&] {
        char c = 0;
        EXPECT_EQ(second.reader().read(&c, 1), 1U);
      });
      gmp::sleep_for(100us);
      second.writer().write("x", 1);
      group.wait();
    }
  });
}

TEST_P(Net, DatagramsHaveADeadline) {
  run([] {
    auto socket = gmp::UdpSocket::bind("127.0.0.1", 0);
    socket.set_deadline(Clock::now() + 5ms);
    char c = 0;
    EXPECT_EQ(errorOf([&] { socket.recv_from(&c, 1); }), std::errc::timed_out);
    socket.close();
    EXPECT_EQ(errorOf([&] { socket.set_deadline({}); }), std::errc::bad_file_descriptor);
  });
}

// A word that is served by the kernel for one descriptor must not wake the user of the next with that number.
TEST_P(Net, ADescriptorsNumberIsUsedAgainAtOnce) {
  run([] {
    for (int i = 0; i < scaled(300); ++i) {
      gmp::Pipe first;
      gmp::WaitGroup group;
      group.go([&] {
        char c = 0;
        EXPECT_EQ(errorOf([&] { first.reader().read(&c, 1); }), std::errc::bad_file_descriptor);
      });
      if (i % 3 == 0) gmp::gosched();
      // What becomes ready now is told of a descriptor that will be gone by then.
      const int number = ::dup(first.writer().fd());
      first.reader().close();
      group.wait();
      gmp::Pipe second;
      char c = 0;
      group.go([&] { EXPECT_EQ(second.reader().read(&c, 1), 1U); });
      if (i % 3 == 1) gmp::gosched();
      second.writer().write("z", 1);
      group.wait();
      EXPECT_EQ(c, 'z');
      ::close(number);
    }
  });
}

TEST_P(Net, ManyDescriptors) {
  const int count = scaled(2000) / 2;
  run([count] {
    std::vector<gmp::Pipe> pipes(static_cast<std::size_t>(count));
    gmp::WaitGroup group;
    std::atomic<int> sum{0};
    for (gmp::Pipe& pipe : pipes)
      group.go([&] {
        std::uint32_t value = 0;
        if (readAll(pipe.reader(), &value, sizeof value)) sum += static_cast<int>(value);
      });
    for (int i = 0; i < 3; ++i) gmp::gosched();
    for (std::uint32_t i = 0; i < pipes.size(); ++i) pipes[i].writer().write(&i, sizeof i);
    group.wait();
    EXPECT_EQ(sum, count * (count - 1) / 2);
  });
}

}  // namespace
}  // namespace gmpscope::test
