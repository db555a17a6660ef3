#include "app/models/recent_traces.h"

#include <QDir>
#include <QFileInfo>
#include <QSettings>
#include <QUrl>

namespace gmpscope::app {
namespace {

constexpr auto kKey = "recent/traces";
constexpr int kKept = 6;

}  // namespace

// Files that are gone aren't offered.
RecentTraces::RecentTraces(QObject* parent) : QAbstractListModel(parent) {
  const QStringList stored = QSettings().value(QLatin1String(kKey)).toStringList();
  for (const QString& file : stored) {
    if (QFileInfo::exists(file)) files_.append(file);
  }
}

void RecentTraces::add(const QString& file) {
  const QString path = QFileInfo(file).absoluteFilePath();
  beginResetModel();
  files_.removeAll(path);
  files_.prepend(path);
  while (files_.size() > kKept) files_.removeLast();
  endResetModel();
  QSettings().setValue(QLatin1String(kKey), files_);
  emit countChanged();
}

int RecentTraces::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : count(); }

QVariant RecentTraces::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const QFileInfo file(files_.at(index.row()));
  switch (role) {
    case NameRole:
      return file.fileName();
    case FolderRole:
      return QDir::toNativeSeparators(file.path());
    case UrlRole:
      return QUrl::fromLocalFile(file.filePath());
    default:
      return {};
  }
}

QHash<int, QByteArray> RecentTraces::roleNames() const {
  return {{NameRole, "name"}, {FolderRole, "folder"}, {UrlRole, "fileUrl"}};
}

}  // namespace gmpscope::app
