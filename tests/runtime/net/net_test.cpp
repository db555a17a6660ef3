// Sockets, with 1, 2, 4 and 8 Ps.

#include <gmp/gmp.hpp>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>  // NOLINT(modernize-deprecated-headers): sigset_t is not in <csignal>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <chrono>

#include <string>
#include <system_error>
#include <vector>

#include "tests/runtime/net/net_support.h"
#include "tests/support/traced_run.h"

namespace gmpscope::test {
namespace {

using namespace std::chrono_literals;
using trace::EventKind;

class Net : public TracedRun {};
GMPSCOPE_WITH_PROCS(Net);

// A connected socket of which we know the number.
int connectedSocket(const gmp::TcpListener& listener) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(listener.port());
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  EXPECT_EQ(::connect(fd, reinterpret_cast<const sockaddr*>(&to), sizeof to), 0);
  return fd;
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
      if (i % 2 == 0) waitForWaiters(1);
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
    const int fd = connectedSocket(listener);  // to be shut down in one direction
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

// A read that takes all there is tells that the next would block, unless more is known: the end that came with the
// bytes, or a mark of urgent ones, at which reads stop short.
TEST_P(Net, WhatComesWithTheBytesEndsTheWait) {
  run([] {
    for (int i = 0; i < scaled(50); ++i) {
      Pair pair = connectedPair();
      gmp::WaitGroup group;
      std::string got;
      group.go([&] {
        char buffer[16];
        while (const std::size_t n = pair.server.read(buffer, sizeof buffer)) got.append(buffer, n);
      });
      if (i % 2 == 0) waitForWaiters(1);
      {
        const gmp::NoPreempt atOnce;
        pair.client.write("last", 4);
        pair.client.close();
      }
      group.wait();
      EXPECT_EQ(got, "last");
    }
  });
}

TEST_P(Net, UrgentBytesKeepNothingBack) {
  run([] {
    auto listener = gmp::TcpListener::listen("127.0.0.1", 0);
    for (int i = 0; i < scaled(50); ++i) {
      const int fd = connectedSocket(listener);
      auto server = listener.accept();
      gmp::WaitGroup group;
      std::string got;
      std::atomic<std::size_t> bytes{0};
      group.go([&] {
        char buffer[16];
        while (const std::size_t n = server.read(buffer, sizeof buffer)) bytes = got.append(buffer, n).size();
      });
      if (i % 2 == 0) waitForWaiters(1);
      {
        const gmp::NoPreempt atOnce;
        EXPECT_EQ(::send(fd, "ab", 2, 0), 2);
        EXPECT_EQ(::send(fd, "!", 1, MSG_OOB), 1);
        EXPECT_EQ(::send(fd, "cd", 2, 0), 2);
      }
      yieldWhile([&] { return bytes < 4; });
      ::close(fd);
      group.wait();
      EXPECT_EQ(got, "abcd");
    }
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

TEST(NetOutside, WaitingThrows) {
  gmp::Pipe pipe;
  char c;
  EXPECT_THROW(pipe.reader().read(&c, 1), std::logic_error);
  EXPECT_THROW(static_cast<void>(gmp::TcpStream::connect("127.0.0.1", 1)), std::logic_error);
  auto listener = gmp::TcpListener::listen("127.0.0.1", 0);
  EXPECT_NE(listener.port(), 0);
  EXPECT_THROW(static_cast<void>(listener.accept()), std::logic_error);
}

}  // namespace
}  // namespace gmpscope::test
