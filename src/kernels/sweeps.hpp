// A sweep over fibres, in the way that suits their one-way options.
#pragma once

#include "labels.hpp"
#include "onward.hpp"

namespace countermove {

// One fibre of a grid, its places from best to worst as local codes.
struct CodedFibre {
    using Word = u16;
    static constexpr Word TIED = 1u << 15;  // as good as the place before it
    static constexpr Word LOCAL = TIED - 1;
    static constexpr unsigned MOST_OPTIONS = 15;  // that a local code has room for
    static constexpr bool SEVERAL = false;

    const Word* words;
    std::size_t size;
    Pair* first;
    const u32* offset;
    const u32* gone;

    Pair* at(Word word) const { return first + offset[word & LOCAL]; }
    u64 progress(std::size_t k) const { return gone[words[k] & LOCAL]; }
};

// Several of them, handed out one after the other.
struct CodedRange {
    CodedFibre ahead;  // the next one, but for its first place
    Labels* labels;
    u64 place, own;
    std::size_t left;

    CodedFibre next() {
        CodedFibre fibre = ahead;
        if (!left--) return {};
        fibre.first = &(*labels)[place];
        place = next_without(place, own);
        ahead.words += ahead.size;
        return fibre;
    }
    CodedFibre next_one() { return next(); }
};

// One fibre in a list of places, or several in a row where it makes no difference: going on from
// one to the next is cheaper than beginning anew.
struct ListedFibres {
    using Word = u32;
    static constexpr Word TIED = 1u << 31;
    static constexpr Word FIRST = 1u << 30;  // the first of its fibre
    static constexpr Word PLACE = FIRST - 1;
    static constexpr bool SEVERAL = true;

    const Word* words;
    std::size_t size;
    Pair* labels;
    const u8* gone;           // how far each has gone, on few
    const u64* gone_on_many;  // … or on many one-way options

    Pair* at(Word word) const { return labels + (word & PLACE); }
    u64 progress(std::size_t k) const { return gone ? gone[k] : gone_on_many[k]; }
};

// Several of them, handed out together or one after the other.
struct ListedRange {
    ListedFibres left;

    ListedFibres next() { return next(left.size); }
    ListedFibres next_one() {
        std::size_t size = left.size ? 1 : 0;
        while (size < left.size && !(left.words[size] & ListedFibres::FIRST)) ++size;
        return next(size);
    }

private:
    ListedFibres next(std::size_t size) {
        ListedFibres fibres = left;
        fibres.size = size;
        left.words += size;
        if (left.gone) left.gone += size;
        if (left.gone_on_many) left.gone_on_many += size;
        left.size -= size;
        return fibres;
    }
};

// Lowers every label to the least that one improvement leads to.
struct Improving {
    using Join = Least;
    static constexpr bool TIES = true, BOTH_WAYS = false;
    COUNTERMOVE_INLINE static Two wanted(Two found) { return found; }
};

// Gives every state the least (or greatest) label that one move leads to, or its own.
template <class Which>
struct Moving {
    using Join = Which;
    static constexpr bool TIES = false, BOTH_WAYS = true;
    COUNTERMOVE_INLINE static Two wanted(Two found) { return found; }
};

// Raises only the second label, which is the rank to begin with. What raises it is a better state.
struct Starting {
    using Join = Most;
    static constexpr bool TIES = false, BOTH_WAYS = false;
    COUNTERMOVE_INLINE static Two wanted(Two found) { return found & Two{0, NOTHING}; }
};

constexpr std::size_t PAIRS_PER_LINE = 8;

COUNTERMOVE_INLINE u32 mask_of(bool really) { return u32{0} - u32{really}; }

// Gives a label to a state; in what is returned a bit is set if that is another one than before.
template <class Sweep>
COUNTERMOVE_INLINE Two given(Pair* pair, Two known) {
    const Two before = loaded(pair);
    Two label = before;
    Sweep::Join::keep(label, Sweep::wanted(known));
    stored(pair, label);
    return before ^ label;
}

// From best to worst, or back, every state gets what the states met before it lead to. It doesn't
// matter that some of their labels are new already: all that is swept over is transitive. Nothing
// here branches on what is found, which could not be foreseen.
template <class Sweep, unsigned W, unsigned WIDTH, bool BACKWARDS, class Fibres>
COUNTERMOVE_INLINE Two pass(const Fibres& fibres) {
    using Labels = Row<typename Sweep::Join, W, WIDTH>;
    Labels better, so_far;  // of better states; and with those that are as good
    better.clear();
    so_far.clear();
    Two changed{};
    u32 anew = 0;
    for (std::size_t n = 0; n < fibres.size; ++n) {
        const std::size_t k = BACKWARDS ? fibres.size - 1 - n : n;
        const auto word = fibres.words[k];
        if constexpr (Fibres::SEVERAL) {
            if (!BACKWARDS) anew = mask_of(word & Fibres::FIRST);
            so_far.hide(anew);
            if (Sweep::TIES) better.hide(anew);
            if (BACKWARDS) anew = mask_of(word & Fibres::FIRST);
        }
        if (Sweep::TIES) better.add(so_far, mask_of(word & Fibres::TIED));
        const Labels known = Sweep::TIES ? better : so_far;
        const u32 progress = W ? static_cast<u32>(fibres.progress(k)) : 0;
        Pair* const pair = fibres.at(word);
        // On a grid the fibres that come soon most often have the lines next to the ones of this.
        fetch_soon(pair + PAIRS_PER_LINE);
        so_far.add(loaded(pair), progress);
        changed = changed | given<Sweep>(pair, known.at(progress));
    }
    return changed;
}

// The labels of the states of a fibre, in a list that is searched for those further on.
template <class Join>
class Scanned {
public:
    void clear() { entries_.clear(); }
    void add(u64 progress, Pair label) { entries_.push_back({progress, label}); }
    Pair at(u64 progress) const {
        Two found{Join::NONE, Join::NONE};
        for (const Entry& entry : entries_)
            if (!(progress & ~entry.progress)) Join::keep(found, loaded(&entry.label));
        return paired(found);
    }

private:
    struct Entry {
        u64 progress;
        Pair label;
    };
    std::vector<Entry> entries_;
};

// A sweep over one fibre with many one-way options.
template <class Sweep, class Table, class Fibre>
COUNTERMOVE_INLINE Two by_table(const Fibre& fibre, Table& table, std::vector<Pair>& labels) {
    // Entered are the labels as they were before, which makes no difference, and so nothing has to
    // wait for what is just being found.
    labels.resize(fibre.size);
    for (std::size_t k = 0; k < fibre.size; ++k) labels[k] = *fibre.at(fibre.words[k]);
    Two changed{};
    std::size_t entered = 0;
    table.clear();
    for (std::size_t k = 0; k < fibre.size; ++k) {
        // States that are equally good are all asked about before one of them is entered.
        const bool tied = fibre.words[k] & Fibre::TIED;
        const std::size_t before = !Sweep::TIES ? fibre.size : tied ? entered : k;
        for (; entered < before; ++entered) table.add(fibre.progress(entered), labels[entered]);
        const Pair known = table.at(fibre.progress(k));
        changed = changed | given<Sweep>(fibre.at(fibre.words[k]), loaded(&known));
    }
    return changed;
}

template <class Sweep, unsigned W, unsigned WIDTH, class Fibres>
COUNTERMOVE_INLINE Two by_rows(Fibres fibres) {
    Two changed{};
    for (auto some = fibres.next(); some.size; some = fibres.next()) {
        changed = changed | pass<Sweep, W, WIDTH, false>(some);
        if (Sweep::BOTH_WAYS) changed = changed | pass<Sweep, W, WIDTH, true>(some);
    }
    return changed;
}

template <class Sweep, unsigned WIDTH, class Fibres>
COUNTERMOVE_INLINE Two by_tables(Fibres fibres, unsigned one_way) {
    Two changed{};
    Onward<typename Sweep::Join, WIDTH> table(one_way);
    Scanned<typename Sweep::Join> list;
    std::vector<Pair> labels;
    for (auto fibre = fibres.next_one(); fibre.size; fibre = fibres.next_one())
        changed = changed | (table.pays(fibre.size) ? by_table<Sweep>(fibre, table, labels)
                                                    : by_table<Sweep>(fibre, list, labels));
    return changed;
}

// A sweep over some fibres; true if a label changed.
template <class Sweep, unsigned WIDTH, class Fibres>
COUNTERMOVE_INLINE bool swept_by(const Fibres& fibres, unsigned one_way) {
    Two changed;
    switch (one_way) {
    case 0: changed = by_rows<Sweep, 0, WIDTH>(fibres); break;
    case 1: changed = by_rows<Sweep, 1, WIDTH>(fibres); break;
    case 2: changed = by_rows<Sweep, 2, WIDTH>(fibres); break;
    case 3: changed = by_rows<Sweep, 3, WIDTH>(fibres); break;
    case 4: changed = by_rows<Sweep, 4, WIDTH>(fibres); break;
    case 5: changed = by_rows<Sweep, 5, WIDTH>(fibres); break;
    default: changed = by_tables<Sweep, WIDTH>(fibres, one_way);
    }
    return changed[0] | changed[1];
}

// The same with what the machine has: vectors of eight numbers, or of four. All that is called is
// made part of the first function, so that it is compiled for these machines, too.
#if defined(__GNUC__) && defined(__x86_64__) && !defined(_WIN32)
template <class Sweep, class Fibres>
__attribute__((target("avx2"), flatten)) bool swept_by_eight(const Fibres& fibres,
                                                             unsigned one_way) {
    return swept_by<Sweep, 8>(fibres, one_way);
}
template <class Sweep, class Fibres>
bool swept(const Fibres& fibres, unsigned one_way) {
    return __builtin_cpu_supports("avx2") ? swept_by_eight<Sweep>(fibres, one_way)
                                          : swept_by<Sweep, 4>(fibres, one_way);
}
#else
template <class Sweep, class Fibres>
bool swept(const Fibres& fibres, unsigned one_way) {
    return swept_by<Sweep, 4>(fibres, one_way);
}
#endif

}  // namespace countermove
