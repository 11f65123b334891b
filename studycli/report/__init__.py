"""The figures of the mastery report as pure functions: cards, card days and log sums in, values out."""
