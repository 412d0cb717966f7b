"""How the documentation is built: `make docs`."""

import sys
from pathlib import Path

from countermove._version import __version__

sys.path.insert(0, str(Path(__file__).parent / "_ext"))

project = "Countermove"
author = "The Countermove authors"
copyright = "The Countermove authors"
release = version = __version__

extensions = [
    "concept_table",
    "docstring_notes",
    "drawn_pictures",
    "extras_table",
    "gallery_pages",
    "llms_text",
    "myst_parser",
    "notebook_pages",
    "offline_math",
    "question_pages",
    "sphinx.ext.autodoc",
    "sphinx.ext.autosummary",
    "sphinx.ext.napoleon",
    "sphinx.ext.viewcode",
]
source_suffix = {".md": "markdown", ".rst": "restructuredtext"}
exclude_patterns = ["_ext"]
autosummary_generate = False  # the tables of names lead to what stands on the same page
nitpicky = False
# Quotes and dots are set well; two hyphens stay what they are: the beginning of an option.
smartquotes_action = "qe"
# Docstrings list sources that their text doesn't point at.
suppress_warnings = ["ref.footnote"]

myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

autodoc_typehints = "description"
autodoc_member_order = "bysource"
napoleon_google_docstring = False
napoleon_use_rtype = False

# Nothing is fetched when a page is read: formulae are MathML, see _ext/offline_math.py.
html_math_renderer = "mathml"

html_theme = "furo"
html_title = f"Countermove {release}"
html_show_copyright = False
html_split_index = True
html_static_path = ["_static"]
html_css_files = ["long-lines.css"]
