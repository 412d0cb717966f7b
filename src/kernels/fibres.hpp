// A decision maker's moves in option form: fibres sorted once, swept with running minima.
#pragma once

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
           const Numbers& ranks, unsigned threads);

    // Label every state by its rank, and by the best that can be reached from it.
    void start(Labels& labels, unsigned threads) const;
    // Lower every label to the least that a move (or an improvement) leads to; true if one changed.
    bool sweep(Labels& labels, bool improving, unsigned threads) const;
    // Label every state by what the best move from it is worth: the lesser of rank and label there.
    void settle(Labels& labels, unsigned threads) const;

private:
    template <class Sweep>
    bool swept(Labels& labels, unsigned threads) const;
    void sort_codes(unsigned threads);
    void sort_places(const Numbers& choices, unsigned threads);

    Space space_;
    Options options_;
    Numbers ranks_;
    unsigned one_way_;
    std::vector<u16> codes_;        // on a grid: local codes
    std::vector<u32> offset_;       // … how far a local code is from the first of its fibre
    std::vector<u32> gone_;         // … how far it has gone
    std::vector<u32> places_;       // otherwise: places
    std::vector<u8> gone_on_few_;   // … how far each has gone, on few
    std::vector<u64> gone_on_many_;  // … or on many one-way options
};

}  // namespace countermove
