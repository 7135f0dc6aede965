"""Files from outside, translated into normal forms.

``recognise`` looks at what a file contains and picks the translator; there is one translator a format
(``zoom_participants``, ``teams``, ``google_meet``, ``bigbluebutton``, ``vtt``, ``roster`` and so on), and each gives
one of the values of ``normal``. ``matching`` says who on a roster a reported name is. Nothing here knows a screen,
the store or the journal's table.
"""
