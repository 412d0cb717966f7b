#include "many.hpp"

#include <mutex>

namespace countermove {
namespace {

using Number = std::int16_t;
constexpr unsigned LANES = 32;  // profiles at once

// One number for each of so many profiles. The loops below are of fixed length, so that compilers
// turn them into a few vector instructions.
struct alignas(2 * LANES) Lanes {
    Number at[LANES];
};

inline void fill(Lanes& x, Number value) {
    for (unsigned k = 0; k < LANES; ++k) x.at[k] = value;
}
inline void keep_least(Lanes& x, const Lanes& y) {
    for (unsigned k = 0; k < LANES; ++k) x.at[k] = x.at[k] < y.at[k] ? x.at[k] : y.at[k];
}
inline void keep_most(Lanes& x, const Lanes& y) {
    for (unsigned k = 0; k < LANES; ++k) x.at[k] = x.at[k] > y.at[k] ? x.at[k] : y.at[k];
}
inline void keep_both(Lanes& x, const Lanes& y) {
    for (unsigned k = 0; k < LANES; ++k) x.at[k] &= y.at[k];
}
// The least with a reply that counts only where it is an improvement for who moves.
inline void keep_least_improving(Lanes& x, const Lanes& reply, const Lanes& here,
                                 const Lanes& there) {
    for (unsigned k = 0; k < LANES; ++k) {
        const Number counted = there.at[k] > here.at[k] ? reply.at[k] : Many::NO_REPLY;
        x.at[k] = x.at[k] < counted ? x.at[k] : counted;
    }
}
// -1 where x is at least y, else 0.
inline void at_least(Lanes& found, const Lanes& x, const Lanes& y) {
    for (unsigned k = 0; k < LANES; ++k) found.at[k] = x.at[k] >= y.at[k] ? -1 : 0;
}
inline bool differs(const Lanes& x, const Lanes& y) {
    Number found = 0;
    for (unsigned k = 0; k < LANES; ++k) found |= static_cast<Number>(x.at[k] ^ y.at[k]);
    return found != 0;
}

// The moves of all decision makers with narrow numbers.
struct Graph {
    std::vector<std::vector<u32>> begins, targets;
};

// Solves so many profiles at once; every thread has one of its own.
class Batch {
public:
    Batch(const Many& many, const Graph& graph)
        : many_(many), graph_(graph), ranks_(many.moves.size(), Row(many.states)),
          label_(many.states), best_(many.states),
          first_(many.transitive ? 0 : many.moves.size(), Row(many.states)),
          stable_(many.states), equilibria_(many.concepts.size(), Row(many.states)),
          stable_counts_(many.concepts.size() * many.moves.size() * many.states),
          equilibrium_counts_(many.concepts.size() * many.states) {}

    void solve(std::size_t begin, std::size_t end) {
        begin_ = begin;
        end_ = end;
        read();
        for (auto& row : equilibria_) for (Lanes& lanes : row) fill(lanes, -1);
        for (std::size_t i = 0; i < many_.moves.size(); ++i) {
            raise(i, ranks_[i], best_);
            for (std::size_t c = 0; c < many_.concepts.size(); ++c) answer(i, c);
        }
        for (std::size_t c = 0; c < many_.concepts.size(); ++c) {
            count(equilibria_[c], &equilibrium_counts_[c * many_.states]);
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
    using Row = std::vector<Lanes>;

    // Fewer profiles than lanes: the last one is repeated.
    void read() {
        const std::size_t makers = many_.moves.size(), states = many_.states;
        for (std::size_t i = 0; i < makers; ++i)
            for (unsigned lane = 0; lane < LANES; ++lane) {
                const std::size_t profile = std::min(begin_ + lane, end_ - 1);
                const Number* const ranks = many_.ranks + (profile * makers + i) * states;
                for (std::size_t s = 0; s < states; ++s) ranks_[i][s].at[lane] = ranks[s];
            }
    }

    struct Targets {
        const u32 *first, *last;
        const u32* begin() const { return first; }
        const u32* end() const { return last; }
    };
    Targets targets(std::size_t j, std::size_t state) const {
        const u32* const all = graph_.targets[j].data();
        return {all + graph_.begins[j][state], all + graph_.begins[j][state + 1]};
    }

    // Gives every state the greatest value that a move of i leads to, or its own.
    void raise(std::size_t i, const Row& values, Row& found) const {
        for (std::size_t s = 0; s < many_.states; ++s) {
            Lanes best = values[s];
            for (const u32 target : targets(i, s)) keep_most(best, values[target]);
            found[s] = best;
        }
    }

    void answer(std::size_t i, std::size_t c) {
        const unsigned asked = many_.concepts[c];
        const Row& ranks = ranks_[i];
        if (asked == Many::ALONE) {
            for (std::size_t s = 0; s < many_.states; ++s) at_least(stable_[s], ranks[s], best_[s]);
        } else {
            const bool escape = asked == Many::ANY_ESCAPE || asked == Many::CREDIBLE_ESCAPE;
            Row& label = label_;
            label = escape ? best_ : ranks;
            const bool improving =
                asked == Many::CREDIBLE || asked == Many::CREDIBLE_ESCAPE;
            if (many_.transitive)
                improving ? sweep<true>(i, label) : sweep<false>(i, label);
            else
                improving ? sweep_in_turn<true>(i, label) : sweep_in_turn<false>(i, label);
            for (std::size_t s = 0; s < many_.states; ++s) keep_least(label[s], ranks[s]);
            for (std::size_t s = 0; s < many_.states; ++s) {
                Lanes best = label[s];
                for (const u32 target : targets(i, s)) keep_most(best, label[target]);
                at_least(stable_[s], ranks[s], best);
            }
        }
        const std::size_t which = c * many_.moves.size() + i;
        count(stable_, &stable_counts_[which * many_.states]);
        write(stable_, many_.stable_bits, many_.concepts.size() * many_.moves.size(), which);
        for (std::size_t s = 0; s < many_.states; ++s) keep_both(equilibria_[c][s], stable_[s]);
    }

    // Lowers every label to the least at the end of a sequence of the opponents' moves. Where moves
    // are transitive a sequence in which somebody moves twice in a row has the same end as a legal
    // one.
    template <bool IMPROVING>
    void sweep(std::size_t i, Row& label) const {
        std::size_t quiet = 0;
        for (std::size_t j = 0; quiet + 1 < many_.moves.size(); j = (j + 1) % many_.moves.size()) {
            if (j == i) continue;
            const Row& ranks = ranks_[j];
            bool changed = false;
            for (std::size_t s = 0; s < many_.states; ++s) {
                Lanes found = label[s];
                for (const u32 target : targets(j, s))
                    if constexpr (IMPROVING)
                        keep_least_improving(found, label[target], ranks[s], ranks[target]);
                    else
                        keep_least(found, label[target]);
                changed |= differs(found, label[s]);
                label[s] = found;
            }
            quiet = changed ? 0 : quiet + 1;
        }
    }

    // The same where moves are not: `first_[j]` is the least label over the sequences that begin
    // with a move of j, after which only the others may go on.
    template <bool IMPROVING>
    void sweep_in_turn(std::size_t i, Row& label) {
        for (auto& row : first_) for (Lanes& lanes : row) fill(lanes, Many::NO_REPLY);
        std::size_t quiet = 0;
        for (std::size_t j = 0; quiet + 1 < many_.moves.size(); j = (j + 1) % many_.moves.size()) {
            if (j == i) continue;
            const Row& ranks = ranks_[j];
            bool changed = false;
            for (std::size_t s = 0; s < many_.states; ++s) {
                Lanes found = first_[j][s];
                for (const u32 target : targets(j, s)) {
                    Lanes end = label[target];
                    for (std::size_t k = 0; k < first_.size(); ++k)
                        if (k != j && k != i) keep_least(end, first_[k][target]);
                    if constexpr (IMPROVING)
                        keep_least_improving(found, end, ranks[s], ranks[target]);
                    else
                        keep_least(found, end);
                }
                changed |= differs(found, first_[j][s]);
                first_[j][s] = found;
            }
            quiet = changed ? 0 : quiet + 1;
        }
        for (std::size_t s = 0; s < many_.states; ++s)
            for (std::size_t k = 0; k < first_.size(); ++k)
                if (k != i) keep_least(label[s], first_[k][s]);
    }

    void count(const Row& row, std::int64_t* counts) const {
        const std::size_t used = end_ - begin_;
        for (std::size_t s = 0; s < many_.states; ++s) {
            int found = 0;
            for (unsigned k = 0; k < LANES; ++k) found -= k < used ? row[s].at[k] : 0;
            counts[s] += found;
        }
    }

    void write(const Row& row, u8* bits, std::size_t rows, std::size_t which) const {
        if (!bits) return;
        const std::size_t bytes = (many_.states + 7) / 8;
        for (std::size_t profile = begin_; profile < end_; ++profile) {
            u8* const out = bits + (profile * rows + which) * bytes;
            for (std::size_t s = 0; s < many_.states; ++s)
                out[s >> 3] |= static_cast<u8>((row[s].at[profile - begin_] & 1) << (s & 7));
        }
    }

    const Many& many_;
    const Graph& graph_;
    std::vector<Row> ranks_;
    Row label_, best_;
    std::vector<Row> first_;
    Row stable_;
    std::vector<Row> equilibria_;
    std::vector<std::int64_t> stable_counts_, equilibrium_counts_;
    std::size_t begin_ = 0, end_ = 0;
};

}  // namespace

void Many::solve(unsigned threads) const {
    Graph graph;
    for (const MoveList& list : moves) {
        graph.begins.emplace_back();
        graph.targets.emplace_back();
        for (std::size_t k = 0; k < list.offsets.size(); ++k)
            graph.begins.back().push_back(static_cast<u32>(list.offsets[k]));
        for (std::size_t k = 0; k < list.targets.size(); ++k)
            graph.targets.back().push_back(static_cast<u32>(list.targets[k]));
    }
    std::mutex adding;
    const std::size_t batches = (profiles + LANES - 1) / LANES;
    shared(batches, LANES * states * moves.size(), threads, [&](std::size_t begin, std::size_t end) {
        Batch batch(*this, graph);
        for (std::size_t k = begin; k < end; ++k)
            batch.solve(k * LANES, std::min(profiles, (k + 1) * LANES));
        const std::lock_guard<std::mutex> lock(adding);
        batch.add_counts();
    });
}

}  // namespace countermove
