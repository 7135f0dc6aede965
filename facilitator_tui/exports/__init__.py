"""Reports out of one report model: ``model`` says what is reported, ``build`` concludes it from the journal.

``markdown``, ``json`` and ``tables`` are the same report in three forms; ``files`` puts them on disk.
"""
