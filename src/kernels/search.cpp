#include "search.hpp"

#include <atomic>
#include <mutex>

#include "onward.hpp"

namespace countermove {

void Moves::start(Labels& labels, unsigned threads) const {
    labels.each(ranks_, threads, [](u32 rank, Pair& pair) { pair = {rank, rank}; });
    raise(labels);
    labels.each(ranks_, threads, [](u32 rank, Pair& pair) { pair.plain = rank; });
}

void Moves::settle(Labels& labels, unsigned threads) const {
    labels.each(ranks_, threads,
                [](u32 rank, Pair& pair) { pair = least(pair, {rank, rank}); });
    raise(labels);
}

// -- moves listed one by one ----------------------------------------------------------------------

Arcs::Arcs(const Numbers& offsets, const Numbers& targets, const Numbers& ranks) : Moves(ranks) {
    const std::size_t states = offsets.size() - 1;
    std::vector<u32> from, to;
    const auto collected = [&](const auto& counts) {
        from.clear();
        to.clear();
        for (std::size_t state = 0; state < states; ++state)
            for (u64 k = offsets[state]; k < offsets[state + 1]; ++k)
                if (counts(state, targets[k])) {
                    from.push_back(static_cast<u32>(state));
                    to.push_back(static_cast<u32>(targets[k]));
                }
        return Rows::collected(
            states, to.size(), [&](std::size_t k) { return to[k]; },
            [&](std::size_t k) { return from[k]; });
    };
    origins_ = collected([](u64, u64) { return true; });
    improving_ = collected([&](u64 state, u64 target) { return ranks[target] > ranks[state]; });
}

void Arcs::raise(Labels& labels) const {
    // What is read must be as it was before: moves listed one by one need not be transitive.
    std::vector<Pair> before(labels.states());
    for (std::size_t state = 0; state < before.size(); ++state) before[state] = labels[state];
    for (std::size_t target = 0; target < before.size(); ++target)
        for (u64 k = origins_.begins[target]; k < origins_.begins[target + 1]; ++k) {
            Pair& label = labels[origins_.entries[k]];
            label = most(label, before[target]);
        }
}

class ArcTrail : public Trail {
public:
    ArcTrail(const Arcs& arcs, bool improving)
        : origins_(improving ? arcs.improving_ : arcs.origins_),
          seen_(origins_.begins.size() - 1) {}

    void follow(u32 target, std::vector<u32>& found) override {
        for (u64 k = origins_.begins[target]; k < origins_.begins[target + 1]; ++k) {
            const u32 origin = origins_.entries[k];
            if (seen_[origin]) continue;
            seen_[origin] = true;
            found.push_back(origin);
        }
    }

private:
    const Rows& origins_;
    std::vector<bool> seen_;
};

std::unique_ptr<Trail> Arcs::trail(bool improving) const {
    return std::make_unique<ArcTrail>(*this, improving);
}

// -- option form ----------------------------------------------------------------------------------

Blocks::Blocks(const Options& options, const Numbers& choices, const Numbers& member_of,
               const Numbers& ranks)
    : Moves(ranks), states_(ranks.size()), member_of_(member_of),
      one_way_(count_of(options.one_way())) {
    const std::size_t count = member_of.size() ? member_of.size() : states_;
    choices_of_ = Rows::collected(
        states_, count, [&](std::size_t k) { return state_of(static_cast<u32>(k)); },
        [](std::size_t k) { return k; });
    order_ = grouped(choices, count, {options.one_way(), options.others()});
    block_of_.resize(count);
    u64 fibre = 0, gone = 0;
    for (std::size_t k = 0; k < count; ++k) {
        const u64 choice = choice_at(choices, order_[k]);
        const bool new_fibre = k == 0 || (choice & options.others()) != fibre;
        if (new_fibre || options.progress(choice) != gone) {
            fibre = choice & options.others();
            gone = options.progress(choice);
            if (new_fibre) first_.push_back(static_cast<u32>(begins_.size()));
            begins_.push_back(static_cast<u32>(k));
            progress_.push_back(gone);
            fibre_of_.push_back(static_cast<u32>(first_.size() - 1));
        }
        block_of_[order_[k]] = static_cast<u32>(begins_.size() - 1);
    }
    first_.push_back(static_cast<u32>(begins_.size()));
    begins_.push_back(static_cast<u32>(count));
    for (std::size_t block = 0; block < progress_.size(); ++block)
        std::sort(order_.begin() + begins_[block], order_.begin() + begins_[block + 1],
                  [&](u32 x, u32 y) { return rank_of(x) > rank_of(y); });
}

void Blocks::raise(Labels& labels) const {
    std::vector<Pair> best(progress_.size(), Most::none());
    for (std::size_t block = 0; block < best.size(); ++block)
        for (u32 k = begins_[block]; k < begins_[block + 1]; ++k)
            best[block] = most(best[block], labels[state_of(order_[k])]);
    Onward<Most> onward(one_way_);
    std::vector<Pair> found;
    for (std::size_t fibre = 0; fibre + 1 < first_.size(); ++fibre) {
        const u32 begin = first_[fibre], end = first_[fibre + 1];
        found.assign(best.begin() + begin, best.begin() + end);
        if (onward.pays(end - begin)) {
            onward.clear();
            for (u32 block = begin; block < end; ++block) onward.add(progress_[block], best[block]);
            for (u32 block = begin; block < end; ++block)
                found[block - begin] = onward.at(progress_[block]);
        } else {
            for (u32 block = begin; block < end; ++block)
                for (u32 to = begin; to < end; ++to)
                    if (!(progress_[block] & ~progress_[to]))
                        found[block - begin] = most(found[block - begin], best[to]);
        }
        std::copy(found.begin(), found.end(), best.begin() + begin);
    }
    for (u32 choice = 0; choice < block_of_.size(); ++choice) {
        Pair& label = labels[state_of(choice)];
        label = most(label, best[block_of_[choice]]);
    }
}

// In every block those that were found are an end: all that rank below some state. Of all moves,
// not only improvements, the first one into a fibre comes from all its choices but the target's
// own: those are left until another target is met.
class BlockTrail : public Trail {
public:
    BlockTrail(const Blocks& blocks, bool improving)
        : blocks_(blocks), improving_(improving),
          found_from_(blocks.begins_.begin() + 1, blocks.begins_.end()),
          left_(improving ? 0 : found_from_.size(), NONE) {}

    void follow(u32 target, std::vector<u32>& found) override {
        const Rows& choices = blocks_.choices_of_;
        for (u64 k = choices.begins[target]; k < choices.begins[target + 1]; ++k) {
            const u32 there = blocks_.block_of_[choices.entries[k]];
            const u32 fibre = blocks_.fibre_of_[there];
            for (u32 block = blocks_.first_[fibre]; block < blocks_.first_[fibre + 1]; ++block) {
                if (blocks_.progress_[block] & ~blocks_.progress_[there]) continue;
                if (improving_)
                    worse(target, block, found);
                else
                    others(target, block, found);
            }
        }
    }

private:
    void worse(u32 target, u32 block, std::vector<u32>& found) {
        const u64 rank = blocks_.ranks_[target];
        const auto begin = blocks_.order_.begin() + blocks_.begins_[block];
        const auto end = blocks_.order_.begin() + found_from_[block];
        const auto below = std::partition_point(
            begin, end, [&](u32 choice) { return blocks_.rank_of(choice) >= rank; });
        for (auto choice = below; choice != end; ++choice)
            found.push_back(blocks_.state_of(*choice));
        found_from_[block] -= static_cast<u32>(end - below);
    }

    void others(u32 target, u32 block, std::vector<u32>& found) {
        if (left_[block] == target || left_[block] == DONE) return;
        const u32 left = left_[block];
        bool own = false;
        for (u32 k = blocks_.begins_[block]; k < blocks_.begins_[block + 1]; ++k) {
            const u32 state = blocks_.state_of(blocks_.order_[k]);
            own |= state == target;
            if (left == NONE ? state != target : state == left) found.push_back(state);
        }
        left_[block] = left == NONE && own ? target : DONE;
    }

    static constexpr u32 NONE = ~u32{0}, DONE = NONE - 1;
    const Blocks& blocks_;
    bool improving_;
    std::vector<u32> found_from_;
    std::vector<u32> left_;
};

std::unique_ptr<Trail> Blocks::trail(bool improving) const {
    return std::make_unique<BlockTrail>(*this, improving);
}

// -- the search -----------------------------------------------------------------------------------

namespace {

// The states from the least label to the greatest.
std::vector<u32> by_label(const std::vector<u32>& labels) {
    const u32 greatest = labels.empty() ? 0 : *std::max_element(labels.begin(), labels.end());
    return Rows::collected(
               std::size_t{greatest} + 1, labels.size(), [&](std::size_t k) { return labels[k]; },
               [](std::size_t k) { return k; })
        .entries;
}

// The ends are taken in increasing label. From each the sequences are followed backwards, and a
// state gets the label of the search that first comes to it: no later one is smaller. What a
// decision maker can do at a state is followed back once, so every move is touched at most once.
template <class Ask>
void lower(std::vector<u32>& labels, const std::vector<const Moves*>& opponents, bool improving,
           const Ask& ask) {
    constexpr unsigned ASK_EVERY = 1 << 14;
    struct Waiting {
        u32 state;
        u32 first_mover;
    };
    const std::vector<u32> ends = by_label(labels);
    std::vector<std::unique_ptr<Trail>> trails;
    for (const Moves* moves : opponents) trails.push_back(moves->trail(improving));
    std::vector<std::vector<bool>> followed(trails.size(), std::vector<bool>(labels.size()));
    std::vector<Waiting> waiting;
    std::vector<u32> found;
    std::vector<u32> least_end = labels;
    unsigned steps = 0;
    for (const u32 end : ends) {
        waiting.push_back({end, NOTHING});
        while (!waiting.empty()) {
            if (++steps % ASK_EVERY == 0) ask();
            const Waiting here = waiting.back();
            waiting.pop_back();
            for (u32 j = 0; j < trails.size(); ++j) {
                // Before a sequence that begins here with one's move, only another can move.
                if (j == here.first_mover || followed[j][here.state]) continue;
                followed[j][here.state] = true;
                found.clear();
                trails[j]->follow(here.state, found);
                for (const u32 origin : found) {
                    least_end[origin] = std::min(least_end[origin], labels[end]);
                    waiting.push_back({origin, j});
                }
            }
        }
    }
    labels.swap(least_end);
}

}  // namespace

void search(Labels& labels, const std::vector<const Moves*>& opponents, bool improving,
            unsigned threads, const std::function<void()>& ask) {
    const std::size_t states = labels.states();
    std::vector<u32> plain(states), escape(states);
    for (std::size_t state = 0; state < states; ++state) {
        plain[state] = labels[state].plain;
        escape[state] = labels[state].escape;
    }
    std::atomic<bool> stopped{false};
    std::exception_ptr failure;  // the first one
    std::mutex failing;
    const auto attempt = [&](std::vector<u32>& lowered, const std::function<void()>& each) {
        try {
            lower(lowered, opponents, improving, each);
        } catch (...) {
            const std::lock_guard<std::mutex> lock(failing);
            if (!stopped) failure = std::current_exception();
            stopped = true;
        }
    };
    // Only the thread that was called asks; either sees whether the other one goes on.
    struct Stopped {};
    const auto look = [&] {
        if (stopped) throw Stopped();
    };
    std::thread other;
    if (threads > 1) other = std::thread([&] { attempt(escape, look); });
    attempt(plain, [&] { look(), ask(); });
    if (other.joinable())
        other.join();
    else if (!stopped)
        attempt(escape, ask);
    if (failure) std::rethrow_exception(failure);
    for (std::size_t state = 0; state < states; ++state)
        labels[state] = {plain[state], escape[state]};
}

}  // namespace countermove
