"""Tables of questions: which column is what, rows out of CSV and JSON, and the program's own export again.

columns        what each column says, by its name or as a person gives it
csv_rows       rows of text with a delimiter
json_rows      rows of JSON and JSON lines
own            schedules and histories that ``study export`` wrote
"""
