"""Model files and imports: what stands between a text and a conflict."""
