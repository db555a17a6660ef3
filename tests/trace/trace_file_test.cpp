#include "core/trace/reader/trace_file.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <random>

#include "core/trace/reader/event_codec.h"
#include "core/trace/reader/trace_file_format.h"

namespace gmpscope::trace {
namespace {

namespace fs = std::filesystem;

class TraceFile : public ::testing::Test {
 protected:
  void SetUp() override {
    char pattern[] = "/tmp/gmpscope-trace-file-XXXXXX";
    ASSERT_NE(::mkdtemp(pattern), nullptr);
    directory_ = pattern;
  }
  void TearDown() override { fs::remove_all(directory_); }

  [[nodiscard]] std::string path(const char* name = "t.gmps") const { return (directory_ / name).string(); }

  std::string put(std::string_view bytes, const char* name = "damaged.gmps") const {
    std::ofstream(path(name), std::ios::binary).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    return path(name);
  }
  static std::string bytesOf(const std::string& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }

 private:
  fs::path directory_;
};

std::vector<Event> someEvents(std::size_t count, std::uint32_t first) {
  std::vector<Event> events(count);
  for (std::uint32_t i = 0; auto& event : events) {
    event.time = 1000 + first + i;
    event.head = Event::makeHead(EventKind::GYield, 3, 1);
    event.g = first + i;
    event.a = event.b = event.c = event.d = i++;
  }
  return events;
}

// Every call that a reader makes, as one line each.
struct Log {
  std::vector<std::string> lines;

  TraceFileVisitor visitor() {
    return {.meta = [this](std::string_view json) { lines.push_back("meta " + std::string(json)); },
            .events =
                [this](const RawRun& run) {
                  std::string line = fmt::format("events {} {}", run.m, run.epoch);
                  for (const Event& event : run.events) {
                    line += fmt::format(" {}:{}:{}", event.time, event.g, event.d);
                  }
                  lines.push_back(line);
                },
            .frontier = [this](std::uint64_t ticks) { lines.push_back(fmt::format("frontier {}", ticks)); },
            .kernel =
                [this](std::span<const std::byte> records, std::uint64_t watermark) {
                  lines.push_back(fmt::format("kernel {} {}", records.size(), watermark));
                },
            .end = [this](std::string_view json) { lines.push_back("end " + std::string(json)); },
            .tracer =
                [this](const TracerSample& sample) {
                  std::string line = fmt::format("tracer {} {} {} {} {} {}", sample.ticks, sample.readerCpu,
                                                 sample.workerCpu, sample.dropped, sample.lagNanos, sample.lagEvents);
                  for (const auto& each : sample.drops) line += fmt::format(" M{}:{}", each.m, each.dropped);
                  lines.push_back(line);
                }};
  }
};

// The size of a file after each of its blocks, the header's first.
std::vector<std::uint64_t> endsOf(const std::string& file) {
  std::vector<std::uint64_t> ends{sizeof(FileHeader)};
  while (ends.back() + sizeof(BlockHeader) <= file.size()) {
    BlockHeader header;
    std::memcpy(&header, file.data() + ends.back(), sizeof header);
    ends.push_back(ends.back() + sizeof header + padded(header.length));
  }
  return ends;
}

// Writes a small trace with every kind of block; of the index before the end no reader is told.
void writeSmall(const std::string& path) {
  auto created = TraceFileWriter::create(path);
  ASSERT_TRUE(created.ok());
  TraceFileWriter& writer = created.value();
  const auto a = someEvents(3, 10);
  const auto b = someEvents(1, 20);
  std::array<std::byte, 2 * kKernelRecordBytes> records{};
  EXPECT_TRUE(writer.meta(R"({"preset":"x"})"));  // 14 bytes: padded
  EXPECT_TRUE(writer.events({0, 0, a}) && writer.flush());
  EXPECT_TRUE(writer.events({7, 2, b}) && writer.flush());
  EXPECT_TRUE(writer.frontier(1234));
  EXPECT_TRUE(writer.kernel(records, 999) && writer.flush());
  EXPECT_TRUE(writer.tracer({.ticks = 1,
                             .readerCpu = 2,
                             .workerCpu = 3,
                             .dropped = 4,
                             .lagNanos = 5,
                             .lagEvents = 6,
                             .drops = {{7, 8}, {9, 10}}}) &&
              writer.flush());
  EXPECT_TRUE(writer.end("{}")) << writer.error();
}

// What a reader has been told after so many blocks, the end not among them.
std::vector<std::string> toldAfter(std::size_t blocks, const Log& all) {
  const std::size_t lines = std::min(blocks, all.lines.size() - 1);
  return {all.lines.begin(), all.lines.begin() + static_cast<std::ptrdiff_t>(lines)};
}

TEST_F(TraceFile, GivesBackWhatWasWritten) {
  writeSmall(path());
  Log log;
  const auto outcome = readTraceFile(path(), log.visitor());
  ASSERT_TRUE(outcome.ok()) << outcome.error().text();
  EXPECT_TRUE(outcome.value().complete);
  EXPECT_EQ(outcome.value().damage, "");
  EXPECT_EQ(outcome.value().bytesRead, fs::file_size(path()));
  const std::vector<std::string> expected{R"(meta {"preset":"x"})",
                                          "events 0 0 1010:10:0 1011:11:1 1012:12:2",
                                          "events 7 2 1020:20:0",
                                          "frontier 1234",
                                          "kernel 64 999",
                                          "tracer 1 2 3 4 5 6 M7:8 M9:10",
                                          "end {}"};
  EXPECT_EQ(log.lines, expected);
}

TEST_F(TraceFile, TruncatedAnywhereKeepsItsWholeBlocks) {
  writeSmall(path());
  const std::string whole = bytesOf(path());
  const auto ends = endsOf(whole);
  Log all;
  ASSERT_TRUE(readTraceFile(path(), all.visitor()).ok());
  for (std::size_t length = 0; length < whole.size(); ++length) {
    const std::string file = put(whole.substr(0, length));
    Log log;
    const auto outcome = readTraceFile(file, log.visitor());
    if (length < ends[1]) {  // magic, version and Meta are the header
      ASSERT_FALSE(outcome.ok()) << length;
      EXPECT_EQ(outcome.error().file, file);
      EXPECT_NE(outcome.error().place, "") << length;
      EXPECT_TRUE(log.lines.empty()) << length;
      continue;
    }
    ASSERT_TRUE(outcome.ok()) << length << ": " << outcome.error().text();
    std::size_t blocks = 0;
    while (blocks + 1 < ends.size() && ends[blocks + 1] <= length) ++blocks;
    EXPECT_EQ(outcome.value().bytesRead, ends[blocks]) << length;
    EXPECT_FALSE(outcome.value().complete) << length;
    EXPECT_NE(outcome.value().damage.find(fmt::format("byte {}", ends[blocks])), std::string::npos)
        << length << ": " << outcome.value().damage;
    EXPECT_EQ(log.lines, toldAfter(blocks, all)) << length;
  }
}

TEST_F(TraceFile, EveryFlippedBitIsFoundAndWhatStandsBeforeItIsKept) {
  writeSmall(path());
  const std::string whole = bytesOf(path());
  const auto ends = endsOf(whole);
  Log all;
  ASSERT_TRUE(readTraceFile(path(), all.visitor()).ok());
  for (std::size_t bit = 0; bit < whole.size() * 8; ++bit) {
    std::string bytes = whole;
    bytes[bit / 8] = static_cast<char>(bytes[bit / 8] ^ 1 << bit % 8);
    Log log;
    const auto outcome = readTraceFile(put(bytes), log.visitor());
    if (bit / 8 < ends[1]) {
      ASSERT_FALSE(outcome.ok()) << "bit " << bit;
      continue;
    }
    ASSERT_TRUE(outcome.ok()) << "bit " << bit;
    std::size_t blocks = 0;
    while (ends[blocks + 1] <= bit / 8) ++blocks;
    EXPECT_EQ(outcome.value().bytesRead, ends[blocks]) << "bit " << bit;
    EXPECT_FALSE(outcome.value().complete) << "bit " << bit;
    EXPECT_NE(outcome.value().damage, "") << "bit " << bit;
    EXPECT_EQ(log.lines, toldAfter(blocks, all)) << bit;
  }
}

TEST_F(TraceFile, RefusesWhatIsNoTrace) {
  std::mt19937_64 random(20'251'123);
  const auto refused = [](const std::string& file) {
    const auto outcome = readTraceFile(file, {});
    EXPECT_FALSE(outcome.ok()) << file;
    if (outcome.ok()) return Error{};
    EXPECT_EQ(outcome.error().file, file);
    EXPECT_EQ(outcome.error().text().find('\n'), std::string::npos);
    return outcome.error();
  };
  for (int i = 0; i < 200; ++i) {
    std::string bytes(random() % 5000 + 1, '\0');
    for (char& byte : bytes) byte = static_cast<char>(random());
    refused(put(bytes));
  }
  EXPECT_NE(refused(put("")).text().find("empty"), std::string::npos);
  EXPECT_NE(refused(path("absent.gmps")).text().find("No such file"), std::string::npos);
  EXPECT_NE(refused(fs::path(path()).parent_path().string()).text().find("directory"), std::string::npos);
  ASSERT_EQ(::mkfifo(path("pipe").c_str(), 0600), 0);
  refused(path("pipe"));  // and doesn't wait for a writer
}

std::string headerBytes(std::uint32_t version) {
  FileHeader header{.version = version};
  header.crc = checksum(header);
  return {reinterpret_cast<const char*>(&header), sizeof header};
}

// A soundly checksummed block, as another program might write it.
std::string blockBytes(std::uint32_t kind, std::uint32_t sequence, std::string_view payload) {
  BlockHeader header{.kind = kind, .length = static_cast<std::uint32_t>(payload.size()), .sequence = sequence};
  header.crc = checksum(header, std::as_bytes(std::span(payload)));
  std::string bytes(reinterpret_cast<const char*>(&header), sizeof header);
  bytes += payload;
  bytes.resize(sizeof header + padded(payload.size()));
  return bytes;
}

TEST_F(TraceFile, SaysWhichVersionItCannotRead) {
  for (const std::uint32_t version : {0U, FileHeader::kVersion + 1, 99U}) {
    const auto outcome = readTraceFile(put(headerBytes(version)), {});
    ASSERT_FALSE(outcome.ok());
    EXPECT_NE(outcome.error().text().find(fmt::format("this is version {}", version)), std::string::npos)
        << outcome.error().text();
  }
}

template <class T>
std::string_view viewOf(const T& values) {
  return {reinterpret_cast<const char*>(std::data(values)), std::size(values) * sizeof *std::data(values)};
}

// Events and records as they are: nobody writes that any more, but such files are there.
TEST_F(TraceFile, ReadsVersion1) {
  const auto events = someEvents(2, 30);
  const std::array<std::uint32_t, 2> run{4, 1};
  const std::array<std::uint64_t, 5> records{777, 1, 2, 3, 4};
  const std::array<std::uint64_t, 1> frontier{88};
  const std::string payload = std::string(viewOf(run)) + std::string(viewOf(events));
  Log log;
  const auto outcome = readTraceFile(
      put(headerBytes(1) + blockBytes(1, 0, "{}") + blockBytes(2, 1, payload) + blockBytes(3, 2, viewOf(frontier)) +
          blockBytes(4, 3, viewOf(records)) + blockBytes(5, 4, "{}")),
      log.visitor());
  ASSERT_TRUE(outcome.ok()) << outcome.error().text();
  EXPECT_TRUE(outcome.value().complete) << outcome.value().damage;
  const std::vector<std::string> expected{"meta {}", "events 4 1 1030:30:0 1031:31:1", "frontier 88", "kernel 32 777",
                                          "end {}"};
  EXPECT_EQ(log.lines, expected);
}

// What comes in pieces is written together, and each M's events stay in their order.
TEST_F(TraceFile, GathersWhatCameInPieces) {
  {
    auto writer = TraceFileWriter::create(path());
    ASSERT_TRUE(writer.ok());
    ASSERT_TRUE(writer.value().meta("{}"));
    ASSERT_TRUE(writer.value().events({1, 0, someEvents(1, 10)}));
    ASSERT_TRUE(writer.value().events({2, 0, someEvents(1, 20)}));
    ASSERT_TRUE(writer.value().events({1, 0, someEvents(2, 11)}));
    ASSERT_TRUE(writer.value().events({1, 1, someEvents(1, 13)}));
    ASSERT_TRUE(writer.value().kernel(std::array<std::byte, kKernelRecordBytes>{}, 5));
    ASSERT_TRUE(writer.value().kernel(std::array<std::byte, kKernelRecordBytes>{}, 6));
    ASSERT_TRUE(writer.value().frontier(99));
    ASSERT_TRUE(writer.value().events({1, 1, someEvents(1, 14)}));
    ASSERT_TRUE(writer.value().end("{}"));
  }
  Log log;
  ASSERT_TRUE(readTraceFile(path(), log.visitor()).ok());
  const std::vector<std::string> expected{"meta {}",
                                          "events 1 0 1010:10:0 1011:11:0 1012:12:1",
                                          "events 2 0 1020:20:0",
                                          "events 1 1 1013:13:0",
                                          "kernel 64 6",
                                          "frontier 99",
                                          "events 1 1 1014:14:0",
                                          "end {}"};
  EXPECT_EQ(log.lines, expected);
}

TEST_F(TraceFile, SkipsBlocksOfUnknownKindAndStopsAtImpossibleOnes) {
  writeSmall(path());
  const auto ends = endsOf(bytesOf(path()));
  const std::string head = bytesOf(path()).substr(0, ends[1]);
  {
    Log log;
    const auto outcome = readTraceFile(put(head + blockBytes(77, 1, "later") + blockBytes(5, 2, "{}")), log.visitor());
    ASSERT_TRUE(outcome.ok());
    EXPECT_TRUE(outcome.value().complete);
    EXPECT_EQ(log.lines.back(), "end {}");
  }
  const std::string m(40, '\xff');  // an M that can't be
  for (const std::string& bad :
       {blockBytes(1, 1, "{}"), blockBytes(2, 1, std::string(39, '\0')), blockBytes(2, 1, m), blockBytes(3, 1, "1234"),
        blockBytes(4, 1, std::string(41, '\0')), blockBytes(6, 1, "no zstd"), blockBytes(7, 1, "no zstd"),
        blockBytes(10, 1, std::string(47, '\0')), blockBytes(10, 1, std::string(48, '\0') + std::string(16, '\xff')),
        blockBytes(3, 2, "12345678")}) {
    Log log;
    const auto outcome = readTraceFile(put(head + bad), log.visitor());
    ASSERT_TRUE(outcome.ok());
    EXPECT_EQ(outcome.value().bytesRead, ends[1]);
    EXPECT_NE(outcome.value().damage, "");
    EXPECT_EQ(log.lines.size(), 1U);
  }
}

TEST_F(TraceFile, TellsOfBytesAfterItsEnd) {
  writeSmall(path());
  const auto ends = endsOf(bytesOf(path()));
  const auto outcome = readTraceFile(put(bytesOf(path()) + "x"), {});
  ASSERT_TRUE(outcome.ok());
  EXPECT_EQ(outcome.value().bytesRead, ends.back());
  EXPECT_FALSE(outcome.value().complete);
  EXPECT_NE(outcome.value().damage.find("end"), std::string::npos);
}

TEST_F(TraceFile, SplitsWhatIsTooLongForABlock) {
  const auto events = someEvents(kMaxPackEvents + 10, 1);
  const std::vector<std::byte> records((kMaxPackRecords + 3) * kKernelRecordBytes);
  {
    auto writer = TraceFileWriter::create(path());
    ASSERT_TRUE(writer.ok());
    EXPECT_TRUE(writer.value().meta("{}"));
    EXPECT_TRUE(writer.value().events({1, 0, events}));
    EXPECT_TRUE(writer.value().kernel(records, 42));
    EXPECT_TRUE(writer.value().end("{}"));
    EXPECT_FALSE(writer.value().meta(std::string(kMaxPayload + 1, ' ')));
    EXPECT_NE(writer.value().error(), "");
  }
  std::size_t seen = 0;
  std::size_t bytes = 0;
  std::vector<std::uint64_t> watermarks;
  TraceFileVisitor visitor;
  visitor.events = [&](const RawRun& run) {
    for (const Event& event : run.events) EXPECT_EQ(event.g, 1 + seen++);
  };
  visitor.kernel = [&](std::span<const std::byte> part, std::uint64_t watermark) {
    bytes += part.size();
    watermarks.push_back(watermark);
  };
  const auto outcome = readTraceFile(path(), visitor);
  ASSERT_TRUE(outcome.ok());
  EXPECT_TRUE(outcome.value().complete) << outcome.value().damage;
  EXPECT_EQ(seen, events.size());
  EXPECT_EQ(bytes, records.size());
  EXPECT_EQ(watermarks, (std::vector<std::uint64_t>{0, 42}));
}

TEST_F(TraceFile, IsReadableAfterEachBlockWhileItGrows) {
  auto writer = TraceFileWriter::create(path());
  ASSERT_TRUE(writer.ok());
  ASSERT_TRUE(writer.value().meta("{}"));
  const auto events = someEvents(5, 1);
  for (std::size_t blocks = 0; blocks < 20; ++blocks) {
    Log log;
    const auto outcome = readTraceFile(path(), log.visitor());
    ASSERT_TRUE(outcome.ok());
    EXPECT_EQ(log.lines.size(), blocks + 1);
    EXPECT_EQ(outcome.value().bytesRead, writer.value().size());
    EXPECT_FALSE(outcome.value().complete);
    ASSERT_TRUE(writer.value().events({0, 0, events}) && writer.value().flush());
  }
}

TEST_F(TraceFile, SaysWhyItCannotBeCreated) {
  EXPECT_EQ(TraceFileWriter::create(path("absent/t.gmps")).error().file, path("absent/t.gmps"));
  const auto full = TraceFileWriter::create("/dev/full");
  ASSERT_FALSE(full.ok());
  EXPECT_NE(full.error().text().find("No space left"), std::string::npos) << full.error().text();
}

// The disk fills up in the midst of a block: the first write comes back short, the next is refused.
TEST_F(TraceFile, LeavesWholeBlocksWhenTheDiskIsFull) {
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{1000, 1000};
    if (::setrlimit(RLIMIT_FSIZE, &limit) != 0) ::_exit(21);
    auto writer = TraceFileWriter::create(path());
    if (!writer.ok() || !writer.value().meta("{}")) ::_exit(22);
    const auto events = someEvents(10, 1);
    int blocks = 0;
    while (blocks < 20 && writer.value().events({0, 0, events}) && writer.value().flush()) ++blocks;
    const bool told = writer.value().error().find("File too large") != std::string::npos;
    const bool stays = !writer.value().frontier(1);
    ::_exit(told && stays ? blocks : 20);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFEXITED(status));
  const auto blocks = static_cast<std::size_t>(WEXITSTATUS(status));
  ASSERT_GT(blocks, 2U);
  ASSERT_LT(blocks, 20U) << "told, but not of the full disk";
  Log log;
  const auto outcome = readTraceFile(path(), log.visitor());
  ASSERT_TRUE(outcome.ok());
  EXPECT_EQ(outcome.value().bytesRead, fs::file_size(path()));
  EXPECT_LE(fs::file_size(path()), 1000U);
  EXPECT_EQ(log.lines.size(), 1 + blocks);
}

TEST(Crc32c, HasThePublishedValues) {
  const auto of = [](std::string_view text) { return crc32c(std::as_bytes(std::span(text))); };
  EXPECT_EQ(of(""), 0U);
  EXPECT_EQ(of("123456789"), 0xe306'9283U);
  EXPECT_EQ(of(std::string(32, '\0')), 0x8a91'36aaU);  // RFC 3720
  EXPECT_EQ(of(std::string(32, '\xff')), 0x62a8'ab43U);
  const std::string_view parts = "in any parts";
  for (std::size_t cut = 0; cut <= parts.size(); ++cut) {
    EXPECT_EQ(crc32c(std::as_bytes(std::span(parts.substr(cut))), of(parts.substr(0, cut))), of(parts));
  }
}

}  // namespace
}  // namespace gmpscope::trace
