"""一单两库: the published items, the directory of subjects, the directory of inspectors.

Beside them stand what every later step reads: the rules with their citations and the calendars.
"""
