"""The kernel of losses and gradients, in NumPy: what `study quiz` knows for certain, and marks by.

model, catalogue, names     what is known of each loss, and how notes call it; without NumPy, so that a
                            question that needs no number waits for none
kernel                      value and gradient of a loss of the catalogue
functions                   softmax, log-softmax, sigmoid, logsumexp, stable, with their Jacobian products
gradcheck                   is a gradient right, wrong or undecided, and what is wrong with it
formula                     formulas that a person typed or a note holds: read, evaluated, compared by value

Everything here is pure: arrays and text in, values out; chance comes from a seed.
"""
