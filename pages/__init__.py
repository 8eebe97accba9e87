"""What people see: one module a page, each with `render()`.

Public, beside the rooms: `guarding`, `navigation`, `serve`; a page is imported by the navigation alone.
"""
