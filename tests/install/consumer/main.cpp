// What a stranger's first program may look like: numbers through a channel, summed by two goroutines.
#include <cstdio>
#include <gmp/gmp.hpp>
#include <memory>

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
    for (int i = 0; i < 2; ++i) total += *sums.recv();
    adders.wait();
  });
  std::printf("run gave %d, the sum is %ld\n", code, total);
  return code == 0 && total == 500500 ? 0 : 1;
}
