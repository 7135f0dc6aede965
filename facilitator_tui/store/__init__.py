"""The facilitator's one SQLite file: connection, migrations, journal, people, derived tables, backup.

Nobody outside this room writes SQL. ``store.file.Store`` is the door.
"""
