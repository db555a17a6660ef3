#pragma once
// Why something started, in sentences that name the rule they come from. Translated at each call.

#include <QString>
#include <vector>

#include "core/analysis/reasons.h"

namespace gmpscope::app {

[[nodiscard]] QString reasonTitle(const analysis::Reason& reason);  // "Stolen from P0"
[[nodiscard]] QString reasonText(const analysis::Reason& reason);   // a few sentences

// What else could have been chosen, in findRunnable's order.
struct CandidateWords {
  QString step;      // "61st tick"
  QString observed;  // "schedtick 17 is no multiple of 61"
};
[[nodiscard]] std::vector<CandidateWords> candidateWords(const analysis::Reason& reason);

// How the goroutine came here.
struct ChainWords {
  Nanos time = 0;
  QString text;  // "created by G1 on P0"
};
[[nodiscard]] std::vector<ChainWords> chainWords(const analysis::Reason& reason);

}  // namespace gmpscope::app
