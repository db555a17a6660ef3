#pragma once
// A value or one clear error. The error names where the bad input stands and what would have been right,
// so that every message to a person can be one line.

#include <string>
#include <utility>
#include <variant>

namespace gmpscope {

struct Error {
  std::string file;      // the input as the user named it
  std::string place;     // where in it: a line, a key, an option; may be empty
  std::string expected;  // what was expected there

  [[nodiscard]] std::string text() const { return file + (place.empty() ? "" : ": " + place) + ": " + expected; }
};

template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

  [[nodiscard]] bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }
  [[nodiscard]] T& value() & { return std::get<0>(state_); }
  [[nodiscard]] const T& value() const& { return std::get<0>(state_); }
  [[nodiscard]] T&& value() && { return std::get<0>(std::move(state_)); }
  [[nodiscard]] const Error& error() const { return std::get<1>(state_); }

 private:
  std::variant<T, Error> state_;
};

struct Nothing {};
using Status = Result<Nothing>;

}  // namespace gmpscope
