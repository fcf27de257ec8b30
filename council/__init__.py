"""What both sides of Nämndsök speak of: the values of the domain, Swedish words, registers, and the seam to the engines."""
