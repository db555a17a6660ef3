// Every text is translated, and every text of the sources is known to the translators' files.

#include <gtest/gtest.h>

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QXmlStreamReader>
#include <set>
#include <string>

namespace gmpscope::app {
namespace {

const QString kSource = QString::fromLocal8Bit(qgetenv("GMPSCOPE_SOURCE"));

struct Texts {
  std::set<std::string> known;       // context and source
  std::vector<std::string> missing;  // unfinished, empty, or gone from the sources
};

Texts read(const QString& file) {
  Texts texts;
  QFile input(file);
  EXPECT_TRUE(input.open(QIODevice::ReadOnly)) << file.toStdString();
  QXmlStreamReader xml(&input);
  std::string context, source;
  while (!xml.atEnd()) {
    xml.readNext();
    if (!xml.isStartElement()) continue;
    if (xml.name() == QLatin1String("name")) context = xml.readElementText().toStdString();
    if (xml.name() == QLatin1String("source")) source = xml.readElementText().toStdString();
    if (xml.name() != QLatin1String("translation")) continue;
    const auto type = xml.attributes().value(QLatin1String("type"));
    const QString text = xml.readElementText(QXmlStreamReader::IncludeChildElements).trimmed();
    if (type == QLatin1String("vanished") || type == QLatin1String("obsolete")) {
      texts.missing.push_back(context + ": " + source + " (gone)");
      continue;
    }
    texts.known.insert(context + ": " + source);
    if (!type.isEmpty() || text.isEmpty()) texts.missing.push_back(context + ": " + source);
  }
  EXPECT_FALSE(xml.hasError()) << file.toStdString();
  return texts;
}

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const auto& line : lines) text += "\n  " + line;
  return text;
}

TEST(Texts, AreAllTranslated) {
  for (const char* language : {"en", "ru"}) {
    const Texts texts = read(kSource + QStringLiteral("/resources/i18n/gmpscope_%1.ts").arg(QLatin1String(language)));
    EXPECT_GT(texts.known.size(), 200U);
    EXPECT_TRUE(texts.missing.empty()) << language << joined(texts.missing);
  }
}

TEST(Texts, OfTheSourcesAreAllKnown) {
  const QTemporaryDir folder;
  const QString fresh = folder.filePath(QStringLiteral("fresh_ru.ts"));
  QProcess lupdate;
  lupdate.setWorkingDirectory(kSource);
  lupdate.start(QStringLiteral(LUPDATE),
                {QStringLiteral("-I"), QStringLiteral("."), QStringLiteral("-extensions"), QStringLiteral("cpp,h,qml"),
                 QStringLiteral("qml"), QStringLiteral("app"), QStringLiteral("-ts"), fresh});
  ASSERT_TRUE(lupdate.waitForFinished(60'000));
  ASSERT_EQ(lupdate.exitCode(), 0) << lupdate.readAllStandardError().toStdString();
  const Texts found = read(fresh);
  const Texts russian = read(kSource + QStringLiteral("/resources/i18n/gmpscope_ru.ts"));
  EXPECT_GT(found.known.size(), 200U);
  for (const auto& text : found.known) EXPECT_TRUE(russian.known.contains(text)) << "not in gmpscope_ru.ts: " << text;
  for (const auto& text : russian.known) EXPECT_TRUE(found.known.contains(text)) << "in no source: " << text;
}

}  // namespace
}  // namespace gmpscope::app
