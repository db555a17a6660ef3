#include "app/models/parameter_model.h"

#include <algorithm>
#include <cmath>

#include "app/models/language.h"
#include "app/scene/time_scale.h"

namespace gmpscope::app {
namespace {

// A range of more than that is stepped through by factors.
constexpr std::int64_t kWide = 40;

QString shownValue(const workload::Parameter& parameter, std::int64_t value) {
  return parameter.type == workload::ParameterType::Duration ? lengthText(value) : QString::number(value);
}

std::int64_t nextRound(std::int64_t value, int direction) {
  std::int64_t power = 1;
  while (power * 10 <= value) power *= 10;
  if (direction > 0) {
    for (const std::int64_t factor : {1, 2, 5, 10}) {
      if (factor * power > value) return factor * power;
    }
  }
  const std::int64_t below = power > 1 ? power / 10 : 1;
  for (const std::int64_t candidate : {5 * power, 2 * power, power, 5 * below, 2 * below, below}) {
    if (candidate < value) return candidate;
  }
  return value - 1;
}

// People type "20 µs" where the command line has 20us.
std::string typed(const QString& text) {
  QString plain = text.simplified();
  plain.remove(QLatin1Char(' ')).remove(QChar(0x202f)).remove(QChar(0x2009)).remove(QChar(0x00a0));
  plain.replace(QStringLiteral("µ"), QStringLiteral("u")).replace(QStringLiteral("μ"), QStringLiteral("u"));
  plain.replace(QStringLiteral("мк"), QStringLiteral("u")).replace(QLatin1Char(','), QLatin1Char('.'));
  plain.replace(QStringLiteral("мс"), QStringLiteral("ms")).replace(QStringLiteral("нс"), QStringLiteral("ns"));
  plain.replace(QStringLiteral("с"), QStringLiteral("s"));
  return plain.toStdString();
}

}  // namespace

ParameterModel::ParameterModel(const LibraryModel* library, const Language* language, QObject* parent)
    : QAbstractListModel(parent), library_(library), language_(language), preset_(library->preset()) {
  connect(library, &LibraryModel::chosenChanged, this, [this] {
    if (library_->preset() == preset_) return;
    beginResetModel();
    preset_ = library_->preset();
    values_.clear();
    rejected_.clear();
    endResetModel();
    emit countChanged();
    emit valuesChanged();
  });
  connect(language, &Language::changed, this, [this] {
    if (count() > 0) emit dataChanged(index(0), index(count() - 1));
  });
}

int ParameterModel::count() const { return preset_ == nullptr ? 0 : static_cast<int>(preset_->parameters.size()); }

void ParameterModel::enter(int row, const QString& text) {
  const auto& wanted = parameter(row);
  if (text == shownValue(wanted, value(wanted))) {
    rejected_.erase(row);
    renew(row);
    return;
  }
  const auto parsed = workload::parseSetting(*preset_, wanted.name + "=" + typed(text));
  if (!parsed) {
    rejected_[row] = text;
    renew(row);
    return;
  }
  setValue(row, parsed.value().second);
}

void ParameterModel::step(int row, int direction) {
  const auto& wanted = parameter(row);
  const std::int64_t now = value(wanted);
  const bool wide = wanted.max - wanted.min > kWide;
  setValue(row, std::clamp(wide ? nextRound(now, direction) : now + direction, wanted.min, wanted.max));
}

void ParameterModel::reset() {
  values_.clear();
  rejected_.clear();
  for (int row = 0; row < count(); ++row) renew(row);
}

std::vector<std::string> ParameterModel::settings() const {
  std::vector<std::string> result;
  if (preset_ == nullptr) return result;
  for (const auto& [name, number] : values_) {
    const auto of = std::find_if(preset_->parameters.begin(), preset_->parameters.end(),
                                 [&wanted = name](const auto& p) { return p.name == wanted; });
    const bool duration = of != preset_->parameters.end() && of->type == workload::ParameterType::Duration;
    result.push_back(name + "=" + std::to_string(number) + (duration ? "ns" : ""));
  }
  return result;
}

Status ParameterModel::apply(const std::vector<std::string>& settings) {
  for (const auto& setting : settings) {
    if (preset_ == nullptr) break;
    const auto parsed = workload::parseSetting(*preset_, setting);
    if (!parsed) return parsed.error();
    for (int row = 0; row < count(); ++row) {
      if (parameter(row).name == parsed.value().first) setValue(row, parsed.value().second);
    }
  }
  return Nothing{};
}

const workload::Parameter& ParameterModel::parameter(int row) const {
  return preset_->parameters.at(static_cast<std::size_t>(row));
}

std::int64_t ParameterModel::value(const workload::Parameter& parameter) const {
  const auto found = values_.find(parameter.name);
  return found == values_.end() ? parameter.defaultValue : found->second;
}

void ParameterModel::setValue(int row, std::int64_t number) {
  const auto& wanted = parameter(row);
  if (number == wanted.defaultValue) {
    values_.erase(wanted.name);
  } else {
    values_[wanted.name] = number;
  }
  rejected_.erase(row);
  renew(row);
}

void ParameterModel::renew(int row) {
  emit dataChanged(index(row), index(row));
  emit valuesChanged();
}

int ParameterModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : count(); }

QVariant ParameterModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const auto& wanted = parameter(index.row());
  const auto rejected = rejected_.find(index.row());
  switch (role) {
    case TitleRole:
      return language_->pick(wanted.title);
    case TextRole:
      return rejected != rejected_.end() ? rejected->second : shownValue(wanted, value(wanted));
    case RangeRole:
      return tr("%1: %2 to %3")
          .arg(QString::fromStdString(wanted.name), shownValue(wanted, wanted.min), shownValue(wanted, wanted.max));
    case ValidRole:
      return rejected == rejected_.end();
    case LowestRole:
      return value(wanted) <= wanted.min;
    case HighestRole:
      return value(wanted) >= wanted.max;
    default:
      return {};
  }
}

QHash<int, QByteArray> ParameterModel::roleNames() const {
  return {{TitleRole, "title"}, {TextRole, "valueText"}, {RangeRole, "rangeText"},
          {ValidRole, "valid"}, {LowestRole, "lowest"},  {HighestRole, "highest"}};
}

}  // namespace gmpscope::app
