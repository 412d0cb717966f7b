// Several pairs of labels side by side, worked on at once.
#pragma once

#include <cstring>

#include "common.hpp"

#if defined(__GNUC__)
#define COUNTERMOVE_INLINE inline __attribute__((always_inline))
#elif defined(_MSC_VER)
#define COUNTERMOVE_INLINE __forceinline
#else
#define COUNTERMOVE_INLINE inline
#endif

namespace countermove {

// N numbers: a vector of the machine where the compiler has a notation for it.
#if defined(__GNUC__)
template <unsigned N>
struct VectorOf {
    typedef u32 Type __attribute__((vector_size(4 * N)));
};
template <unsigned N>
using Vector = typename VectorOf<N>::Type;

template <class V>
COUNTERMOVE_INLINE void keep_least(V& x, const V& y) { x = x < y ? x : y; }
template <class V>
COUNTERMOVE_INLINE void keep_most(V& x, const V& y) { x = x > y ? x : y; }
// The same pair all along a vector.
template <class V>
COUNTERMOVE_INLINE void repeat(V& x, Vector<2> pair) {
    typedef u64 Pairs __attribute__((vector_size(sizeof(V))));
    u64 bits;
    std::memcpy(&bits, &pair, sizeof bits);
    x = reinterpret_cast<V>(Pairs{} + bits);
}
COUNTERMOVE_INLINE void fetch_soon(const void* place) { __builtin_prefetch(place, 1); }
#else
template <unsigned N>
struct Vector {
    u32 at[N];
    u32& operator[](unsigned k) { return at[k]; }
    u32 operator[](unsigned k) const { return at[k]; }

    template <class Work>
    static Vector each(const Work& work) {
        Vector found;
        for (unsigned k = 0; k < N; ++k) found.at[k] = work(k);
        return found;
    }
    Vector operator|(const Vector& y) const {
        return each([&](unsigned k) { return at[k] | y[k]; });
    }
    Vector operator&(const Vector& y) const {
        return each([&](unsigned k) { return at[k] & y[k]; });
    }
    Vector operator^(const Vector& y) const {
        return each([&](unsigned k) { return at[k] ^ y[k]; });
    }
    Vector operator|(u32 y) const { return each([&](unsigned k) { return at[k] | y; }); }
    Vector operator&(u32 y) const { return each([&](unsigned k) { return at[k] & y; }); }
    Vector operator~() const { return each([&](unsigned k) { return ~at[k]; }); }
};

template <class V>
COUNTERMOVE_INLINE void keep_least(V& x, const V& y) {
    x = V::each([&](unsigned k) { return std::min(x[k], y[k]); });
}
template <class V>
COUNTERMOVE_INLINE void keep_most(V& x, const V& y) {
    x = V::each([&](unsigned k) { return std::max(x[k], y[k]); });
}
template <class V>
COUNTERMOVE_INLINE void repeat(V& x, Vector<2> pair) {
    x = V::each([&](unsigned k) { return pair[k & 1]; });
}
COUNTERMOVE_INLINE void fetch_soon(const void*) {}
#endif

using Two = Vector<2>;  // a pair of labels

COUNTERMOVE_INLINE Two loaded(const void* pair) {
    Two two;
    std::memcpy(&two, pair, sizeof two);
    return two;
}
COUNTERMOVE_INLINE Pair paired(Two two) { return {two[0], two[1]}; }
COUNTERMOVE_INLINE void stored(void* pair, Two two) { std::memcpy(pair, &two, sizeof two); }

// Which of two labels is kept; what is hidden by a mask is never kept.
struct Least {
    static constexpr u32 NONE = NOTHING;
    static Pair none() { return {NONE, NONE}; }
    template <class V>
    COUNTERMOVE_INLINE static void keep(V& x, const V& y) {
        keep_least(x, y);
    }
    template <class V, class Mask>
    COUNTERMOVE_INLINE static void hide(V& x, const Mask& mask) {
        x = x | mask;
    }
};

struct Most {
    static constexpr u32 NONE = 0;
    static Pair none() { return {NONE, NONE}; }
    template <class V>
    COUNTERMOVE_INLINE static void keep(V& x, const V& y) {
        keep_most(x, y);
    }
    template <class V, class Mask>
    COUNTERMOVE_INLINE static void hide(V& x, const Mask& mask) {
        x = x & ~mask;
    }
};

// A pair for each of the 2^W ways to have gone some way on W one-way options, in vectors of at most
// WIDTH numbers: the least (or greatest) label among the states that have gone at least so far.
template <class Join, unsigned W, unsigned WIDTH>
struct alignas(W == 0 ? 8 : W == 1 ? 16 : 4 * WIDTH) Row {
    static constexpr unsigned NUMBERS = 2u << W;
    static constexpr unsigned EACH = NUMBERS < WIDTH ? NUMBERS : WIDTH;
    static constexpr unsigned PARTS = NUMBERS / EACH;
    using Part = Vector<EACH>;
    Part parts[PARTS];

    COUNTERMOVE_INLINE void clear() {
        for (Part& part : parts)
            for (unsigned k = 0; k < EACH; ++k) part[k] = Join::NONE;
    }
    // Forgets all where the mask says so.
    COUNTERMOVE_INLINE void hide(u32 mask) {
        for (Part& part : parts) Join::hide(part, mask);
    }
    // Enters the label of a state that has gone so far.
    COUNTERMOVE_INLINE void add(Two label, u32 progress) {
        for (unsigned p = 0; p < PARTS; ++p) {
            Part part;
            repeat(part, label);
            if constexpr (W > 0) {
                Part further;
                std::memcpy(&further, &FURTHER[progress][p * EACH], sizeof further);
                Join::hide(part, further);
            }
            Join::keep(parts[p], part);
        }
    }
    // Enters what another row knows, where the mask doesn't hide it.
    COUNTERMOVE_INLINE void add(const Row& other, u32 mask) {
        for (unsigned p = 0; p < PARTS; ++p) {
            Part part = other.parts[p];
            Join::hide(part, mask);
            Join::keep(parts[p], part);
        }
    }
    COUNTERMOVE_INLINE Two at(u32 progress) const {
        return loaded(reinterpret_cast<const char*>(this) + sizeof(Pair) * progress);
    }

private:
    // For each progress a mask over those who ask for more of it.
    struct Masks {
        u32 at[1u << W][NUMBERS];
        const u32* operator[](u32 progress) const { return at[progress]; }
    };
    static constexpr Masks masks() {
        Masks found{};
        for (u32 gone = 0; gone < 1u << W; ++gone)
            for (u32 k = 0; k < NUMBERS; ++k) found.at[gone][k] = k / 2 & ~gone ? NOTHING : 0;
        return found;
    }
    alignas(4 * WIDTH) static constexpr Masks FURTHER = masks();
};

}  // namespace countermove
