// Where the states lie, and two labels for each.
#pragma once

#include "common.hpp"

namespace countermove {

// The places of the states: one for each, in a row; or, where all choices on all options are
// feasible, on a *grid*, where a choice as a binary number is its own place.
//
// On a grid the states that one move apart lie powers of two apart, and caches keep few lines at
// such distances. So its rows are spaced: a line is left free after every 512 places, another one
// after every 2^15, and another one after every 2^21.
class Space {
public:
    Space(std::size_t states, bool grid) : states_(states), grid_(grid) {}

    std::size_t states() const { return states_; }
    bool is_grid() const { return grid_; }
    std::size_t slot(std::size_t place) const {
        return grid_ ? place + 8 * ((place >> RUN) + (place >> 15) + (place >> 21)) : place;
    }
    static constexpr unsigned RUN = 9;  // 2^9 places never have a gap between them

private:
    std::size_t states_;
    bool grid_;
};

class Labels {
public:
    explicit Labels(const Space& space)
        : space_(space), pairs_(space.slot(space.states()) + 1) {}

    std::size_t states() const { return space_.states(); }
    Pair& operator[](std::size_t place) { return pairs_[space_.slot(place)]; }

    // Calls work(rank, pair) for every state.
    template <class Work>
    void each(const Numbers& ranks, unsigned threads, const Work& work) {
        ranks.with([&](const auto* values) {
            shared(states(), 1, threads, [&](std::size_t begin, std::size_t end) {
                for (std::size_t stop; begin < end; begin = stop) {
                    stop = std::min(end, ((begin >> Space::RUN) + 1) << Space::RUN);
                    Pair* const pairs = &(*this)[begin];
                    for (std::size_t k = 0; k < stop - begin; ++k)
                        work(static_cast<u32>(values[begin + k]), pairs[k]);
                }
            });
        });
    }

private:
    Space space_;
    std::vector<Pair> pairs_;
};

// For each state whether its rank is at least its two labels: one bit for each, eight a byte.
void at_least(Labels& labels, const Numbers& ranks, u8* plain, u8* escape, unsigned threads);

}  // namespace countermove
