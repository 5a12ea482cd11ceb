"""Résumés on paper: read from PDF, DOCX and JSON Resume, rendered as PDF with an embedded CJK font."""
