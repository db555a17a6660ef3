#pragma once
// Sizes of everything that the scene draws, in logical pixels on a grid of 4.

namespace gmpscope::app::metrics {

// Timeline
inline constexpr int kRulerHeight = 28;
inline constexpr int kLabelWidth = 96;    // lane labels, at the left of the lanes
inline constexpr int kHeaderHeight = 24;  // a group's header
inline constexpr int kGroupGap = 8;       // beneath an open group
inline constexpr int kWideLane = 20;      // cores, processors
inline constexpr int kNarrowLane = 16;    // threads, goroutines
inline constexpr int kLaneGap = 4;
inline constexpr int kBandGap = 2;  // between a processor's lane and its queue band
inline constexpr int kBandHeight = 10;
inline constexpr int kMinLabelledSpan = 16;  // narrower spans carry no label
inline constexpr int kSpanPadding = 6;       // before a span's label
inline constexpr int kLabelGround = 3;       // plain ground on both sides of a label

// Text, in pixels
inline constexpr int kText = 12;
inline constexpr int kSmallText = 11;
inline constexpr int kSpanText = 11;
inline constexpr int kTitleText = 16;

// Board
inline constexpr int kBoardMargin = 12;
inline constexpr int kBoardHeader = 28;  // "Board at 12.4 ms"
inline constexpr int kCardGap = 12;
inline constexpr int kCardPadding = 12;
inline constexpr int kCardRadius = 6;
inline constexpr int kCardTitle = 20;
inline constexpr int kCardLabel = 60;  // "runnext", "queue" before the chips
inline constexpr int kMinCardWidth = 200;
inline constexpr int kMaxCardWidth = 400;
inline constexpr int kRunningChip = 28;
inline constexpr int kChipHeight = 20;
inline constexpr int kChipRadius = 3;
inline constexpr int kChipGap = 4;
inline constexpr int kNamedInQueue = 4;  // the first chips of a queue; the rest are cells
inline constexpr int kQueueCell = 6;
inline constexpr int kCellPitch = 8;
inline constexpr int kMaxCards = 8;  // more processors than that are rows
inline constexpr int kRowHeight = 28;
inline constexpr int kRoomChip = 92;   // wide enough for "G17 hash"
inline constexpr int kShortChip = 44;  // for "G17"
inline constexpr int kRoomHeight = 64;
inline constexpr int kRoomGap = 8;
inline constexpr int kMinRoomWidth = 176;

// Overview
inline constexpr int kOverviewHeight = 40;

// Exported pictures
inline constexpr int kPageMargin = 24;
inline constexpr int kPageTitle = 52;  // title and caption above the picture
inline constexpr int kLegendLine = 20;
inline constexpr int kSwatchWidth = 20;
inline constexpr int kLeastPage = 240;      // a side, logical pixels
inline constexpr int kMostPixels = 32'000;  // a side, device pixels: QPainter's limit is a little above

}  // namespace gmpscope::app::metrics
