"""Value, gradient and sampler of each loss: a module a family.

For a loss whose place is ``regression:mse`` the module ``regression`` has ``mse``, ``mse_gradient`` and
``mse_sample``. Each value takes complex numbers in its differentiable arguments and continues on the branch of
their real part, so that the imaginary part of ``value(x + 1e-20j)`` is 1e-20 times the derivative: no absolute
value, maximum or comparison touches an imaginary part except through `studycli.losses.arrays`. `kernel.load`
silences the warnings of overflow: a value too large for its type is infinite, and NaN passes through.
"""
