// One model under many preference profiles: the same steps for 32 profiles at once.
#pragma once

#include "common.hpp"

namespace countermove {

struct Many {
    // Ranks are below this; one that stands for "no reply" is above all.
    static constexpr std::int16_t NO_REPLY = 32767;
    // Concepts by the replies that count and whether one may escape after them.
    enum Concept { ALONE, ANY, ANY_ESCAPE, CREDIBLE, CREDIBLE_ESCAPE };

    // The moves of one decision maker, by groups of states that have the same: those of state s
    // lead to `targets` from `offsets[group_of[s]]` on. A state may be among its own targets.
    struct Moves {
        Numbers group_of;
        Numbers offsets;
        Numbers targets;
    };

    std::size_t states;
    std::vector<Moves> moves;   // of each decision maker
    bool transitive;            // whether two moves in a row of one decision maker are a move
    const std::int16_t* ranks;  // by profile, decision maker and state
    std::size_t profiles;
    std::vector<unsigned> concepts;

    // What is asked for. Counts are added to; bits (eight states a byte) start as noughts, and are
    // null pointers where they aren't asked for.
    std::int64_t* stable_counts;       // by concept, decision maker and state
    std::int64_t* equilibrium_counts;  // by concept and state
    u8* stable_bits;                   // by profile, concept, decision maker and state
    u8* equilibrium_bits;              // by profile, concept and state

    void solve(unsigned threads) const;
};

}  // namespace countermove
