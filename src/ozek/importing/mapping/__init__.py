"""Any other table: a mapping file says what its columns mean in the words of the workbook.

A mapping turns the rows of a foreign table into rows of the workbook's sheets (``actors``,
``clusters`` …), which are then read like a workbook: one place knows what a column means, what is
wrong in a cell, and how a fact leads back to its row.
"""
