// Stability where there is no order of the states. Sets of states are rows of bits, and nothing is
// taken for granted of what tempts, deters or is believed: none need be transitive.
#pragma once

#include <functional>

#include "common.hpp"

namespace countermove {

// For each state some states: `entries` from `begins[state]` to `begins[state + 1]`.
struct Listed {
    Numbers begins;
    Numbers entries;

    // Calls work(entry) for all that is listed for a state.
    template <class Work>
    void each(u64 state, const Work& work) const {
        const u64 end = begins[state + 1];
        for (u64 k = begins[state]; k < end; ++k) work(entries[k]);
    }
};

// Sets of states as NumPy packs them: a row of bytes for each, its first state the lowest bit.
class PackedRows {
public:
    PackedRows(const u8* data, std::size_t states)
        : data_(data), states_(states), bytes_((states + 7) / 8) {}

    std::size_t states() const { return states_; }
    std::size_t words() const { return (states_ + 63) / 64; }
    // 64 states of a row, as bits from the lowest on.
    u64 word(std::size_t row, std::size_t place) const {
        const u8* const at = data_ + row * bytes_ + place * 8;
        const std::size_t count = std::min<std::size_t>(8, bytes_ - place * 8);
        u64 found = 0;
        for (std::size_t k = 0; k < count; ++k) found |= u64{at[k]} << (8 * k);
        return found;
    }

private:
    const u8* data_;
    std::size_t states_;
    std::size_t bytes_;
};

struct Asked {
    PackedRows deters;             // for each state what deters from leaving it
    Listed tempting;               // the moves that tempt whoever is asked about,
    Listed own;                    // all its moves,
    std::vector<Listed> opponents; // and those of the others that count as replies
    bool start_counts;             // whether coming back to where replies begin is one,
    bool return_is_void;           // and coming back to what was left deters nobody
};

// For each state whether every move that tempts leads to where a reply deters: one bit for each,
// eight a byte; with `escape` it has to deter whatever the next own move is.
void stable_by_rows(const Asked& asked, u8* plain, u8* escape, unsigned threads,
                    const std::function<void()>& ask);

}  // namespace countermove
