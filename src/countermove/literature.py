"""The literature that the program rests on: each reference once, for docstrings, docs and `cite`.

Only what has been read somewhere is said of them: a volume or pages that aren't known are left out.
"""

from __future__ import annotations

from countermove._version import __version__
from countermove.references import Reference

_GDN = "Group Decision and Negotiation"
_EJOR = "European Journal of Operational Research"
_SMC = "IEEE Transactions on Systems, Man, and Cybernetics"

PROGRAM = Reference(
    named="countermove",
    authors=("The Countermove authors",),
    title="Countermove",
    note=f"Version {__version__}",
)

# -- the method ------------------------------------------------------------------------------------

FANG_1993 = Reference(
    authors=("Fang, L.", "Hipel, K. W.", "Kilgour, D. M."),
    year=1993,
    title="Interactive Decision Making: The Graph Model for Conflict Resolution",
    publisher="Wiley",
)
KILGOUR_1987 = Reference(
    authors=("Kilgour, D. M.", "Hipel, K. W.", "Fang, L."),
    year=1987,
    title="The graph model for conflicts",
    journal="Automatica",
    volume="23",
    number="1",
    pages="41-55",
    doi="10.1016/0005-1098(87)90117-8",
)
XU_2018 = Reference(
    authors=("Xu, H.", "Hipel, K. W.", "Kilgour, D. M.", "Fang, L."),
    year=2018,
    title="Conflict Resolution Using the Graph Model: Strategic Interactions in Competition and "
    "Cooperation",
    publisher="Springer",
)

# -- solution concepts -----------------------------------------------------------------------------

NASH_1950 = Reference(
    authors=("Nash, J. F.",),
    year=1950,
    title="Equilibrium points in n-person games",
    journal="Proceedings of the National Academy of Sciences",
    volume="36",
    number="1",
    pages="48-49",
    doi="10.1073/pnas.36.1.48",
)
HOWARD_1971 = Reference(
    authors=("Howard, N.",),
    year=1971,
    title="Paradoxes of Rationality: Theory of Metagames and Political Behavior",
    publisher="MIT Press",
)
FRASER_1979 = Reference(
    authors=("Fraser, N. M.", "Hipel, K. W."),
    year=1979,
    title="Solving complex conflicts",
    journal=_SMC,
    volume="9",
    number="12",
    pages="805-816",
    doi="10.1109/TSMC.1979.4310131",
)
FRASER_1984 = Reference(
    authors=("Fraser, N. M.", "Hipel, K. W."),
    year=1984,
    title="Conflict Analysis: Models and Resolutions",
    publisher="North-Holland",
)
REGO_2017 = Reference(
    authors=("Rêgo, L. C.", "Vieira, G. I. A."),
    year=2017,
    title="Symmetric sequential stability in the graph model for conflict resolution with multiple "
    "decision makers",
    journal=_GDN,
    volume="26",
    number="4",
    pages="775-792",
    doi="10.1007/s10726-016-9520-8",
)
ZENG_2006 = Reference(
    authors=("Zeng, D.-Z.", "Fang, L.", "Hipel, K. W.", "Kilgour, D. M."),
    year=2006,
    title="Generalized metarationalities in the graph model for conflict resolution",
    journal="Discrete Applied Mathematics",
    volume="154",
    number="16",
    pages="2430-2443",
    doi="10.1016/j.dam.2006.04.021",
)
ZENG_2007 = Reference(
    authors=("Zeng, D.-Z.", "Fang, L.", "Hipel, K. W.", "Kilgour, D. M."),
    year=2007,
    title="Policy equilibrium and generalized metarationalities for multiple decision-maker "
    "conflicts",
    journal=f"{_SMC} A",
    volume="37",
    number="4",
    pages="456-463",
    doi="10.1109/TSMCA.2007.897704",
)
KILGOUR_1984 = Reference(
    authors=("Kilgour, D. M.",),
    year=1984,
    title="Equilibria for far-sighted players",
    journal="Theory and Decision",
    volume="16",
    number="2",
    pages="135-157",
    doi="10.1007/BF00125875",
)
KILGOUR_1985 = Reference(
    authors=("Kilgour, D. M.",),
    year=1985,
    title="Anticipation and stability in two-person noncooperative games",
    editors=("Luterbacher, U.", "Ward, M. D."),
    book="Dynamic Models of International Conflict",
    pages="26-51",
    publisher="Lynne Rienner",
)
FANG_1989 = Reference(
    authors=("Fang, L.", "Hipel, K. W.", "Kilgour, D. M."),
    year=1989,
    title="Conflict models in graph form: solution concepts and their interrelationships",
    journal=_EJOR,
    volume="41",
    number="1",
    pages="86-100",
    doi="10.1016/0377-2217(89)90041-6",
)
STACKELBERG_1934 = Reference(
    authors=("von Stackelberg, H.",),
    year=1934,
    title="Marktform und Gleichgewicht",
    publisher="Springer",
)
OLIVEIRA_2018 = Reference(
    authors=("Oliveira, L. S.", "Rêgo, L. C."),
    year=2018,
    title="Higher-order sequential stabilities in the graph model for conflict resolution for "
    "bilateral conflicts",
    book="Proceedings of the 18th International Conference on Group Decision and Negotiation",
)
VIEIRA_2020 = Reference(
    authors=("Vieira, G. I. A.", "Rêgo, L. C."),
    year=2020,
    title="Berge solution concepts in the graph model for conflict resolution",
    journal=_GDN,
    volume="29",
    number="1",
    pages="103-125",
    doi="10.1007/s10726-019-09650-5",
)

# -- kinds of preference ---------------------------------------------------------------------------

LI_2004 = Reference(
    authors=("Li, K. W.", "Hipel, K. W.", "Kilgour, D. M.", "Fang, L."),
    year=2004,
    title="Preference uncertainty in the graph model for conflict resolution",
    journal=f"{_SMC} A",
    volume="34",
    number="4",
    pages="507-520",
)
HAMOUDA_2004 = Reference(
    authors=("Hamouda, L.", "Kilgour, D. M.", "Hipel, K. W."),
    year=2004,
    title="Strength of preference in the graph model for conflict resolution",
    journal=_GDN,
    volume="13",
)
XU_2009 = Reference(
    authors=("Xu, H.", "Hipel, K. W.", "Kilgour, D. M."),
    year=2009,
    title="Multiple levels of preference in interactive strategic decisions",
    journal="Discrete Applied Mathematics",
)
XU_2010_HYBRID = Reference(
    authors=("Xu, H.", "Hipel, K. W.", "Kilgour, D. M.", "Chen, Y."),
    year=2010,
    title="Combining strength and uncertainty for preferences in the graph model for conflict "
    "resolution with multiple decision makers",
    journal="Theory and Decision",
    doi="10.1007/s11238-009-9134-6",
)
BASHAR_2012 = Reference(
    authors=("Bashar, M. A.", "Kilgour, D. M.", "Hipel, K. W."),
    year=2012,
    title="Fuzzy preferences in the graph model for conflict resolution",
    journal="IEEE Transactions on Fuzzy Systems",
    volume="20",
    number="4",
    pages="760-770",
    doi="10.1109/TFUZZ.2012.2183603",
)
REGO_2015 = Reference(
    authors=("Rêgo, L. C.", "dos Santos, A. M."),
    year=2015,
    title="Probabilistic preferences in the graph model for conflict resolution",
    journal=f"{_SMC}: Systems",
    doi="10.1109/TSMC.2014.2379626",
)
INOHARA_2007 = Reference(
    authors=("Inohara, T.", "Hipel, K. W.", "Walker, S."),
    year=2007,
    title="Conflict analysis approaches for investigating attitudes and misperceptions in the War "
    "of 1812",
    journal="Journal of Systems Science and Systems Engineering",
    volume="16",
    doi="10.1007/s11518-007-5042-x",
)

# -- follow-up questions ---------------------------------------------------------------------------

KILGOUR_2001 = Reference(
    authors=("Kilgour, D. M.", "Hipel, K. W.", "Fang, L.", "Peng, X."),
    year=2001,
    title="Coalition analysis in group decision support",
    journal=_GDN,
    volume="10",
    pages="159-175",
)
INOHARA_2008 = Reference(
    authors=("Inohara, T.", "Hipel, K. W."),
    year=2008,
    title="Coalition analysis in the graph model for conflict resolution",
    journal="Systems Engineering",
    volume="11",
)
LI_2005 = Reference(
    authors=("Li, K. W.", "Kilgour, D. M.", "Hipel, K. W."),
    year=2005,
    title="Status quo analysis in the graph model for conflict resolution",
    journal="Journal of the Operational Research Society",
    volume="56",
    number="6",
    pages="699-707",
)
XU_2010 = Reference(
    authors=("Xu, H.", "Kilgour, D. M.", "Hipel, K. W.", "Kemkes, G."),
    year=2010,
    title="Using matrices to link conflict evolution and resolution in a graph model",
    journal=_EJOR,
    volume="207",
    number="1",
    pages="318-329",
    doi="10.1016/j.ejor.2010.03.025",
)
KINSARA_2015 = Reference(
    authors=("Kinsara, R. A.", "Kilgour, D. M.", "Hipel, K. W."),
    year=2015,
    title="Inverse approach to the graph model for conflict resolution",
    journal=f"{_SMC}: Systems",
    volume="45",
    number="5",
    pages="734-742",
    doi="10.1109/TSMC.2014.2376473",
)
WANG_2018 = Reference(
    authors=("Wang, J.", "Hipel, K. W.", "Fang, L.", "Dang, Y."),
    year=2018,
    title="Matrix representations of the inverse problem in the graph model for conflict "
    "resolution",
    journal=_EJOR,
    volume="270",
    number="1",
    pages="282-293",
    doi="10.1016/j.ejor.2018.03.007",
)
REGO_2021 = Reference(
    authors=("Rêgo, L. C.", "Silva, H. V.", "Rodrigues, C. D."),
    year=2021,
    title="Optimizing the cost of preference manipulation in the graph model for conflict "
    "resolution",
    journal="Applied Mathematics and Computation",
)
BENNETT_1977 = Reference(
    authors=("Bennett, P. G.",),
    year=1977,
    title="Toward a theory of hypergames",
    journal="Omega",
    volume="5",
    number="6",
    pages="749-751",
    doi="10.1016/0305-0483(77)90056-1",
)
WANG_1988 = Reference(
    authors=("Wang, M.", "Hipel, K. W.", "Fraser, N. M."),
    year=1988,
    title="Modeling misperceptions in games",
    journal="Behavioral Science",
    volume="33",
    number="3",
    pages="207-223",
)
ALJEFRI_2018 = Reference(
    authors=("Aljefri, Y. M.", "Bashar, M. A.", "Fang, L.", "Hipel, K. W."),
    year=2018,
    title="First-level hypergame for investigating misperception in conflicts",
    journal=f"{_SMC}: Systems",
    volume="48",
    number="12",
    pages="2158-2175",
)
KENDALL_1938 = Reference(
    named="kendall1938",
    authors=("Kendall, M. G.",),
    year=1938,
    doi="10.1093/biomet/30.1-2.81",
)
HUBER_2006 = Reference(
    authors=("Huber, M.",),
    year=2006,
    title="Fast perfect sampling from linear extensions",
    journal="Discrete Mathematics",
    volume="306",
    number="4",
    pages="420-428",
    doi="10.1016/j.disc.2006.01.003",
)
WILSON_1927 = Reference(
    authors=("Wilson, E. B.",),
    year=1927,
    title="Probable inference, the law of succession, and statistical inference",
    journal="Journal of the American Statistical Association",
    volume="22",
    number="158",
    pages="209-212",
    doi="10.1080/01621459.1927.10502953",
)
MATBOULI_2014 = Reference(
    named="matbouli2014",
    authors=("Matbouli, Y. T.", "Hipel, K. W.", "Kilgour, D. M."),
    year=2014,
    note="On the robustness of equilibria",
)

# -- what the gallery's cases come from ------------------------------------------------------------

HIPEL_1993 = Reference(
    authors=("Hipel, K. W.", "Fang, L.", "Kilgour, D. M.", "Haight, M."),
    year=1993,
    title="Environmental conflict resolution using the graph model",
)
HIPEL_2002 = Reference(
    authors=("Hipel, K. W.",),
    year=2002,
    title="Conflict resolution",
    book="Encyclopedia of Life Support Systems (EOLSS)",
)
HIPEL_2014 = Reference(
    authors=("Hipel, K. W.", "Kilgour, D. M.", "Kinsara, R. A."),
    year=2014,
    title="Strategic investigations of water conflicts in the Middle East",
    journal=_GDN,
    volume="23",
    number="3",
    pages="355-376",
)
KINSARA_2014 = Reference(
    authors=("Kinsara, R. A.",),
    year=2014,
    title="A Simple Guide to GMCR+",
    where="GMCR+handout.pdf in the repository onp/gmcr-py",
)


def named_in(text: str) -> Reference | None:
    """Return the work that a text names by its title and year, if it is one of these."""
    words = text.casefold()
    return next(
        (one for one in _WORKS if one.year and str(one.year) in text and _title(one) in words), None
    )


def _title(reference: Reference) -> str:
    """Return a title without what stands behind its colon."""
    return reference.title.partition(":")[0].casefold()


_WORKS = [one for one in vars().values() if isinstance(one, Reference) and one.title]
