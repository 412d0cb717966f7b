// The least or the greatest of two labels, and of all labels that are further on.
#pragma once

#include "common.hpp"

namespace countermove {

struct Least {
    static Pair none() { return {NOTHING, NOTHING}; }
    static Pair anew(bool really, Pair x) {  // none, if really; without a branch
        const u32 mask = u32{0} - u32{really};
        return {x.plain | mask, x.escape | mask};
    }
    static Pair join(Pair x, Pair y) { return least(x, y); }
};

struct Most {
    static Pair none() { return {0, 0}; }
    static Pair anew(bool really, Pair x) {
        const u32 mask = u32{really} - 1;
        return {x.plain & mask, x.escape & mask};
    }
    static Pair join(Pair x, Pair y) { return most(x, y); }
};

// The least (or greatest) label among states that have gone at least as far on w one-way options.
// A state enters for all that have gone less far on the first half of these options; who asks looks
// at all that have gone further on the second half. Either way that is about 1.5^(w/2) entries.
template <class Join>
class Onward {
public:
    explicit Onward(unsigned options)
        : options_(options), low_(options > 4 ? options / 2 : 0), low_bits_((u64{1} << low_) - 1) {}

    // A table of all combinations pays for a fibre that holds a good part of them.
    bool pays(std::size_t size) const {
        return options_ < 32 && (std::size_t{1} << options_) <= 4 * size;
    }

    void clear() { table_.assign(std::size_t{1} << options_, Join::none()); }

    void add(u64 progress, Pair label) {
        const u64 low = progress & low_bits_, high = progress & ~low_bits_;
        for (u64 part = high;; part = (part - 1) & high) {
            table_[part | low] = Join::join(table_[part | low], label);
            if (!part) return;
        }
    }

    Pair at(u64 progress) const {
        const u64 open = ~progress & low_bits_;
        Pair found = Join::none();
        for (u64 part = open;; part = (part - 1) & open) {
            found = Join::join(found, table_[progress | part]);
            if (!part) return found;
        }
    }

private:
    unsigned options_;
    unsigned low_;
    u64 low_bits_;
    std::vector<Pair> table_;
};

}  // namespace countermove
