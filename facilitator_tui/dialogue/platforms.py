"""What people call the platforms and formats whose files are taken into a journal. Sources name them by a short id."""

from __future__ import annotations

from facilitator_tui.plain import plain


def platform_name(platform: str) -> str:
    """What people call it: ``Google Meet`` for ``google_meet``; what nobody knows stays as it is."""
    known = {
        "bigbluebutton": "BigBlueButton",
        "google_meet": "Google Meet",
        "rttm": "RTTM",
        "teams": "Teams",
        "vtt": "WebVTT",
        "zoom": "Zoom",
    }
    return known.get(platform, plain(platform, 30))


def platform_of(source: str) -> str:
    """The platform of an import's source, as people call it: ``Zoom`` of ``import:zoom:478149912f``."""
    return platform_name(source.split(":")[1]) if source.startswith("import:") else ""
