"""The notice that every sample carries: the municipality and its people are made up."""

MUNICIPALITY = "Vadåkra kommun"
NOTICE = "Påhittat exempel – Vadåkra kommun och alla personer i handlingen är uppdiktade."
CONTACTS = "Postadress 000 00 Vadåkra, www.vadakra.example"
"""Pages have feet with addresses; the notice stands among them, so that readers who drop such feet drop it, too."""
HEADING = "Upplysning"
"""What stands over the notice in formats without pages, where it is the last section."""
