#pragma once
// The presets, in the language of now, and which of them is chosen. GUI thread.

#include <QtQml/qqmlregistration.h>
#include <QAbstractListModel>
#include <vector>

#include "core/workload/preset.h"

namespace gmpscope::app {

class Language;

class LibraryModel : public QAbstractListModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("the workbench has one")
  Q_PROPERTY(int chosen READ chosen WRITE setChosen NOTIFY chosenChanged)
  Q_PROPERTY(QString chosenTitle READ chosenTitle NOTIFY chosenChanged)
  Q_PROPERTY(QString chosenSummary READ chosenSummary NOTIFY chosenChanged)
  Q_PROPERTY(QString chosenDescription READ chosenDescription NOTIFY chosenChanged)
  Q_PROPERTY(QString error READ error CONSTANT)
  Q_PROPERTY(int count READ count CONSTANT)

 public:
  enum Role { IdRole = Qt::UserRole + 1, TitleRole, SummaryRole };

  explicit LibraryModel(const Language* language, QObject* parent = nullptr);

  [[nodiscard]] int count() const { return static_cast<int>(presets_.size()); }
  [[nodiscard]] int chosen() const { return chosen_; }
  void setChosen(int row);
  // Chooses a preset by its id. False: there is none of that name.
  bool choose(const QString& id);
  [[nodiscard]] const workload::PresetInfo* preset() const;
  [[nodiscard]] QString titleOf(const std::string& id) const;  // the id itself, if it isn't in the library
  [[nodiscard]] QString chosenTitle() const;
  [[nodiscard]] QString chosenSummary() const;
  [[nodiscard]] QString chosenDescription() const;
  [[nodiscard]] QString error() const { return error_; }

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

 signals:
  void chosenChanged();

 private:
  const Language* language_;
  std::vector<workload::PresetInfo> presets_;
  QString error_;
  int chosen_ = -1;
};

}  // namespace gmpscope::app
