// What Python sees of the kernels. Every call that takes time lets other Python threads run.
#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/tuple.h>
#include <nanobind/stl/vector.h>

#include "fibres.hpp"
#include "many.hpp"
#include "relations.hpp"
#include "search.hpp"

namespace nb = nanobind;
using namespace nb::literals;
using namespace countermove;

namespace {

using Array = nb::ndarray<nb::ro, nb::ndim<1>, nb::c_contig, nb::device::cpu>;
using Unlocked = nb::call_guard<nb::gil_scoped_release>;

Numbers numbers(const Array& array, const char* what) {
    const auto type = array.dtype();
    const bool whole = type.code == static_cast<u8>(nb::dlpack::dtype_code::UInt);
    if (!whole || (type.bits != 16 && type.bits != 32 && type.bits != 64)) {
        const std::string name = what;
        throw nb::type_error((name + " must be of type uint16, uint32 or uint64").c_str());
    }
    return {array.data(), array.size(), type.bits / 8u};
}

Numbers numbers(const std::optional<Array>& array, const char* what) {
    return array ? numbers(*array, what) : Numbers();
}

nb::object bits(std::vector<u8>&& found) {
    auto* const kept = new std::vector<u8>(std::move(found));
    nb::capsule owner(kept, [](void* data) noexcept { delete static_cast<std::vector<u8>*>(data); });
    return nb::cast(nb::ndarray<nb::numpy, u8, nb::ndim<1>>(kept->data(), {kept->size()}, owner));
}

nb::tuple at_least_bits(Labels& labels, const Array& ranks, unsigned threads) {
    const Numbers values = numbers(ranks, "ranks");
    if (values.size() != labels.states()) throw nb::value_error("there must be a rank per state");
    std::vector<u8> plain((labels.states() + 7) / 8), escape(plain.size());
    {
        nb::gil_scoped_release unlocked;
        at_least(labels, values, plain.data(), escape.data(), threads);
    }
    return nb::make_tuple(bits(std::move(plain)), bits(std::move(escape)));
}

// What asks Python from within the kernels whether to go on.
std::function<void()> asking(const nb::callable& ask) {
    return [&ask] {
        nb::gil_scoped_acquire locked;
        if (PyErr_CheckSignals()) throw nb::python_error();  // Ctrl-C
        ask();
    };
}

void searched(Labels& labels, const std::vector<const Moves*>& opponents, bool improving,
              unsigned threads, const nb::callable& ask) {
    nb::gil_scoped_release unlocked;
    search(labels, opponents, improving, threads, asking(ask));
}

using Counts = nb::ndarray<std::int64_t, nb::ndim<1>, nb::c_contig, nb::device::cpu>;
using Bytes = nb::ndarray<u8, nb::ndim<1>, nb::c_contig, nb::device::cpu>;
using Profiles = nb::ndarray<const std::int16_t, nb::ndim<3>, nb::c_contig, nb::device::cpu>;

void solve_many(const Profiles& ranks, const std::vector<std::tuple<Array, Array, Array>>& moves,
                bool transitive, const std::vector<unsigned>& concepts, const Counts& stable_counts,
                const Counts& equilibrium_counts, const std::optional<Bytes>& stable_bits,
                const std::optional<Bytes>& equilibrium_bits, unsigned threads) {
    Many many;
    many.profiles = ranks.shape(0);
    many.states = ranks.shape(2);
    many.ranks = ranks.data();
    many.transitive = transitive;
    many.concepts = concepts;
    for (const auto& [group_of, offsets, targets] : moves) {
        many.moves.push_back({numbers(group_of, "group_of"), numbers(offsets, "offsets"),
                              numbers(targets, "targets")});
        if (group_of.size() != many.states || offsets.size() == 0)
            throw nb::value_error("there must be a group for each state, and where groups lead");
    }
    const std::size_t bytes = (many.states + 7) / 8, rows = many.profiles * concepts.size();
    const std::size_t makers = many.moves.size();
    if (ranks.shape(1) != makers ||
        stable_counts.size() != concepts.size() * makers * many.states ||
        equilibrium_counts.size() != concepts.size() * many.states ||
        (stable_bits && stable_bits->size() != rows * makers * bytes) ||
        (equilibrium_bits && equilibrium_bits->size() != rows * bytes))
        throw nb::value_error("the arrays don't fit together");
    many.stable_counts = stable_counts.data();
    many.equilibrium_counts = equilibrium_counts.data();
    many.stable_bits = stable_bits ? stable_bits->data() : nullptr;
    many.equilibrium_bits = equilibrium_bits ? equilibrium_bits->data() : nullptr;
    nb::gil_scoped_release unlocked;
    many.solve(threads);
}

using Packed = nb::ndarray<const u8, nb::ndim<2>, nb::c_contig, nb::device::cpu>;
using List = std::tuple<Array, Array>;

Listed listed(const List& list, std::size_t states) {
    const auto& [offsets, entries] = list;
    if (offsets.size() != states + 1) throw nb::value_error("there must be a list for each state");
    return {numbers(offsets, "offsets"), numbers(entries, "entries")};
}

nb::tuple stable_rows(const Packed& deters, const List& tempting, const List& own,
                      const std::vector<List>& opponents, bool start_counts, bool return_is_void,
                      unsigned threads, const nb::callable& ask) {
    const std::size_t states = deters.shape(0);
    if (deters.shape(1) != (states + 7) / 8)
        throw nb::value_error("there must be a bit for each two states");
    Asked asked{{deters.data(), states}, listed(tempting, states), listed(own, states), {},
                start_counts, return_is_void};
    for (const List& list : opponents) asked.opponents.push_back(listed(list, states));
    std::vector<u8> plain((states + 7) / 8), escape(plain.size());
    {
        nb::gil_scoped_release unlocked;
        stable_by_rows(asked, plain.data(), escape.data(), threads, asking(ask));
    }
    return nb::make_tuple(bits(std::move(plain)), bits(std::move(escape)));
}

}  // namespace

NB_MODULE(_countermove_kernels, module) {
    module.doc() = "The compiled kernels of the explicit engine.";

    nb::class_<Space>(module, "Space")
        .def(nb::init<std::size_t, bool>(), "states"_a, "grid"_a);

    nb::class_<Labels>(module, "Labels")
        .def(nb::init<const Space&>(), "space"_a, Unlocked())
        .def("at_least", &at_least_bits, "ranks"_a, "threads"_a);

    nb::class_<Fibres>(module, "Fibres")
        .def(
            "__init__",
            [](Fibres* self, const Space& space, unsigned options, u64 both, u64 take, u64 drop,
               std::optional<Array> choices, const Array& ranks, unsigned threads) {
                const Numbers listed = numbers(choices, "choices");
                const Numbers values = numbers(ranks, "ranks");
                if (values.size() != space.states())
                    throw nb::value_error("there must be a rank for each state");
                nb::gil_scoped_release unlocked;
                new (self) Fibres(space, {options, both, take, drop}, listed, values, threads);
            },
            "space"_a, "options"_a, "both"_a, "take"_a, "drop"_a, "choices"_a.none(), "ranks"_a,
            "threads"_a = 1, nb::keep_alive<1, 8>())
        .def("start", &Fibres::start, "labels"_a, "threads"_a, Unlocked())
        .def("sweep", &Fibres::sweep, "labels"_a, "improving"_a, "threads"_a, Unlocked())
        .def("settle", &Fibres::settle, "labels"_a, "threads"_a, Unlocked());

    nb::class_<Moves>(module, "Moves")
        .def("start", &Moves::start, "labels"_a, "threads"_a, Unlocked())
        .def("settle", &Moves::settle, "labels"_a, "threads"_a, Unlocked());

    nb::class_<Arcs, Moves>(module, "Arcs")
        .def(
            "__init__",
            [](Arcs* self, const Array& offsets, const Array& targets, const Array& ranks) {
                const Numbers from = numbers(offsets, "offsets"), to = numbers(targets, "targets");
                const Numbers values = numbers(ranks, "ranks");
                if (from.size() != values.size() + 1)
                    throw nb::value_error("there must be a rank for each state");
                nb::gil_scoped_release unlocked;
                new (self) Arcs(from, to, values);
            },
            "offsets"_a, "targets"_a, "ranks"_a, nb::keep_alive<1, 4>());

    nb::class_<Blocks, Moves>(module, "Blocks")
        .def(
            "__init__",
            [](Blocks* self, unsigned options, u64 both, u64 take, u64 drop,
               std::optional<Array> choices, std::optional<Array> member_of, const Array& ranks) {
                const Numbers listed = numbers(choices, "choices");
                const Numbers members = numbers(member_of, "member_of");
                const Numbers values = numbers(ranks, "ranks");
                nb::gil_scoped_release unlocked;
                new (self) Blocks({options, both, take, drop}, listed, members, values);
            },
            "options"_a, "both"_a, "take"_a, "drop"_a, "choices"_a.none(), "member_of"_a.none(),
            "ranks"_a, nb::keep_alive<1, 7>(), nb::keep_alive<1, 8>());

    module.def("search", &searched, "labels"_a, "opponents"_a, "improving"_a, "threads"_a,
               "ask"_a);
    module.def("stable_rows", &stable_rows, "deters"_a, "tempting"_a, "own"_a, "opponents"_a,
               "start_counts"_a, "return_is_void"_a, "threads"_a, "ask"_a);
    module.def("solve_many", &solve_many, "ranks"_a, "moves"_a, "transitive"_a, "concepts"_a,
               "stable_counts"_a, "equilibrium_counts"_a, "stable_bits"_a.none(),
               "equilibrium_bits"_a.none(), "threads"_a);
}
