#include "fibres.hpp"

#include <atomic>

#include "sorting.hpp"
#include "sweeps.hpp"

namespace countermove {

Fibres::Fibres(const Space& space, const Options& options, const Numbers& choices,
               const Numbers& ranks, unsigned threads)
    : space_(space), options_(options), ranks_(ranks), one_way_(count_of(options.one_way())) {
    if (space.is_grid() && count_of(options.own()) <= CodedFibre::MOST_OPTIONS) {
        sort_codes(threads);
    } else {
        sort_places(choices, threads);
    }
}

void Fibres::sort_codes(unsigned threads) {
    const u64 own = options_.own();
    const std::size_t size = std::size_t{1} << count_of(own);
    std::vector<u32> distance(size);
    for (std::size_t code = 0; code < size; ++code) {
        distance[code] = static_cast<u32>(spread(code, own));
        offset_.push_back(static_cast<u32>(space_.slot(distance[code])));
        gone_.push_back(static_cast<u32>(options_.progress(distance[code])));
    }
    codes_.resize(space_.states());
    const u32 greatest = ranks_.greatest();
    ranks_.with([&](const auto* ranks) {
        shared(codes_.size() / size, size, threads, [&](std::size_t begin, std::size_t end) {
            Sorter sorter(greatest);
            u64 first = spread(begin, options_.others());
            for (std::size_t fibre = begin; fibre < end; ++fibre) {
                u16* const codes = &codes_[fibre * size];
                sorter.sort(
                    size, [&](std::size_t code) { return ranks[first + distance[code]]; },
                    [&](std::size_t k, std::size_t code, bool tied) {
                        codes[k] = static_cast<u16>(code | (tied ? CodedFibre::TIED : 0));
                    });
                first = next_without(first, own);
            }
        });
    });
}

void Fibres::sort_places(const Numbers& choices, unsigned threads) {
    const std::size_t states = space_.states();
    const std::vector<u32> order = grouped(choices, states, {options_.others()});
    const Gathering progress(options_.one_way());
    const auto choice = [&](std::size_t k) { return choice_at(choices, order[k]); };
    const auto next_fibre = [&](std::size_t k) {
        if (k == 0 || k >= states) return k;
        const u64 fibre = choice(k - 1) & options_.others();
        while (k < states && (choice(k) & options_.others()) == fibre) ++k;
        return k;
    };
    places_.resize(states);
    if (one_way_) (one_way_ <= 8 ? gone_on_few_.resize(states) : gone_on_many_.resize(states));
    const u32 greatest = ranks_.greatest();
    shared(states, 1, threads, [&](std::size_t begin, std::size_t end) {
        Sorter sorter(greatest);
        end = next_fibre(end);
        for (std::size_t next, first = next_fibre(begin); first < end; first = next) {
            next = next_fibre(first + 1);
            sorter.sort(
                next - first, [&](std::size_t k) { return ranks_[order[first + k]]; },
                [&](std::size_t k, std::size_t number, bool tied) {
                    places_[first + k] = static_cast<u32>(space_.slot(order[first + number])) |
                                         (k ? 0 : ListedFibres::FIRST) |
                                         (tied ? ListedFibres::TIED : 0);
                    if (!one_way_) return;
                    const u64 gone = progress(choice(first + number) ^ options_.drop);
                    if (gone_on_many_.empty())
                        gone_on_few_[first + k] = static_cast<u8>(gone);
                    else
                        gone_on_many_[first + k] = gone;
                });
        }
    });
}

// True if a label changed.
template <class Sweep>
bool Fibres::swept(Labels& labels, unsigned threads) const {
    std::atomic<bool> changed{false};
    if (!codes_.empty()) {
        const std::size_t size = offset_.size();
        shared(codes_.size() / size, size, threads, [&](std::size_t begin, std::size_t end) {
            const CodedFibre ahead{codes_.data() + begin * size, size, nullptr, offset_.data(),
                                   gone_.data()};
            const u64 place = spread(begin, options_.others());
            const CodedRange fibres{ahead, &labels, place, options_.own(), end - begin};
            if (countermove::swept<Sweep>(fibres, one_way_)) changed = true;
        });
        return changed;
    }
    const auto next_fibre = [&](std::size_t k) {
        while (k < places_.size() && !(places_[k] & ListedFibres::FIRST)) ++k;
        return k;
    };
    shared(places_.size(), 1, threads, [&](std::size_t begin, std::size_t end) {
        begin = next_fibre(begin);
        end = next_fibre(end);
        const ListedRange fibres{{places_.data() + begin, end - begin, &labels[0],
                                  gone_on_few_.empty() ? nullptr : gone_on_few_.data() + begin,
                                  gone_on_many_.empty() ? nullptr : gone_on_many_.data() + begin}};
        if (countermove::swept<Sweep>(fibres, one_way_)) changed = true;
    });
    return changed;
}

void Fibres::start(Labels& labels, unsigned threads) const {
    labels.each(ranks_, threads, [](u32 rank, Pair& pair) { pair = {rank, rank}; });
    swept<Starting>(labels, threads);
}

bool Fibres::sweep(Labels& labels, bool improving, unsigned threads) const {
    return improving ? swept<Improving>(labels, threads) : swept<Moving<Least>>(labels, threads);
}

void Fibres::settle(Labels& labels, unsigned threads) const {
    labels.each(ranks_, threads,
                [](u32 rank, Pair& pair) { pair = least(pair, {rank, rank}); });
    swept<Moving<Most>>(labels, threads);
}

}  // namespace countermove
