"""What can go wrong between us and an issuer's service, as sentences for the person who can act.

The kinds matter as much as the words: what is known after a call decides whether it may be made again. No message
holds a name, an address or a secret.
"""

from __future__ import annotations


class IssuingProblem(Exception):
    """Something that was asked of this room and cannot be; the text says what to do instead."""


class SecretProblem(IssuingProblem):
    """The secret for an issuer cannot be found or kept."""


class NothingDone(IssuingProblem):
    """The service has certainly not done what it was asked: it was not reached, or it said no."""


class AnswerLost(IssuingProblem):
    """The service may or may not have done what it was asked: no answer came, half of one, or one that says neither."""


class ListIncomplete(IssuingProblem):
    """A list of the service did not come as a whole, so it says nothing about what is missing from it."""
