"""Shares with the interval that they are known to.

E. B. Wilson, "Probable inference, the law of succession, and statistical inference", Journal of the American
Statistical Association 22 (1927), 209-212: of k in n, with p = k / n and z the normal quantile,

    (p + z**2 / (2 * n) -+ z * sqrt(p * (1 - p) / n + z**2 / (4 * n**2))) / (1 + z**2 / n)

It stays within 0 and 1 and holds for few answers too, where p -+ z * sqrt(p * (1 - p) / n) does not.
"""

from math import sqrt

from studycli.report.model import Share

Z = 1.959963984540054  # the normal distribution's quantile at 0.975: 95 % lie within it on both sides


def share(count: int, of: int) -> Share:
    """Return `count` of `of` as a share with its Wilson interval at 95 %; without answers all are None.

    Args:
        count: how many, from 0 to `of`.
        of: of how many, from 0.
    """
    if not of:
        return Share(count, of, None, None, None)
    p, z2 = count / of, Z * Z / of
    middle = p + z2 / 2
    reach = sqrt(z2 * (p * (1 - p) + z2 / 4))
    low = (middle - reach) / (1 + z2)
    high = (middle + reach) / (1 + z2) if count < of else 1.0  # which rounding may miss
    return Share(count, of, p, low, high)
