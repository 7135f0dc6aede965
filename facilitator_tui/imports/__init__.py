"""Files from outside, translated into normal forms.

``recognise`` looks at what a file contains and picks the translator; there is one translator a format
(``rttm``, ``vtt``, ``zoom_participants``, ``zoom_chat``), and each gives one of the values of ``normal``.
Nothing here knows a screen, the store or the journal's table.
"""
