"""What people see: one module a page, each with `render()`."""
