"""Which notes are near each other in content, which tags fit, which cards ask the same. Pure.

prose       a note's words: no code, no formulas' commands, no addresses, nothing generated
terms       the words and character n-grams of a note, counted
vectors     many notes' terms, weighed against each other by TF-IDF
nearest     which vectors are nearest to which
reasons     the shared terms, as a person reads them
section     the generated section of a note, written and taken away
links       links from one note to another, as its vault writes them
tagging     tags that a note lacks
prompts     what a prompt asks: its terms, and what must agree
duplicates  cards that ask the same
"""
