#include "relations.hpp"

#include <memory>

namespace countermove {

namespace {

// Sets of states, each a row of words.
class BitRows {
public:
    BitRows(std::size_t rows, std::size_t words) : words_(words), bits_(rows * words) {}

    u64* operator[](std::size_t row) { return &bits_[row * words_]; }
    const u64* operator[](std::size_t row) const { return &bits_[row * words_]; }

private:
    std::size_t words_;
    std::vector<u64> bits_;
};

void include(u64* row, u64 state) { row[state / 64] |= u64{1} << (state % 64); }

void exclude(u64* row, u64 state) { row[state / 64] &= ~(u64{1} << (state % 64)); }

void unite(u64* row, const u64* other, std::size_t words) {
    for (std::size_t k = 0; k < words; ++k) row[k] |= other[k];
}

bool meet(const u64* row, const u64* other, std::size_t words) {
    for (std::size_t k = 0; k < words; ++k)
        if (row[k] & other[k]) return true;
    return false;
}

// Where legal sequences go on to. A node is a state and who moved there: only another one can move
// next. Nodes that lead to one another lead to the same states, so that each such *knot* has one
// row; they are found in one search in depth, what a knot leads to before itself (Tarjan 1972).
class Knots {
public:
    Knots(std::size_t states, const std::vector<Listed>& movers,
          const std::function<void()>& ask)
        : states_(states), words_((states + 63) / 64), movers_(movers), ask_(ask),
          number_(states * movers.size()), earliest_(number_.size()),
          knot_(number_.size(), NOTHING) {}

    // Enters all states at which sequences from a state end.
    void ends(u64 state, u64* row) {
        const u32 own = static_cast<u32>(number_.size() + state);  // no knot has this number
        for (std::size_t j = 0; j < movers_.size(); ++j)
            movers_[j].each(state, [&](u64 target) {
                const std::size_t node = j * states_ + target;
                if (!number_[node]) search(node);
                enter(knot_[node], own, row);
            });
    }

private:
    struct Step {
        std::size_t node;
        std::size_t mover;  // whose moves are followed,
        u64 next;           // and which of them comes next
    };

    void search(std::size_t root) {
        begin(root);
        while (!steps_.empty()) {
            Step& step = steps_.back();
            const u64 state = step.node % states_;
            if (step.mover == movers_.size()) {
                const std::size_t node = step.node;
                steps_.pop_back();
                if (!steps_.empty()) {
                    u32& before = earliest_[steps_.back().node];
                    before = std::min(before, earliest_[node]);
                }
                if (earliest_[node] == number_[node]) tie(node);
                continue;
            }
            const Listed& moves = movers_[step.mover];
            if (step.mover == step.node / states_ || step.next == moves.begins[state + 1]) {
                if (++step.mover < movers_.size()) step.next = movers_[step.mover].begins[state];
                continue;
            }
            const std::size_t to = step.mover * states_ + moves.entries[step.next++];
            if (!number_[to])
                begin(to);
            else if (knot_[to] == NOTHING)
                earliest_[step.node] = std::min(earliest_[step.node], number_[to]);
        }
    }

    void begin(std::size_t node) {
        if (++count_ % ASK_EVERY == 0) ask_();
        number_[node] = earliest_[node] = count_;
        open_.push_back(node);
        steps_.push_back({node, 0, movers_[0].begins[node % states_]});
    }

    // Makes a knot of a node and all that was met after it and isn't tied yet.
    void tie(std::size_t node) {
        const u32 own = static_cast<u32>(rows_.size());
        rows_.emplace_back(new u64[words_]());
        seen_.push_back(NOTHING);
        u64* const row = rows_.back().get();
        std::size_t first = open_.size();
        do {
            knot_[open_[--first]] = own;
            include(row, open_[first] % states_);
        } while (open_[first] != node);
        for (std::size_t k = first; k < open_.size(); ++k)
            for (std::size_t j = 0; j < movers_.size(); ++j)
                if (j != open_[k] / states_)
                    movers_[j].each(open_[k] % states_, [&](u64 target) {
                        enter(knot_[j * states_ + target], own, row);
                    });
        open_.resize(first);
    }

    // Enters what a knot leads to, once for each that it is entered for.
    void enter(u32 knot, u32 whose, u64* row) {
        if (knot == whose || seen_[knot] == whose) return;
        seen_[knot] = whose;
        unite(row, rows_[knot].get(), words_);
    }

    static constexpr u32 ASK_EVERY = 1 << 10;
    std::size_t states_;
    std::size_t words_;
    const std::vector<Listed>& movers_;
    const std::function<void()>& ask_;
    std::vector<u32> number_;    // of each node, in the order in which they are met, from 1
    std::vector<u32> earliest_;  // that it leads back to, as far as is known
    std::vector<u32> knot_;      // of each node that is tied
    std::vector<std::unique_ptr<u64[]>> rows_;  // of each knot
    std::vector<u32> seen_;                     // for whom each knot was entered last
    std::vector<std::size_t> open_;             // nodes that aren't tied
    std::vector<Step> steps_;
    u32 count_ = 0;
};

// Turns 64 rows of 64 bits into columns.
void transpose(u64 (&tile)[64]) {
    u64 mask = 0x00000000FFFFFFFF;
    for (unsigned width = 32; width; width >>= 1, mask ^= mask << width)
        for (unsigned k = 0; k < 64; k = ((k | width) + 1) & ~width) {
            const u64 change = ((tile[k] >> width) ^ tile[k | width]) & mask;
            tile[k] ^= change << width;
            tile[k | width] ^= change;
        }
}

// What deters from leaving some states, one after the other.
class Block {
public:
    static constexpr std::size_t SIZE = 512;

    Block(const Asked& asked, std::size_t begin)
        : asked_(asked), words_(asked.deters.words()), begin_(begin),
          end_(std::min(begin + SIZE, asked.deters.states())), harms_(SIZE, words_) {
        for (std::size_t state = begin_; state < end_; ++state)
            for (std::size_t k = 0; k < words_; ++k)
                harms_[state - begin_][k] = asked.deters.word(state, k);
    }

    // Leaves only that from which no own move leads to what doesn't deter.
    void close() {
        // For each end the states of the block that it doesn't deter from leaving; and those that
        // it leaves a way out.
        BitRows harmless(words_ * 64, TILES), escapes(words_ * 64, TILES);
        u64 tile[64];
        for (std::size_t k = 0; k < words_; ++k)
            for (std::size_t t = 0; t < TILES; ++t) {
                for (unsigned j = 0; j < 64; ++j) tile[j] = ~harms_[t * 64 + j][k];
                transpose(tile);
                for (unsigned j = 0; j < 64; ++j) harmless[k * 64 + j][t] = tile[j];
            }
        for (std::size_t end = 0; end < asked_.deters.states(); ++end) {
            unite(escapes[end], harmless[end], TILES);
            asked_.own.each(end, [&](u64 next) { unite(escapes[end], harmless[next], TILES); });
        }
        for (std::size_t k = 0; k < words_; ++k)
            for (std::size_t t = 0; t < TILES; ++t) {
                for (unsigned j = 0; j < 64; ++j) tile[j] = escapes[k * 64 + j][t];
                transpose(tile);
                for (unsigned j = 0; j < 64; ++j) harms_[t * 64 + j][k] = ~tile[j];
            }
    }

    // Says of each state whether all that tempts leads to where a reply harms.
    void answer(const BitRows& ends, u8* stable) {
        for (std::size_t state = begin_; state < end_; ++state) {
            bool is_stable = true;
            u64* const harms = harms_[state - begin_];
            const u64 kept = harms[state / 64];
            if (asked_.return_is_void) exclude(harms, state);
            asked_.tempting.each(state, [&](u64 target) {
                is_stable = is_stable && meet(ends[target], harms, words_);
            });
            harms[state / 64] = kept;
            stable[state / 8] |= static_cast<u8>(is_stable << (state % 8));
        }
    }

private:
    static constexpr std::size_t TILES = SIZE / 64;
    const Asked& asked_;
    std::size_t words_;
    std::size_t begin_;
    std::size_t end_;
    BitRows harms_;  // for each state what deters from leaving it
};

}  // namespace

void stable_by_rows(const Asked& asked, u8* plain, u8* escape, unsigned threads,
                    const std::function<void()>& ask) {
    const std::size_t states = asked.deters.states();
    BitRows ends(states, asked.deters.words());
    {
        Knots knots(states, asked.opponents, ask);
        for (std::size_t state = 0; state < states; ++state) {
            knots.ends(state, ends[state]);
            if (!asked.start_counts) exclude(ends[state], state);
        }
    }
    const std::size_t blocks = (states + Block::SIZE - 1) / Block::SIZE;
    const std::size_t together = 4 * std::max(threads, 1u);
    for (std::size_t first = 0; first < blocks; first += together) {
        ask();
        const std::size_t count = std::min(together, blocks - first);
        shared(count, Block::SIZE * states / 64, threads, [&](std::size_t begin, std::size_t end) {
            for (std::size_t k = first + begin; k < first + end; ++k) {
                Block block(asked, k * Block::SIZE);
                block.answer(ends, plain);
                block.close();
                block.answer(ends, escape);
            }
        });
    }
}

}  // namespace countermove
