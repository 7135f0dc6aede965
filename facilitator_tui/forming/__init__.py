"""Subgroups out of a roster: what is wished, a proposal, and what it breaks. Pure."""
