#include "options.hpp"

namespace countermove {

Gathering::Gathering(u64 bits) {
    unsigned size = 0;
    for (unsigned k = 0; k < 64; ++k) {
        if (!(bits >> k & 1)) continue;
        if (fields_.empty() || fields_.back().shift != k - size) fields_.push_back({k - size, 0});
        fields_.back().bits |= u64{1} << k;
        ++size;
    }
}

// Sorts by some bits at a time, from the least important ones: sorting by counting keeps the order
// of what is equal.
std::vector<u32> grouped(const Numbers& choices, std::size_t places, std::vector<u64> keys) {
    unsigned at_once = 11;  // or more: most often all of them, and still fewer counts than places
    while (places >> (at_once + 3)) ++at_once;
    std::vector<u32> order(places), sorted(places), begins;
    for (std::size_t k = 0; k < places; ++k) order[k] = static_cast<u32>(k);
    for (u64 left : keys) {
        while (left) {
            u64 rest = left;
            for (unsigned k = 0; k < at_once; ++k) rest &= rest - 1;
            const u64 bits = left & ~rest;
            left = rest;
            const Gathering gathering(bits);
            const auto digit = [&](u32 place) { return gathering(choice_at(choices, place)); };
            begins.assign((std::size_t{1} << count_of(bits)) + 1, 0);
            for (const u32 place : order) ++begins[digit(place) + 1];
            for (std::size_t k = 1; k < begins.size(); ++k) begins[k] += begins[k - 1];
            for (const u32 place : order) sorted[begins[digit(place)]++] = place;
            order.swap(sorted);
        }
    }
    return order;
}

}  // namespace countermove
