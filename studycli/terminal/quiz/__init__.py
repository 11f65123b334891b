"""The quiz in a terminal.

session     the quiz as a state machine, over what it shares with a review (`terminal.asking`)
progress    where a round stands, as a value
marking     from an answer to its mark; code runs in a process of its own
views       what it looks like on a whole screen
plain       the same by lines of text
results     what it says at its end
run         from its options to its last word
listing     the questions as ``study questions`` prints them
"""
