"""Data files: index mappings, Swedish word lists and the registers of boards, parties, topics and headings."""
