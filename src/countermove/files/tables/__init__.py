"""Models as tables: the sheets of a workbook, the sections of a CSV file, the tables of papers."""
