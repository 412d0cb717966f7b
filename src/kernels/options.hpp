// Options and choices as bits.
#pragma once

#include "common.hpp"

namespace countermove {

// Brings some bits of a number together, as `gathered` does, but soon for many numbers.
class Gathering {
public:
    explicit Gathering(u64 bits);

    u64 operator()(u64 number) const {
        u64 found = 0;
        for (const Field& field : fields_) found |= (number & field.bits) >> field.shift;
        return found;
    }

private:
    struct Field {  // bits that keep their distances
        unsigned shift;
        u64 bits;
    };
    std::vector<Field> fields_;
};

// What a decision maker may change, as bits of the options.
struct Options {
    unsigned count = 0;  // options of the model
    u64 both = 0;        // its options that may be changed both ways,
    u64 take = 0;        // only from no to yes,
    u64 drop = 0;        // only from yes to no

    u64 own() const { return both | take | drop; }
    u64 one_way() const { return take | drop; }
    u64 others() const { return ~own() & (count < 64 ? (u64{1} << count) - 1 : ~u64{0}); }
    // How far a choice has gone on the one-way options: a move adds bits and never takes one away.
    u64 progress(u64 choice) const { return gathered(choice ^ drop, one_way()); }
};

// The choice at a place; where all choices are feasible they aren't listed, but their own places.
inline u64 choice_at(const Numbers& choices, u32 place) {
    return choices.size() ? choices[place] : place;
}

// All places, those together whose choices have some bits in common: first the last of `keys`.
std::vector<u32> grouped(const Numbers& choices, std::size_t places, std::vector<u64> keys);

}  // namespace countermove
