// What all kernels share: narrow numbers, two labels for each state, work shared by threads.
#pragma once

#include <algorithm>
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <thread>
#include <vector>

namespace countermove {

using u8 = std::uint8_t;
using u16 = std::uint16_t;
using u32 = std::uint32_t;
using u64 = std::uint64_t;

constexpr u32 NOTHING = ~u32{0};

// Two labels of a state: what a reply leaves there without a way out, and with one. They are
// searched together, because most of the time goes into finding the states.
struct Pair {
    u32 plain = NOTHING;
    u32 escape = NOTHING;
};

inline Pair least(Pair x, Pair y) {
    return {std::min(x.plain, y.plain), std::min(x.escape, y.escape)};
}

inline Pair most(Pair x, Pair y) {
    return {std::max(x.plain, y.plain), std::max(x.escape, y.escape)};
}

// An array of numbers that may be narrow, as NumPy hands it over; nothing is copied.
class Numbers {
public:
    Numbers() = default;
    Numbers(const void* data, std::size_t size, unsigned bytes)
        : data_(data), size_(size), bytes_(bytes) {}

    std::size_t size() const { return size_; }

    u64 operator[](std::size_t k) const {
        switch (bytes_) {
        case 2: return static_cast<const u16*>(data_)[k];
        case 4: return static_cast<const u32*>(data_)[k];
        default: return static_cast<const u64*>(data_)[k];
        }
    }

    // Calls work with a pointer to the numbers as they are, for loops over many of them.
    template <class Work>
    void with(const Work& work) const {
        switch (bytes_) {
        case 2: return work(static_cast<const u16*>(data_));
        case 4: return work(static_cast<const u32*>(data_));
        default: return work(static_cast<const u64*>(data_));
        }
    }

    // The greatest number; 0 where there are none.
    u32 greatest() const {
        u32 found = 0;
        with([&](const auto* numbers) {
            for (std::size_t k = 0; k < size_; ++k)
                found = std::max(found, static_cast<u32>(numbers[k]));
        });
        return found;
    }

private:
    const void* data_ = nullptr;
    std::size_t size_ = 0;
    unsigned bytes_ = 8;
};

// Calls work(begin, end) for parts of 0..count, on so many threads. `weight` is how many states
// one item stands for: small work is not worth a thread.
template <class Work>
void shared(std::size_t count, std::size_t weight, unsigned threads, const Work& work) {
    constexpr std::size_t WORTH_A_THREAD = 1 << 15;
    const std::size_t most = std::max<std::size_t>(1, count * weight / WORTH_A_THREAD);
    const std::size_t parts = std::min<std::size_t>({std::max(threads, 1u), most, count + 1});
    const std::size_t size = (count + parts - 1) / parts;
    std::vector<std::exception_ptr> failed(parts);
    const auto run = [&](std::size_t part) {
        try {
            const std::size_t begin = std::min(count, part * size);
            const std::size_t end = part + 1 == parts ? count : std::min(count, begin + size);
            work(begin, end);
        } catch (...) {
            failed[part] = std::current_exception();
        }
    };
    std::vector<std::thread> others;
    for (std::size_t part = 1; part < parts; ++part) others.emplace_back(run, part);
    run(0);
    for (auto& other : others) other.join();
    for (auto& failure : failed)
        if (failure) std::rethrow_exception(failure);
}

// The k-th number, in ascending order, that is made of some bits only.
inline u64 spread(u64 k, u64 bits) {
    u64 found = 0;
    for (; bits && k; bits &= bits - 1, k >>= 1)
        if (k & 1) found |= bits & (~bits + 1);
    return found;
}

// The inverse: the bits of a number at some places, moved together.
inline u64 gathered(u64 number, u64 bits) {
    u64 found = 0;
    for (unsigned k = 0; bits; bits &= bits - 1, ++k)
        if (number & bits & (~bits + 1)) found |= u64{1} << k;
    return found;
}

// Steps from one number to the next one that has none of some bits.
inline u64 next_without(u64 number, u64 bits) { return ((number | bits) + 1) & ~bits; }

inline unsigned count_of(u64 bits) {
    return static_cast<unsigned>(std::bitset<64>(bits).count());
}

}  // namespace countermove
