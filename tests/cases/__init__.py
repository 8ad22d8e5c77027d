"""Odd, broken and hostile files, each made by code and each with what must come of it.

``readable`` (the same cells as the clean twin), ``told`` (read, with a finding) and ``unreadable`` (the
reason why not) list them by name; ``parts`` makes the clean twin.
"""
