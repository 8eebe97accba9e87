"""The brief: its parts and notes, as PDF, PPTX and plain text."""
