"""What pytest looks at here: the pages. The extensions need Sphinx, which the tests don't."""

collect_ignore_glob = ["_ext/*"]
