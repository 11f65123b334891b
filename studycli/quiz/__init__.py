"""Questions from cards, and the marking of answers: pure, deterministic, lazy.

model           question, offer, key, mark
source          a note as the forms read it: its sections, labelled parts, list items, siblings
forms           one module a form: what it offers for a card
templates       the wordings, one data file a language
marking         one module a kind of key

A form appears only where its answer is in the note or provable by the kernel.
"""
