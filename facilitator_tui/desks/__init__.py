"""Desks: what each screen asks for, answered by the store. A desk implements the port that its screen defines."""
