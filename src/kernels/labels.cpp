#include "labels.hpp"

namespace countermove {

void at_least(Labels& labels, const Numbers& ranks, u8* plain, u8* escape, unsigned threads) {
    ranks.with([&](const auto* values) {
        shared((labels.states() + 7) / 8, 8, threads, [&](std::size_t begin, std::size_t end) {
            for (std::size_t byte = begin; byte < end; ++byte) {
                const std::size_t first = byte * 8;
                const std::size_t count = std::min<std::size_t>(8, labels.states() - first);
                const Pair* const pairs = &labels[first];
                unsigned one = 0, other = 0;
                for (std::size_t k = 0; k < count; ++k) {
                    const u32 rank = static_cast<u32>(values[first + k]);
                    one |= static_cast<unsigned>(rank >= pairs[k].plain) << k;
                    other |= static_cast<unsigned>(rank >= pairs[k].escape) << k;
                }
                plain[byte] = static_cast<u8>(one);
                escape[byte] = static_cast<u8>(other);
            }
        });
    });
}

}  // namespace countermove
