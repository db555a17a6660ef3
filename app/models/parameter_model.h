#pragma once
// The parameters of the chosen preset with the values for the next run. Values are typed as on the command line,
// "20us"; what isn't legal stays marked and is not taken. GUI thread.

#include <QtQml/qqmlregistration.h>
#include <QAbstractListModel>
#include <map>
#include <string>

#include "app/models/library_model.h"

namespace gmpscope::app {

class ParameterModel : public QAbstractListModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("the workbench has one")
  Q_PROPERTY(int count READ count NOTIFY countChanged)
  Q_PROPERTY(bool changed READ changed NOTIFY valuesChanged)

 public:
  enum Role { TitleRole = Qt::UserRole + 1, TextRole, RangeRole, ValidRole, LowestRole, HighestRole };

  ParameterModel(const LibraryModel* library, const Language* language, QObject* parent = nullptr);

  [[nodiscard]] int count() const;
  [[nodiscard]] bool changed() const { return !values_.empty(); }
  Q_INVOKABLE void enter(int row, const QString& text);
  // To the next of 1, 2, 5, 10 … where the range is wide, else by one.
  Q_INVOKABLE void step(int row, int direction);
  Q_INVOKABLE void reset();
  // NAME=VALUE, for what differs from the default.
  [[nodiscard]] std::vector<std::string> settings() const;
  // As given on the command line; the error names what is wrong.
  [[nodiscard]] Status apply(const std::vector<std::string>& settings);

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

 signals:
  void countChanged();
  void valuesChanged();

 private:
  [[nodiscard]] const workload::Parameter& parameter(int row) const;
  [[nodiscard]] std::int64_t value(const workload::Parameter& parameter) const;
  void setValue(int row, std::int64_t number);
  void renew(int row);

  const LibraryModel* library_;
  const Language* language_;
  const workload::PresetInfo* preset_ = nullptr;
  workload::ParameterValues values_;  // those that differ
  std::map<int, QString> rejected_;   // by row: what was typed and isn't legal
};

}  // namespace gmpscope::app
