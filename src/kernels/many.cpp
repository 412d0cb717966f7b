#include "many.hpp"

#include <mutex>
#include <numeric>

#include "lanes.hpp"

namespace countermove {
namespace {

// Some numbers for each row.
struct Lists {
    std::vector<u32> begins{0}, entries;

    struct Row {
        const u32 *first, *last;
        const u32* begin() const { return first; }
        const u32* end() const { return last; }
        std::size_t size() const { return static_cast<std::size_t>(last - first); }
    };
    std::size_t size() const { return begins.size() - 1; }
    Row operator[](std::size_t row) const {
        return {entries.data() + begins[row], entries.data() + begins[row + 1]};
    }
};

// From pairs (row, number), given by a function that calls another with each, in this order.
template <class Give>
Lists listed(std::size_t rows, const Give& give) {
    Lists lists;
    lists.begins.assign(rows + 1, 0);
    give([&](std::size_t row, std::size_t) { ++lists.begins[row + 1]; });
    std::partial_sum(lists.begins.begin(), lists.begins.end(), lists.begins.begin());
    lists.entries.resize(lists.begins.back());
    std::vector<u32> next(lists.begins.begin(), lists.begins.end() - 1);
    give([&](std::size_t row, std::size_t k) { lists.entries[next[row]++] = static_cast<u32>(k); });
    return lists;
}

// The moves of one decision maker.
struct Groups {
    Lists targets;  // of each group
    Lists origins;  // its states
    Lists behind;   // for each state the groups that lead to it
    bool closed;    // whether all of them lead to their own states and nowhere else

    Groups(const Many::Moves& moves, std::size_t states) {
        const std::size_t groups = moves.offsets.size() - 1;
        targets = listed(groups, [&](const auto& take) {
            for (std::size_t g = 0; g < groups; ++g)
                for (u64 k = moves.offsets[g]; k < moves.offsets[g + 1]; ++k)
                    take(g, moves.targets[k]);
        });
        origins = listed(groups, [&](const auto& take) {
            for (std::size_t s = 0; s < states; ++s) take(moves.group_of[s], s);
        });
        behind = listed(states, [&](const auto& take) {
            for (std::size_t g = 0; g < groups; ++g)
                for (const u32 target : targets[g]) take(target, g);
        });
        closed = true;
        for (std::size_t g = 0; g < groups; ++g) {
            closed &= targets[g].size() == origins[g].size();
            for (const u32 target : targets[g]) closed &= moves.group_of[target] == g;
        }
    }
};

// The same for all profiles: moves, and which states the opponents of one decision maker can reach
// from one another.
struct Graph {
    std::vector<Groups> of;
    std::vector<std::vector<u32>> component;  // by decision maker and state; empty where not known

    explicit Graph(const Many& many) : component(many.moves.size()) {
        for (const auto& moves : many.moves) of.emplace_back(moves, many.states);
        if (many.transitive)
            for (std::size_t i = 0; i < of.size(); ++i) join(i, many.states);
    }

private:
    // Only where every move can be taken back is what can be reached a matter of components.
    void join(std::size_t i, std::size_t states) {
        for (std::size_t j = 0; j < of.size(); ++j)
            if (j != i && !of[j].closed) return;
        std::vector<u32> parent(states);
        std::iota(parent.begin(), parent.end(), 0);
        const auto root = [&](u32 s) {
            while (parent[s] != s) s = parent[s] = parent[parent[s]];
            return s;
        };
        for (std::size_t j = 0; j < of.size(); ++j)
            for (std::size_t g = 0; j != i && g < of[j].targets.size(); ++g)
                for (const u32 s : of[j].targets[g])
                    parent[root(s)] = root(*of[j].targets[g].begin());
        for (u32 s = 0; s < states; ++s) component[i].push_back(root(s));
    }
};

// Turns a block of eight by eight bits over.
inline u64 turned(u64 block) {
    u64 changed = (block ^ block >> 7) & 0x00AA00AA00AA00AA;
    block ^= changed ^ changed << 7;
    changed = (block ^ block >> 14) & 0x0000CCCC0000CCCC;
    block ^= changed ^ changed << 14;
    changed = (block ^ block >> 28) & 0x00000000F0F0F0F0;
    return block ^ changed ^ changed << 28;
}

// Solves so many profiles at once; every thread has one of its own.
template <unsigned BYTES>
class Batch {
public:
    Batch(const Many& many, const Graph& graph)
        : many_(many), graph_(graph), makers_(many.moves.size()), states_(many.states),
          ranks_(makers_, Row(states_)), label_(states_), best_(states_), least_(states_),
          first_(many.transitive ? 0 : makers_, Row(states_)), waiting_(makers_), waits_(makers_),
          stable_(states_), equilibria_(many.concepts.size(), std::vector<u32>(states_)),
          stable_counts_(many.concepts.size() * makers_ * states_),
          equilibrium_counts_(many.concepts.size() * states_) {
        least_of_all_.fill(-32768);
        no_reply_.fill(Many::NO_REPLY);
        for (unsigned k = 0; k < LANES; ++k) {
            const auto place = static_cast<u16>(1u << k % 16);
            std::memcpy(reinterpret_cast<char*>(&places_) + 2 * k, &place, 2);
        }
    }

    void solve(std::size_t begin, std::size_t end) {
        begin_ = begin;
        end_ = end;
        read();
        const u32 used = ~u32{0} >> (LANES - (end - begin));
        for (auto& row : equilibria_) std::fill(row.begin(), row.end(), used);
        for (std::size_t i = 0; i < makers_; ++i) {
            raise(i);
            for (std::size_t c = 0; c < many_.concepts.size(); ++c) answer(i, c, used);
        }
        for (std::size_t c = 0; c < many_.concepts.size(); ++c) {
            count(equilibria_[c], &equilibrium_counts_[c * states_]);
            write(equilibria_[c], many_.equilibrium_bits, many_.concepts.size(), c);
        }
    }

    void add_counts() const {
        for (std::size_t k = 0; k < stable_counts_.size(); ++k)
            many_.stable_counts[k] += stable_counts_[k];
        for (std::size_t k = 0; k < equilibrium_counts_.size(); ++k)
            many_.equilibrium_counts[k] += equilibrium_counts_[k];
    }

private:
    using L = Lanes<BYTES>;
    using Row = std::vector<L>;
    using Part = typename L::Part;

    // Some states at a time, so that what is written stays in the cache. Fewer profiles than
    // lanes: the last one is repeated.
    void read() {
        constexpr std::size_t STATES_AT_ONCE = 64;
        for (std::size_t i = 0; i < makers_; ++i)
            for (std::size_t first = 0; first < states_; first += STATES_AT_ONCE) {
                const std::size_t last = std::min(states_, first + STATES_AT_ONCE);
                for (unsigned lane = 0; lane < LANES; ++lane) {
                    const std::size_t profile = std::min(begin_ + lane, end_ - 1);
                    const Number* const ranks = many_.ranks + (profile * makers_ + i) * states_;
                    char* const out = reinterpret_cast<char*>(&ranks_[i][0]) + 2 * lane;
                    for (std::size_t s = first; s < last; ++s)
                        std::memcpy(out + s * sizeof(L), ranks + s, 2);
                }
            }
    }

    // Finds for every state the best that a move of i leads to, or staying.
    void raise(std::size_t i) {
        const Groups& groups = graph_.of[i];
        for (std::size_t g = 0; g < groups.targets.size(); ++g) {
            L most = least_of_all_;
            for (const u32 target : groups.targets[g]) most.keep_most(ranks_[i][target]);
            for (const u32 s : groups.origins[g]) {
                best_[s] = ranks_[i][s];
                best_[s].keep_most(most);
            }
        }
    }

    void answer(std::size_t i, std::size_t c, u32 used) {
        const unsigned asked = many_.concepts[c];
        const bool improving = asked == Many::CREDIBLE || asked == Many::CREDIBLE_ESCAPE;
        const bool escape = asked == Many::ANY_ESCAPE || asked == Many::CREDIBLE_ESCAPE;
        const Row& ranks = ranks_[i];
        const Row& left = escape ? best_ : ranks;
        if (asked == Many::ALONE) {
            judge(i, used, [](u32, L&) {});
        } else if (!improving && !graph_.component[i].empty()) {
            const u32* const component = graph_.component[i].data();
            std::fill(least_.begin(), least_.end(), no_reply_);
            for (std::size_t s = 0; s < states_; ++s) least_[component[s]].keep_least(left[s]);
            judge(i, used, [&](u32 s, L& worth) { worth.keep_least(least_[component[s]]); });
        } else {
            std::copy(left.begin(), left.end(), label_.begin());
            improving ? settle<true>(i) : settle<false>(i);
            judge(i, used, [&](u32 s, L& worth) { worth.keep_least(label_[s]); });
        }
        const std::size_t which = c * makers_ + i;
        count(stable_, &stable_counts_[which * states_]);
        write(stable_, many_.stable_bits, many_.concepts.size() * makers_, which);
        for (std::size_t s = 0; s < states_; ++s) equilibria_[c][s] &= stable_[s];
    }

    // Says in which profiles no move of i from a state is worth more than the state.
    template <class Limit>
    void judge(std::size_t i, u32 used, const Limit& limit) {
        const Groups& groups = graph_.of[i];
        const Row& ranks = ranks_[i];
        for (std::size_t g = 0; g < groups.targets.size(); ++g) {
            L most = least_of_all_;
            for (const u32 target : groups.targets[g]) {
                L worth = ranks[target];
                limit(target, worth);
                most.keep_most(worth);
            }
            for (const u32 s : groups.origins[g])
                stable_[s] = at_least(ranks[s], most, places_) & used;
        }
    }

    // Lowers every label to the least at the end of a legal sequence of the opponents of i. Where
    // moves are transitive a sequence in which somebody moves twice in a row has the same end as a
    // legal one. Where they aren't, `first_[j]` is the least label over the sequences that begin
    // with a move of j, after which only the others may go on.
    template <bool IMPROVING>
    void settle(std::size_t i) {
        for (auto& row : first_) std::fill(row.begin(), row.end(), no_reply_);
        for (std::size_t j = 0; j < makers_; ++j) {
            const std::size_t groups = j == i ? 0 : graph_.of[j].targets.size();
            waiting_[j].resize(groups);
            std::iota(waiting_[j].begin(), waiting_[j].end(), 0);
            waits_[j].assign(groups, 1);
        }
        std::size_t quiet = 0;
        for (std::size_t j = 0; quiet < makers_; j = j + 1 == makers_ ? 0 : j + 1) {
            quiet = waiting_[j].empty() ? quiet + 1 : 0;
            for (const u32 g : waiting_[j]) {
                waits_[j][g] = 0;
                many_.transitive ? lower<IMPROVING>(i, j, g) : lower_in_turn<IMPROVING>(i, j, g);
            }
            waiting_[j].clear();
        }
        for (std::size_t j = 0; j < first_.size(); ++j)
            for (std::size_t s = 0; s < states_; ++s) label_[s].keep_least(first_[j][s]);
    }

    // What j makes of a state has changed: whoever of the others moves there has to look again.
    void tell(std::size_t i, std::size_t j, u32 s) {
        for (std::size_t k = 0; k < makers_; ++k) {
            if (k == i || k == j) continue;
            for (const u32 g : graph_.of[k].behind[s]) {
                if (waits_[k][g]) continue;
                waits_[k][g] = 1;
                waiting_[k].push_back(g);
            }
        }
    }

    // Lowers a part of x to a reply; where it counts only as an improvement, in those profiles.
    template <bool IMPROVING>
    static void lower_part(Part& x, const Part& reply, const Part& here, const Part& there) {
        const Part none = Part{} + Many::NO_REPLY;
        const Part counted = !IMPROVING ? reply : there > here ? reply : none;
        x = x < counted ? x : counted;
    }

    void put(std::size_t i, std::size_t j, u32 s, L& kept, const L& found) {
        Part changed{};
        for (unsigned p = 0; p < L::PARTS; ++p) changed |= found.part[p] ^ kept.part[p];
        if (!any(changed)) return;
        kept = found;
        tell(i, j, s);
    }

    template <bool IMPROVING>
    void lower(std::size_t i, std::size_t j, u32 g) {
        const auto origins = graph_.of[j].origins[g], targets = graph_.of[j].targets[g];
        const Row& ranks = ranks_[j];
        for (const u32 s : origins) {
            L found = label_[s];
            for (const u32 target : targets)
                for (unsigned p = 0; p < L::PARTS; ++p)
                    lower_part<IMPROVING>(found.part[p], label_[target].part[p], ranks[s].part[p],
                                          ranks[target].part[p]);
            put(i, j, s, label_[s], found);
        }
    }

    template <bool IMPROVING>
    void lower_in_turn(std::size_t i, std::size_t j, u32 g) {
        const Row& ranks = ranks_[j];
        for (const u32 s : graph_.of[j].origins[g]) {
            L found = first_[j][s];
            for (const u32 target : graph_.of[j].targets[g]) {
                L end = label_[target];
                for (std::size_t k = 0; k < makers_; ++k)
                    if (k != j && k != i) end.keep_least(first_[k][target]);
                for (unsigned p = 0; p < L::PARTS; ++p)
                    lower_part<IMPROVING>(found.part[p], end.part[p], ranks[s].part[p],
                                          ranks[target].part[p]);
            }
            put(i, j, s, first_[j][s], found);
        }
    }

    void count(const std::vector<u32>& found, std::int64_t* counts) const {
        for (std::size_t s = 0; s < states_; ++s) counts[s] += count_of(found[s]);
    }

    void write(const std::vector<u32>& found, u8* bits, std::size_t rows, std::size_t which) const {
        if (!bits) return;
        const std::size_t bytes = (states_ + 7) / 8;
        for (std::size_t byte = 0; byte < bytes; ++byte)
            for (std::size_t lane = 0; begin_ + lane < end_; lane += 8) {
                u64 block = 0;
                for (std::size_t s = 8 * byte; s < std::min(states_, 8 * byte + 8); ++s)
                    block |= u64{found[s] >> lane & 0xFF} << 8 * (s & 7);
                block = turned(block);
                for (std::size_t k = lane; k < lane + 8 && begin_ + k < end_; ++k, block >>= 8)
                    bits[((begin_ + k) * rows + which) * bytes + byte] = block & 0xFF;
            }
    }

    const Many& many_;
    const Graph& graph_;
    std::size_t makers_, states_;
    L places_, least_of_all_, no_reply_;
    std::vector<Row> ranks_;
    Row label_, best_, least_;
    std::vector<Row> first_;
    std::vector<std::vector<u32>> waiting_;  // the groups of each decision maker to look at
    std::vector<std::vector<u8>> waits_;
    std::vector<u32> stable_;                   // for each state a bit for each profile
    std::vector<std::vector<u32>> equilibria_;  // the same for each concept
    std::vector<std::int64_t> stable_counts_, equilibrium_counts_;
    std::size_t begin_ = 0, end_ = 0;
};

template <unsigned BYTES>
void solve_all(Batch<BYTES>& batch, std::size_t profiles, std::size_t begin, std::size_t end) {
    for (std::size_t k = begin; k < end; ++k)
        batch.solve(k * LANES, std::min(profiles, (k + 1) * LANES));
}

#ifdef WITH_AVX2
WITH_AVX2 void solve_with_avx2(Batch<32>& batch, std::size_t profiles, std::size_t begin,
                               std::size_t end) {
    solve_all(batch, profiles, begin, end);
}
#endif

}  // namespace

void Many::solve(unsigned threads) const {
    const Graph graph(*this);
    std::mutex adding;
    const auto work = [&](auto& batch, auto& solver, std::size_t begin, std::size_t end) {
        solver(batch, profiles, begin, end);
        const std::lock_guard<std::mutex> lock(adding);
        batch.add_counts();
    };
    const std::size_t batches = (profiles + LANES - 1) / LANES;
    const std::size_t weight = LANES * states * moves.size();
    shared(batches, weight, threads, [&](std::size_t begin, std::size_t end) {
#ifdef WITH_AVX2
        if (__builtin_cpu_supports("avx2")) {
            Batch<32> batch(*this, graph);
            return work(batch, solve_with_avx2, begin, end);
        }
#endif
        Batch<16> batch(*this, graph);
        work(batch, solve_all<16>, begin, end);
    });
}

}  // namespace countermove
