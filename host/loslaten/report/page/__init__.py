"""The therapist's page, as HTML and PDF."""
