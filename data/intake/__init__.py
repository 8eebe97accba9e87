"""From a file to typed rows or every fault in it: readers of workbooks, headers, cells, rules, templates, and the batch that is taken in.

Public: `afar`, `candidates`, `checking`, `importing`, `marking`, `printing`, `sheets`, `templates`.
"""
