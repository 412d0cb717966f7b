// The least or the greatest of the labels that are further on.
#pragma once

#include "rows.hpp"

namespace countermove {

// The least (or greatest) label among states that have gone at least as far on many one-way
// options. A state enters, all at once, for all that have gone less far on the first four of these
// options; who asks looks at all that have gone further on the others.
template <class Join, unsigned WIDTH = 4>
class Onward {
public:
    explicit Onward(unsigned options)
        : options_(options), rows_(u64{1} << (options > LOW ? options - LOW : 0)) {}

    // A table of all combinations pays for a fibre that holds a good part of them.
    bool pays(std::size_t size) const { return options_ < 32 && rows_ <= size >> (LOW - 2); }

    COUNTERMOVE_INLINE void clear() {
        table_.resize(rows_);
        for (auto& row : table_) row.clear();
    }
    COUNTERMOVE_INLINE void add(u64 progress, Pair label) {
        table_[progress >> LOW].add(loaded(&label), progress & LOW_BITS);
    }
    COUNTERMOVE_INLINE Pair at(u64 progress) const {
        const u64 high = progress >> LOW, open = ~high & (rows_ - 1);
        Two found = table_[high].at(progress & LOW_BITS);
        for (u64 part = open; part; part = (part - 1) & open)
            Join::keep(found, table_[high | part].at(progress & LOW_BITS));
        return paired(found);
    }

private:
    static constexpr unsigned LOW = 4;
    static constexpr u64 LOW_BITS = (1 << LOW) - 1;

    unsigned options_;
    u64 rows_;
    std::vector<Row<Join, LOW, WIDTH>> table_;
};

}  // namespace countermove
