"""One module a file format; each turns bytes into lines with pages and positions."""
