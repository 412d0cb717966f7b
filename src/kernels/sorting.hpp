// Sorts the states of a fibre.
#pragma once

#include "common.hpp"

namespace countermove {

// Sorts numbers, from the greatest to the least; what is equal keeps its order. Its room is kept
// from one time to the next.
class Sorter {
public:
    explicit Sorter(u32 greatest) : greatest_(greatest), bits_(width(greatest)) {}

    // Numbers are number_of(0) to number_of(count - 1). Calls each(position, k, tied): the number
    // in this position is number_of(k), and equal to the one before if it is `tied`.
    template <class NumberOf, class Each>
    void sort(std::size_t count, const NumberOf& number_of, const Each& each) {
        if (count <= FEW && bits_ + width(count) < 32)
            by_places(count, number_of, each);
        else
            by_digits(count, number_of, each);
    }

private:
    static constexpr std::size_t FEW = 64;

    static unsigned width(u64 number) {
        unsigned bits = 0;
        while (number >> bits) ++bits;
        return bits;
    }

    // A number's place is how many come before it: no branches, and several numbers at once.
    template <class NumberOf, class Each>
    void by_places(std::size_t count, const NumberOf& number_of, const Each& each) {
        constexpr std::size_t AT_ONCE = 8;
        std::int32_t keys[FEW], sorted[FEW];
        const unsigned shift = width(count);
        const std::size_t padded = (count + AT_ONCE - 1) / AT_ONCE * AT_ONCE;
        for (std::size_t k = 0; k < count; ++k)
            keys[k] = static_cast<std::int32_t>((greatest_ - number_of(k)) << shift | k);
        for (std::size_t k = count; k < padded; ++k) keys[k] = 0;
        for (std::size_t begin = 0; begin < count; begin += AT_ONCE) {
            std::int32_t places[AT_ONCE] = {};
            for (std::size_t other = 0; other < count; ++other)
                for (std::size_t k = 0; k < AT_ONCE; ++k)
                    places[k] += keys[other] < keys[begin + k];
            for (std::size_t k = 0; k < std::min(AT_ONCE, count - begin); ++k)
                sorted[places[k]] = keys[begin + k];
        }
        std::int32_t before = -1;
        for (std::size_t k = 0; k < count; ++k) {
            const std::int32_t key = sorted[k] >> shift;
            each(k, static_cast<std::size_t>(sorted[k] & ((1 << shift) - 1)), key == before);
            before = key;
        }
    }

    // Digit by digit, from the least important one.
    template <class NumberOf, class Each>
    void by_digits(std::size_t count, const NumberOf& number_of, const Each& each) {
        const unsigned most = std::min(11u, std::max(8u, width(count) - 1));
        const unsigned digits = std::max(1u, (bits_ + most - 1) / most);
        const unsigned digit_bits = (bits_ + digits - 1) / digits;
        const u32 last = (u32{1} << digit_bits) - 1;
        entries_.resize(count);
        sorted_.resize(count);
        begins_.assign(digits * (std::size_t{last} + 1), 0);
        for (std::size_t k = 0; k < count; ++k) {
            const u32 key = greatest_ - static_cast<u32>(number_of(k));
            entries_[k] = {key, static_cast<u32>(k)};
            for (unsigned digit = 0; digit < digits; ++digit)
                ++begins_[digit << digit_bits | (key >> digit * digit_bits & last)];
        }
        for (unsigned digit = 0; digit < digits; ++digit) {
            u32* const begins = &begins_[digit << digit_bits];
            u32 before = 0;
            for (u32 value = 0; value <= last; ++value) {
                const u32 here = begins[value];
                begins[value] = before;
                before += here;
            }
            for (const Entry& entry : entries_)
                sorted_[begins[entry.key >> digit * digit_bits & last]++] = entry;
            entries_.swap(sorted_);
        }
        for (std::size_t k = 0; k < count; ++k)
            each(k, std::size_t{entries_[k].number}, k && entries_[k].key == entries_[k - 1].key);
    }

    struct Entry {
        u32 key;
        u32 number;
    };
    u32 greatest_;
    unsigned bits_;
    std::vector<Entry> entries_, sorted_;
    std::vector<u32> begins_;
};

}  // namespace countermove
