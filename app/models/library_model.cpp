#include "app/models/library_model.h"

#include <algorithm>

#include "app/models/language.h"
#include "core/workload/preset_library.h"

namespace gmpscope::app {

LibraryModel::LibraryModel(const Language* language, QObject* parent)
    : QAbstractListModel(parent), language_(language) {
  auto library = workload::loadLibrary();
  if (library) {
    for (const auto& preset : library.value()) presets_.push_back(preset.info);
  } else {
    error_ = QString::fromStdString(library.error().text());
  }
  if (!presets_.empty()) chosen_ = 0;
  choose(QStringLiteral("work-stealing"));
  connect(language, &Language::changed, this, [this] {
    if (count() > 0) emit dataChanged(index(0), index(count() - 1));
    emit chosenChanged();
  });
}

void LibraryModel::setChosen(int row) {
  if (row == chosen_ || row < 0 || row >= count()) return;
  chosen_ = row;
  emit chosenChanged();
}

bool LibraryModel::choose(const QString& id) {
  const auto found =
      std::find_if(presets_.begin(), presets_.end(), [&](const auto& preset) { return preset.id == id.toStdString(); });
  if (found == presets_.end()) return false;
  setChosen(static_cast<int>(found - presets_.begin()));
  return true;
}

const workload::PresetInfo* LibraryModel::preset() const {
  return chosen_ < 0 ? nullptr : &presets_[static_cast<std::size_t>(chosen_)];
}

QString LibraryModel::titleOf(const std::string& id) const {
  for (const auto& preset : presets_) {
    if (preset.id == id) return language_->pick(preset.title);
  }
  return QString::fromStdString(id);
}

QString LibraryModel::chosenTitle() const { return preset() ? language_->pick(preset()->title) : QString(); }

QString LibraryModel::chosenSummary() const { return preset() ? language_->pick(preset()->summary) : QString(); }

QString LibraryModel::chosenDescription() const {
  return preset() ? language_->pick(preset()->description) : QString();
}

int LibraryModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : count(); }

QVariant LibraryModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const auto& preset = presets_[static_cast<std::size_t>(index.row())];
  switch (role) {
    case IdRole:
      return QString::fromStdString(preset.id);
    case TitleRole:
      return language_->pick(preset.title);
    case SummaryRole:
      return language_->pick(preset.summary);
    default:
      return {};
  }
}

QHash<int, QByteArray> LibraryModel::roleNames() const {
  return {{IdRole, "presetId"}, {TitleRole, "title"}, {SummaryRole, "summary"}};
}

}  // namespace gmpscope::app
