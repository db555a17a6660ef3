#pragma once
// Not for users: what a Context refers to, and how its values are found.

#include <any>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>

namespace gmp::detail {

class ContextNode;

enum class ContextEnd : std::uint8_t { None, Canceled, DeadlineExceeded };

// Keys of any type that compares. Two are equal if their types are the same and they compare equal.
class ContextKey {
 public:
  ContextKey() = default;
  ContextKey(const ContextKey&) = delete;
  ContextKey& operator=(const ContextKey&) = delete;
  virtual ~ContextKey() = default;
  [[nodiscard]] virtual bool equals(const ContextKey& other) const = 0;
};

template <class K>
class ContextKeyOf final : public ContextKey {
 public:
  template <class Given>
  explicit ContextKeyOf(const Given& key) : key_(key) {}
  [[nodiscard]] bool equals(const ContextKey& other) const override {
    const auto* same = dynamic_cast<const ContextKeyOf*>(&other);
    return same != nullptr && same->key_ == key_;
  }

 private:
  K key_;
};

// Text is kept and compared as text, whatever it comes as.
template <class K>
using StoredKey = ContextKeyOf<
    std::conditional_t<std::is_convertible_v<const std::decay_t<K>&, std::string_view>, std::string, std::decay_t<K>>>;

// A null node is the background.
std::shared_ptr<ContextNode> contextWithValue(std::shared_ptr<ContextNode> parent, std::unique_ptr<ContextKey> key,
                                              std::any value);
[[nodiscard]] std::any contextValue(const ContextNode* node, const ContextKey& key);

}  // namespace gmp::detail
