"""Formulas that a person typed or a note holds: read, evaluated, compared by value. No ``eval`` anywhere.

    characters, tokens   text into tokens: LaTeX, plain text and Unicode mathematics give the same ones
    words                commands, functions and synonyms that are known
    parser, tree         tokens into a tree; too long or too deep is an error with its place
    statements           left sides stripped, side definitions put in
    binding              names and indices looked up among the variables of a question
    inference            the variables of a formula that nobody declared
    grid, evaluation     the value of a tree over arrays whose axes have names (NumPy)
    points               random and simple points of the variables' domains (NumPy)
    comparison, mistakes is a formula right by value, and if not, what is wrong with it (NumPy)
    caret                an error shown below the place where it stands

A text that cannot be read raises `studycli.errors.FormulaError`, and nothing else.
"""
