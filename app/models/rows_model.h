#pragma once
// A short list of rows for the inspector: a name, a value, and whether the row stands out. GUI thread.

#include <QtQml/qqmlregistration.h>
#include <QAbstractListModel>
#include <vector>

namespace gmpscope::app {

struct Row {
  QString name;
  QString value;
  bool strong = false;
  friend bool operator==(const Row&, const Row&) = default;
};

class RowsModel : public QAbstractListModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("models make them")
  Q_PROPERTY(int count READ count NOTIFY countChanged)

 public:
  using QAbstractListModel::QAbstractListModel;

  enum Role { NameRole = Qt::UserRole + 1, ValueRole, StrongRole };

  void set(std::vector<Row> rows);
  [[nodiscard]] int count() const { return static_cast<int>(rows_.size()); }

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

 signals:
  void countChanged();

 private:
  std::vector<Row> rows_;
};

}  // namespace gmpscope::app
