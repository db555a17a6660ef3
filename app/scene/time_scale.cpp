#include "app/scene/time_scale.h"

#include <QCoreApplication>
#include <QLocale>
#include <array>
#include <cmath>

namespace gmpscope::app {
namespace {

constexpr QChar kThinSpace(0x2009);

struct Unit {
  const char* name;
  Nanos nanos;
  int digits;  // after the point, down to a nanosecond
};
constexpr std::array<Unit, 4> kUnits{{
    {QT_TRANSLATE_NOOP("scene", "ns"), 1, 0},
    {QT_TRANSLATE_NOOP("scene", "µs"), 1'000, 3},
    {QT_TRANSLATE_NOOP("scene", "ms"), 1'000'000, 6},
    {QT_TRANSLATE_NOOP("scene", "s"), 1'000'000'000, 9},
}};

const Unit& unitFor(Nanos value) {
  for (std::size_t i = kUnits.size() - 1; i > 0; --i) {
    if (value >= kUnits[i].nanos) return kUnits[i];
  }
  return kUnits[0];
}

QString nameOf(const Unit& unit) { return QCoreApplication::translate("scene", unit.name); }

}  // namespace

TimeScale TimeScale::at(double start, double nanosPerColumn) {
  return {static_cast<std::int64_t>(std::llround(start / nanosPerColumn)), nanosPerColumn};
}

Nanos TimeScale::columnStart(std::int64_t column) const {
  return static_cast<Nanos>(std::ceil(static_cast<double>(column) * nanosPerColumn));
}

std::int64_t TimeScale::columnOf(Nanos t) const {
  auto column = static_cast<std::int64_t>(std::floor(static_cast<double>(t) / nanosPerColumn));
  // The quotient is rounded; the columns' starts decide.
  while (columnStart(column) > t) --column;
  while (columnStart(column + 1) <= t) ++column;
  return column;
}

double TimeScale::xOf(Nanos t) const { return static_cast<double>(t) / nanosPerColumn - static_cast<double>(first); }

Nanos TimeScale::timeAt(double x) const {
  return static_cast<Nanos>(std::floor((x + static_cast<double>(first)) * nanosPerColumn));
}

std::vector<Nanos> TimeScale::edges(int count) const {
  std::vector<Nanos> result(static_cast<std::size_t>(count) + 1);
  for (std::size_t j = 0; j < result.size(); ++j) result[j] = columnStart(first + static_cast<std::int64_t>(j));
  return result;
}

Nanos tickStep(double minimum) {
  Nanos power = 1;
  while (static_cast<double>(power) * 10 < minimum) power *= 10;
  for (const Nanos factor : {1, 2, 5}) {
    if (static_cast<double>(power * factor) >= minimum) return power * factor;
  }
  return power * 10;
}

QString grouped(std::int64_t value) {
  QString digits = QString::number(value);
  const qsizetype sign = value < 0 ? 1 : 0;
  for (qsizetype at = digits.size() - 3; at > sign; at -= 3) digits.insert(at, kThinSpace);
  return digits;
}

QString instantText(Nanos t, Nanos resolution, Nanos reach) {
  const Unit& unit = unitFor(std::abs(reach != 0 ? reach : t));
  const Nanos size = std::abs(t);
  int digits = unit.digits;
  for (Nanos power = 10; digits > 0 && power <= resolution; power *= 10) --digits;
  QString text = grouped(size / unit.nanos);
  if (t < 0) text.prepend(QChar(0x2212));
  if (digits > 0) {
    QString fraction = QString::number(size % unit.nanos).rightJustified(unit.digits, u'0').left(digits);
    for (qsizetype at = 3; at < fraction.size(); at += 4) fraction.insert(at, kThinSpace);
    text += QLocale().decimalPoint() + fraction;
  }
  return text + kThinSpace + nameOf(unit);
}

QString lengthText(Nanos length) {
  const Unit& unit = unitFor(length);
  const double value = static_cast<double>(length) / static_cast<double>(unit.nanos);
  if (unit.nanos == 1 || value >= 9.95) return grouped(std::llround(value)) + kThinSpace + nameOf(unit);
  return QLocale().toString(value, 'f', 1) + kThinSpace + nameOf(unit);
}

}  // namespace gmpscope::app
