#include "app/models/rows_model.h"

namespace gmpscope::app {

// Values that change while the shape stays (a duration that grows) must not rebuild the delegates.
void RowsModel::set(std::vector<Row> rows) {
  if (rows.size() == rows_.size()) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (rows[i] == rows_[i]) continue;
      rows_[i] = std::move(rows[i]);
      const QModelIndex changed = index(static_cast<int>(i));
      emit dataChanged(changed, changed);
    }
    return;
  }
  beginResetModel();
  rows_ = std::move(rows);
  endResetModel();
  emit countChanged();
}

int RowsModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : count(); }

QVariant RowsModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const Row& row = rows_[static_cast<std::size_t>(index.row())];
  switch (role) {
    case NameRole:
      return row.name;
    case ValueRole:
      return row.value;
    case StrongRole:
      return row.strong;
    default:
      return {};
  }
}

QHash<int, QByteArray> RowsModel::roleNames() const {
  return {{NameRole, "name"}, {ValueRole, "value"}, {StrongRole, "strong"}};
}

}  // namespace gmpscope::app
