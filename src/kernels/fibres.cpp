#include "fibres.hpp"

#include "onward.hpp"

namespace countermove {
namespace {

// One fibre, its places from best to worst.
struct CodedFibre {
    Pair* first;
    const u16* codes;
    const u32* offset;
    const u32* progress_of;
    std::size_t size;

    Pair& operator[](std::size_t k) const { return first[offset[codes[k] & Fibres::LOCAL]]; }
    static constexpr bool SEVERAL = false;
    bool begins(std::size_t) const { return false; }
    bool tied(std::size_t k) const { return codes[k] & Fibres::TIED; }
    u64 progress(std::size_t k) const { return progress_of[codes[k] & Fibres::LOCAL]; }
};

// One fibre, or several in a row where it makes no difference: going on from one to the next is
// cheaper than beginning anew.
struct ListedFibres {
    Pair* labels;
    const u32* places;
    const u64* gone;
    std::size_t size;

    Pair& operator[](std::size_t k) const { return labels[places[k] & Fibres::PLACE]; }
    static constexpr bool SEVERAL = true;
    bool begins(std::size_t k) const { return places[k] & Fibres::LISTED_FIRST; }
    bool tied(std::size_t k) const { return places[k] & Fibres::LISTED_TIED; }
    u64 progress(std::size_t k) const { return gone[k]; }
};

// Gives every state the least (or greatest) label that one move leads to, or its own.
template <class Join>
class Moving {
public:
    Moving(unsigned one_way, std::atomic<bool>& changed)
        : one_way_(one_way), onward_(one_way), changed_(&changed) {}

    template <class Fibre>
    void operator()(const Fibre& fibre) {
        const bool changed = !one_way_                  ? reversible(fibre)
                             : onward_.pays(fibre.size) ? by_table(fibre)
                                                        : by_pairs(fibre);
        if (changed && !changed_->load(std::memory_order_relaxed)) changed_->store(true);
    }

private:
    static bool give(Pair& label, Pair found) {
        const bool changed = label != found;
        label = found;
        return changed;
    }

    template <class Fibre>
    bool reversible(const Fibre& fibre) {
        bool changed = false;
        Pair found = Join::none();
        if constexpr (!Fibre::SEVERAL) {
            for (std::size_t k = 0; k < fibre.size; ++k) found = Join::join(found, fibre[k]);
            for (std::size_t k = 0; k < fibre.size; ++k) changed |= give(fibre[k], found);
            return changed;
        }
        // Once forwards, after which the last of a fibre knows of all, and once backwards.
        for (std::size_t k = 0; k < fibre.size; ++k) {
            found = Join::join(Join::anew(fibre.begins(k), found), fibre[k]);
            changed |= give(fibre[k], found);
        }
        bool last = true;
        for (std::size_t k = fibre.size; k-- > 0; last = fibre.begins(k)) {
            found = chosen(last, fibre[k], found);
            changed |= give(fibre[k], found);
        }
        return changed;
    }

    template <class Fibre>
    bool by_table(const Fibre& fibre) {
        bool changed = false;
        onward_.clear();
        for (std::size_t k = 0; k < fibre.size; ++k) onward_.add(fibre.progress(k), fibre[k]);
        for (std::size_t k = 0; k < fibre.size; ++k)
            changed |= give(fibre[k], onward_.at(fibre.progress(k)));
        return changed;
    }

    template <class Fibre>
    bool by_pairs(const Fibre& fibre) {
        found_.assign(fibre.size, Join::none());
        for (std::size_t k = 0; k < fibre.size; ++k)
            for (std::size_t to = 0; to < fibre.size; ++to)
                if (!(fibre.progress(k) & ~fibre.progress(to)))
                    found_[k] = Join::join(found_[k], fibre[to]);
        bool changed = false;
        for (std::size_t k = 0; k < fibre.size; ++k) changed |= give(fibre[k], found_[k]);
        return changed;
    }

    unsigned one_way_;
    Onward<Join> onward_;
    std::vector<Pair> found_;
    std::atomic<bool>* changed_;
};

// Lowers every label to the least that one improvement leads to.
class Improving {
public:
    Improving(unsigned one_way, std::atomic<bool>& changed)
        : one_way_(one_way), onward_(one_way), changed_(&changed) {}

    template <class Fibre>
    void operator()(const Fibre& fibre) {
        const bool changed = !one_way_                  ? reversible(fibre)
                             : onward_.pays(fibre.size) ? by_table(fibre)
                                                        : by_pairs(fibre);
        if (changed && !changed_->load(std::memory_order_relaxed)) changed_->store(true);
    }

private:
    template <class Fibre>
    bool reversible(const Fibre& fibre) {
        bool changed = false;
        Pair better, so_far;  // the least label of better states; and with those that are as good
        for (std::size_t k = 0; k < fibre.size; ++k) {
            so_far = Least::anew(fibre.begins(k), so_far);
            if constexpr (Fibre::SEVERAL) better = chosen(fibre.tied(k), better, so_far);
            else if (!fibre.tied(k)) better = so_far;
            Pair& label = fibre[k];
            const Pair lower = least(label, better);
            changed |= lower != label;
            label = lower;
            so_far = least(so_far, lower);
        }
        return changed;
    }

    template <class Fibre>
    bool by_table(const Fibre& fibre) {
        onward_.clear();
        return in_ties(fibre, [&](std::size_t k) { return onward_.at(fibre.progress(k)); },
                       [&](std::size_t k) { onward_.add(fibre.progress(k), fibre[k]); });
    }

    template <class Fibre>
    bool by_pairs(const Fibre& fibre) {
        std::size_t better = 0;
        return in_ties(
            fibre,
            [&](std::size_t k) {
                Pair found;
                for (std::size_t to = 0; to < better; ++to)
                    if (!(fibre.progress(k) & ~fibre.progress(to))) found = least(found, fibre[to]);
                return found;
            },
            [&](std::size_t k) { better = k + 1; });
    }

    // States that are equally good are all asked about before one of them is entered.
    template <class Fibre, class Ask, class Enter>
    bool in_ties(const Fibre& fibre, const Ask& ask, const Enter& enter) {
        bool changed = false;
        for (std::size_t begin = 0, end; begin < fibre.size; begin = end) {
            for (end = begin + 1; end < fibre.size && fibre.tied(end);) ++end;
            for (std::size_t k = begin; k < end; ++k) {
                const Pair lower = least(fibre[k], ask(k));
                changed |= lower != fibre[k];
                fibre[k] = lower;
            }
            for (std::size_t k = begin; k < end; ++k) enter(k);
        }
        return changed;
    }

    unsigned one_way_;
    Onward<Least> onward_;
    std::atomic<bool>* changed_;
};

}  // namespace

Fibres::Fibres(const Space& space, const Options& options, const Numbers& choices,
               const Numbers& ranks)
    : space_(space), options_(options), ranks_(ranks), one_way_(count_of(options.one_way())) {
    if (space.is_grid() && count_of(options.own()) <= MOST_LOCAL) {
        sort_codes();
    } else {
        sort_places(choices);
    }
}

void Fibres::sort_codes() {
    const u64 own = options_.own();
    const std::size_t size = std::size_t{1} << count_of(own);
    std::vector<u32> distance(size);
    for (std::size_t code = 0; code < size; ++code) {
        distance[code] = static_cast<u32>(spread(code, own));
        offset_.push_back(static_cast<u32>(space_.slot(distance[code])));
        progress_of_.push_back(static_cast<u32>(options_.progress(distance[code])));
    }
    codes_.resize(space_.states());
    std::vector<u64> keys(size);
    u64 first = 0;
    for (std::size_t begin = 0; begin < codes_.size(); begin += size) {
        for (std::size_t code = 0; code < size; ++code) {
            keys[code] = (NOTHING - ranks_[first + distance[code]]) << 16 | code;
        }
        std::sort(keys.begin(), keys.end());
        for (std::size_t k = 0; k < size; ++k) {
            const bool tied = k && keys[k] >> 16 == keys[k - 1] >> 16;
            codes_[begin + k] = static_cast<u16>((keys[k] & LOCAL) | (tied ? TIED : 0));
        }
        first = next_without(first, own);
    }
}

void Fibres::sort_places(const Numbers& choices) {
    const std::size_t states = space_.states();
    places_ = grouped(choices, states, {options_.others()});
    const auto fibre_of = [&](std::size_t k) {
        return choice_at(choices, places_[k]) & options_.others();
    };
    std::vector<u64> keys;
    for (std::size_t begin = 0, end; begin < states; begin = end) {
        const u64 fibre = fibre_of(begin);
        keys.clear();
        for (end = begin; end < states && fibre_of(end) == fibre; ++end)
            keys.push_back((NOTHING - ranks_[places_[end]]) << 32 | places_[end]);
        std::sort(keys.begin(), keys.end());
        for (std::size_t k = 0; k < keys.size(); ++k) {
            const u32 place = static_cast<u32>(keys[k]);
            const u32 first = k == 0 ? LISTED_FIRST : 0;
            const u32 tied = k && keys[k] >> 32 == keys[k - 1] >> 32 ? LISTED_TIED : 0;
            places_[begin + k] = static_cast<u32>(space_.slot(place)) | first | tied;
            if (one_way_) progress_.push_back(options_.progress(choice_at(choices, place)));
        }
    }
}

template <class Visit>
void Fibres::visit(Labels& labels, unsigned threads, const Visit& visit) const {
    if (!codes_.empty()) {
        const std::size_t size = offset_.size();
        shared(codes_.size() / size, size, threads, [&](std::size_t begin, std::size_t end) {
            Visit each = visit;  // with room of its own
            u64 first = spread(begin, options_.others());
            for (std::size_t fibre = begin; fibre < end; ++fibre) {
                each(CodedFibre{&labels[first], &codes_[fibre * size], offset_.data(),
                                progress_of_.data(), size});
                first = next_without(first, options_.own());
            }
        });
        return;
    }
    const auto next_fibre = [&](std::size_t k) {
        while (k < places_.size() && !(places_[k] & LISTED_FIRST)) ++k;
        return k;
    };
    shared(places_.size(), 1, threads, [&](std::size_t begin, std::size_t end) {
        Visit each = visit;
        begin = next_fibre(begin);
        end = next_fibre(end);
        for (std::size_t k = begin, next; k < end; k = next) {
            next = one_way_ ? next_fibre(k + 1) : end;
            each(ListedFibres{&labels[0], &places_[k], one_way_ ? &progress_[k] : nullptr, next - k});
        }
    });
}

void Fibres::start(Labels& labels, unsigned threads) const {
    std::atomic<bool> changed{false};
    labels.each(ranks_, threads, [](u32 rank, Pair& pair) { pair = {rank, rank}; });
    visit(labels, threads, Moving<Most>(one_way_, changed));
    labels.each(ranks_, threads, [](u32 rank, Pair& pair) { pair.plain = rank; });
}

bool Fibres::sweep(Labels& labels, bool improving, unsigned threads) const {
    std::atomic<bool> changed{false};
    if (improving)
        visit(labels, threads, Improving(one_way_, changed));
    else
        visit(labels, threads, Moving<Least>(one_way_, changed));
    return changed;
}

void Fibres::settle(Labels& labels, unsigned threads) const {
    std::atomic<bool> changed{false};
    labels.each(ranks_, threads,
                [](u32 rank, Pair& pair) { pair = least(pair, {rank, rank}); });
    visit(labels, threads, Moving<Most>(one_way_, changed));
}

std::size_t Fibres::bytes() const {
    return codes_.size() * sizeof(u16) + places_.size() * sizeof(u32) +
           progress_.size() * sizeof(u64);
}

}  // namespace countermove
