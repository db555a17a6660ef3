// What a stranger's first program may look like: numbers through a channel, summed by two goroutines, with a select on
// what comes first.
#include <chrono>
#include <cstdio>
#include <gmp/gmp.hpp>
#include <memory>
#include <optional>

int main() {
  long total = 0;
  const int code = gmp::run([&total] {
    gmp::Chan<std::unique_ptr<long>> numbers(4);
    gmp::Chan<long> sums(0);
    gmp::WaitGroup adders;
    for (int i = 0; i < 2; ++i) {
      adders.add(1);
      gmp::go_named("adder", [=, &adders] {
        long sum = 0;
        while (auto number = numbers.recv()) sum += **number;
        sums.send(sum);
        adders.done();
      });
    }
    for (long i = 1; i <= 1000; ++i) numbers.send(std::make_unique<long>(i));
    numbers.close();
    const auto late = gmp::after(std::chrono::seconds(30));
    for (int got = 0; got < 2;)
      gmp::select(gmp::on_recv(sums,
                               [&](std::optional<long> sum) {
                                 total += *sum;
                                 ++got;
                               }),
                  gmp::on_recv(late, [&](auto) { got = 3; }));
    adders.wait();
  });
  std::printf("run gave %d, the sum is %ld\n", code, total);
  return code == 0 && total == 500500 ? 0 : 1;
}
