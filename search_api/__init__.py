"""Questions in, result pages out: query language, fusion, facets, snippets and the HTTP interface."""
