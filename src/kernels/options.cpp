#include "options.hpp"

namespace countermove {

// Sorts by some bits at a time, from the least important ones: sorting by counting keeps the order
// of what is equal.
std::vector<u32> grouped(const Numbers& choices, std::size_t places, std::vector<u64> keys) {
    constexpr unsigned AT_ONCE = 11;
    std::vector<u32> order(places), sorted(places);
    for (std::size_t k = 0; k < places; ++k) order[k] = static_cast<u32>(k);
    for (u64 left : keys) {
        while (left) {
            unsigned shift = 0, width = 0;
            while (!(left >> shift & 1)) ++shift;
            while (width < AT_ONCE && left >> (shift + width) & 1) ++width;
            const u64 mask = (u64{1} << width) - 1;
            left &= ~(mask << shift);
            const auto digit = [&](u32 place) { return choice_at(choices, place) >> shift & mask; };
            std::vector<std::size_t> begins(mask + 2);
            for (const u32 place : order) ++begins[digit(place) + 1];
            for (std::size_t k = 1; k < begins.size(); ++k) begins[k] += begins[k - 1];
            for (const u32 place : order) sorted[begins[digit(place)]++] = place;
            order.swap(sorted);
        }
    }
    return order;
}

}  // namespace countermove
