"""The facilitator's instrument panel beside the video call.

The rooms of this package and who may import whom are described in ``docs/architecture.md``;
``pyproject.toml`` and ``.importlinter`` make the second part binding.
"""

__version__ = "0.1.0"
