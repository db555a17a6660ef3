#pragma once
// The traces opened or saved last, remembered from start to start. GUI thread.

#include <QtQml/qqmlregistration.h>
#include <QAbstractListModel>
#include <QStringList>

namespace gmpscope::app {

class RecentTraces : public QAbstractListModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("the workbench has one")
  Q_PROPERTY(int count READ count NOTIFY countChanged)

 public:
  enum Role { NameRole = Qt::UserRole + 1, FolderRole, UrlRole };

  explicit RecentTraces(QObject* parent = nullptr);

  [[nodiscard]] int count() const { return static_cast<int>(files_.size()); }
  void add(const QString& file);

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

 signals:
  void countChanged();

 private:
  QStringList files_;
};

}  // namespace gmpscope::app
