"""Giving out what the vault holds: one module a format.

target          where an export may go, and how it takes its place there
csv_table       one row a card
json_cards      all of each card, with its history
anki            an Anki package; ankitype has its note type, ankihtml its HTML, ankischedule its schedule
vault           the notes as they are with their log: a vault
obsidian        the notes, and their cards for Obsidian's plugin for spaced repetition
attachments     the files that notes show
"""
