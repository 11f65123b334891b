"""The kernel of losses and gradients, in NumPy: what `study quiz` knows for certain, and marks by.

    model, facts, catalogue   what is known of each loss; without NumPy, so that a question that needs no number
                              does not wait for it
    names                     how notes call a loss, in English and Chinese; without NumPy too
    kernel, families          value and gradient of each loss, a module a family
    arrays, vectors           what all losses do with their arguments: checks, precision, reductions, lengths of rows
    functions                 softmax, log-softmax, sigmoid, logsumexp, stable, with their Jacobian products
    curves                    loss and gradient over the margin, the residual or the weight
    gradcheck                 is a gradient right, wrong or undecided, and what is wrong with it
    formula                   formulas that a person typed or a note holds: read, evaluated, compared by value

Everything here is pure: arrays and text in, values out; chance comes from a seed.
"""
