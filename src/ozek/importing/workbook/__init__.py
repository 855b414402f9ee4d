"""The Özek workbook: what its sheets and columns mean, reading one, making a new one."""
