// One number for each of 32 cases, and the few things that are done with them.
#pragma once

#include <cstring>

#include "common.hpp"

// A function compiled for processors with AVX2, all that it calls included; whether this is one is
// asked when the program runs.
#if defined(__GNUC__) && defined(__x86_64__)
#define WITH_AVX2 __attribute__((target("avx2,popcnt"), flatten))
#endif

namespace countermove {

using Number = std::int16_t;
constexpr unsigned LANES = 32;

// Numbers that one instruction works on. Where compilers don't offer vectors, it is a single one.
template <unsigned BYTES>
struct NumberVector {
#if defined(__GNUC__)
    typedef Number type __attribute__((vector_size(BYTES)));
#else
    using type = Number;
#endif
};

// One number for each of so many profiles.
template <unsigned BYTES>
struct alignas(2 * LANES) Lanes {
    using Part = typename NumberVector<BYTES>::type;
    static constexpr unsigned PARTS = 2 * LANES / sizeof(Part);

    Part part[PARTS];

    void fill(Number value) {
        for (Part& x : part) x = Part{} + value;
    }
    void keep_least(const Lanes& other) {
        for (unsigned p = 0; p < PARTS; ++p)
            part[p] = part[p] < other.part[p] ? part[p] : other.part[p];
    }
    void keep_most(const Lanes& other) {
        for (unsigned p = 0; p < PARTS; ++p)
            part[p] = part[p] > other.part[p] ? part[p] : other.part[p];
    }
};

// Whether some number is not nought.
template <class Part>
bool any(const Part& part) {
    if constexpr (sizeof(Part) < 8) {
        return part != 0;
    } else {
        u64 words[sizeof(Part) / 8];
        std::memcpy(words, &part, sizeof part);
        u64 found = 0;
        for (const u64 word : words) found |= word;
        return found != 0;
    }
}

// A bit for each profile in which x is at least y.
template <unsigned BYTES>
u32 at_least(const Lanes<BYTES>& x, const Lanes<BYTES>& y, const Lanes<BYTES>& places) {
    using Part = typename Lanes<BYTES>::Part;
    Lanes<BYTES> found;
    for (unsigned p = 0; p < Lanes<BYTES>::PARTS; ++p)
        found.part[p] = x.part[p] >= y.part[p] ? places.part[p] : Part{};
    // Sixteen bits at most in each half: which of its numbers a bit comes from doesn't matter.
    u64 words[LANES / 4];
    std::memcpy(words, &found, sizeof found);
    const auto half = [&](unsigned first) {
        u64 bits = words[first] | words[first + 1] | words[first + 2] | words[first + 3];
        bits |= bits >> 32;
        return static_cast<u32>(bits | bits >> 16) & 0xFFFF;
    };
    return half(0) | half(4) << 16;
}

}  // namespace countermove
