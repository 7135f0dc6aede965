"""The pure core: what was said to have happened, and what follows from it.

Nothing here touches SQLite, a screen, a file or a clock. Times are integer milliseconds since 1970 in UTC,
durations are integer milliseconds, shares run from 0 to 1.
"""
