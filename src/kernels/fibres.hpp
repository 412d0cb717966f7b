// A decision maker's moves in option form: fibres sorted once, swept with running minima.
#pragma once

#include <atomic>

#include "labels.hpp"
#include "options.hpp"

namespace countermove {

// The states of a model by fibre (the states that differ in the decision maker's own options
// only), in each fibre from best to worst.
//
// On a grid a fibre is its first place and one local code for each of its places, two bytes wide.
// Otherwise it is a list of places.
class Fibres {
public:
    Fibres(const Space& space, const Options& options, const Numbers& choices,
           const Numbers& ranks);

    // Label every state by its rank, and by the best that can be reached from it.
    void start(Labels& labels, unsigned threads) const;
    // Lower every label to the least that a move (or an improvement) leads to; true if one changed.
    bool sweep(Labels& labels, bool improving, unsigned threads) const;
    // Label every state by what the best move from it is worth: the lesser of rank and label there.
    void settle(Labels& labels, unsigned threads) const;

    std::size_t bytes() const;

    static constexpr u16 TIED = 1u << 15;  // as good as the place before it
    static constexpr u16 LOCAL = TIED - 1;
    static constexpr u32 LISTED_TIED = 1u << 31;
    static constexpr u32 LISTED_FIRST = 1u << 30;  // the first of its fibre
    static constexpr u32 PLACE = LISTED_FIRST - 1;
    static constexpr unsigned MOST_LOCAL = 15;  // options that a local code has room for

private:
    template <class Visit>
    void visit(Labels& labels, unsigned threads, const Visit& visit) const;
    void sort_codes();
    void sort_places(const Numbers& choices);

    Space space_;
    Options options_;
    Numbers ranks_;
    unsigned one_way_;
    std::vector<u16> codes_;        // on a grid: local codes
    std::vector<u32> offset_;       // … how far a local code is from the first of its fibre
    std::vector<u32> progress_of_;  // … how far it has gone
    std::vector<u32> places_;       // otherwise: places
    std::vector<u64> progress_;     // … how far each has gone
};

}  // namespace countermove
