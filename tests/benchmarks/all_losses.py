"""Print the catalogue of losses, then check every gradient of it, in one process."""

from studycli.cli.app import main
from studycli.losses.catalogue import catalogue
from studycli.losses.gradcheck.catalogued import check_loss
from studycli.losses.kernel import load

main(["losses"])
for key, facts in catalogue().items():
    for report in check_loss(load(key)) if facts.differentiable else []:
        if report.verdict != "right":
            raise AssertionError(report)
