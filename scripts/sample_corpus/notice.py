"""The notice that every sample carries: the municipality and its people are made up."""

MUNICIPALITY = "Vadåkra kommun"
NOTICE = "Påhittat exempel: Vadåkra kommun och alla personer i handlingen är uppdiktade."
