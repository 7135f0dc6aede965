"""Awards as files: for issuers of badges, for the participants themselves, and for one's own tables.

One file here is one layout, made by one pure function. ``destinations`` names them all and splits at their limits;
``facts`` has what several of them say. Who may go out is decided in ``issuing.preflight``, before.
"""
