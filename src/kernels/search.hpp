// Replies found backwards from where they end: for moves listed one by one, for states that stand
// for several choices, and where sequences of improvements are so long that sweeping takes forever.
#pragma once

#include <functional>
#include <memory>

#include "labels.hpp"
#include "options.hpp"

namespace countermove {

// The moves of one decision maker, followed backwards in one search.
class Trail {
public:
    virtual ~Trail() = default;
    // Adds the states that can move to `target` and were not found before.
    virtual void follow(u32 target, std::vector<u32>& found) = 0;
};

// The moves of one decision maker.
class Moves {
public:
    explicit Moves(const Numbers& ranks) : ranks_(ranks) {}
    virtual ~Moves() = default;

    virtual std::unique_ptr<Trail> trail(bool improving) const = 0;
    // As for Fibres.
    void start(Labels& labels, unsigned threads) const;
    void settle(Labels& labels, unsigned threads) const;

protected:
    // Gives every state the greatest label that a move leads to, or its own.
    virtual void raise(Labels& labels) const = 0;

    Numbers ranks_;
};

// For each row some numbers: `entries` from `begins[row]` to `begins[row + 1]`.
struct Rows {
    std::vector<u64> begins;
    std::vector<u32> entries;

    // The rows in which each number stands, where `row_of(k)` is the row of the k-th entry.
    template <class RowOf, class NumberOf>
    static Rows collected(std::size_t rows, std::size_t count, RowOf row_of, NumberOf number_of) {
        Rows found{std::vector<u64>(rows + 1), std::vector<u32>(count)};
        for (std::size_t k = 0; k < count; ++k) ++found.begins[row_of(k) + 1];
        for (std::size_t row = 0; row < rows; ++row) found.begins[row + 1] += found.begins[row];
        std::vector<u64> next(found.begins.begin(), found.begins.end() - 1);
        for (std::size_t k = 0; k < count; ++k)
            found.entries[next[row_of(k)]++] = static_cast<u32>(number_of(k));
        return found;
    }
};

// Moves listed one by one: those from state s lead to `targets` from `offsets[s]` on.
class Arcs : public Moves {
public:
    Arcs(const Numbers& offsets, const Numbers& targets, const Numbers& ranks);

    std::unique_ptr<Trail> trail(bool improving) const override;

protected:
    void raise(Labels& labels) const override;

private:
    friend class ArcTrail;
    Rows origins_;    // for each state those that can move to it,
    Rows improving_;  // and those of them that are better off there
};

// Moves in option form between states that may stand for several choices. A *block* holds the
// choices of one fibre that have gone equally far on the one-way options, from best to worst.
class Blocks : public Moves {
public:
    Blocks(const Options& options, const Numbers& choices, const Numbers& member_of,
           const Numbers& ranks);

    std::unique_ptr<Trail> trail(bool improving) const override;

protected:
    void raise(Labels& labels) const override;

private:
    friend class BlockTrail;
    u32 state_of(u32 choice) const {
        return member_of_.size() ? static_cast<u32>(member_of_[choice]) : choice;
    }
    u64 rank_of(u32 choice) const { return ranks_[state_of(choice)]; }

    std::size_t states_;
    Numbers member_of_;
    Rows choices_of_;             // for each state the choices that it stands for
    std::vector<u32> order_;      // choices by fibre, block and rank
    std::vector<u32> block_of_;   // of each choice
    std::vector<u32> begins_;     // of each block in `order_`
    std::vector<u64> progress_;   // of each block
    std::vector<u32> fibre_of_;   // of each block
    std::vector<u32> first_;      // block of each fibre
    unsigned one_way_;
};

// Lower every label to the least at the end of a legal sequence of moves (or improvements) in which
// nobody moves twice in a row. `ask` is called now and then, and ends the search by throwing.
void search(Labels& labels, const std::vector<const Moves*>& opponents, bool improving,
            unsigned threads, const std::function<void()>& ask);

}  // namespace countermove
