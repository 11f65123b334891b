"""What is known of the losses of bounding boxes."""

from studycli.losses.facts.common import mask, weights
from studycli.losses.model import Argument, Facts

PREDICTION = Argument(
    "prediction", "predicted boxes, x1 y1 x2 y2 in a row", "n 4", "box", differentiable=True
)
TARGET = Argument("target", "true boxes", "n 4", "box")
WEIGHTS = weights("box")
MASK = mask("box")

FACTS = (
    Facts(
        key="box-iou",
        english="bounding box IoU loss",
        chinese="边界框IoU损失",
        short="",
        aliases=(
            "box IoU loss",
            "box IoU",
            "IoU loss for bounding boxes",
            "IoU loss for boxes",
            "bounding box regression IoU loss",
            "检测框IoU损失",
            "目标框IoU损失",
            "框IoU损失",
            "边界框交并比损失",
        ),
        family="boxes",
        formula=r"\frac{1}{n}\sum_{i=1}^{n}\left(1 - \frac{|A_i \cap B_i|}{|A_i \cup B_i|}\right)",
        gradient=r"\frac{I\,\partial U - U\,\partial I}{n U^2},\quad I = |A \cap B|,\quad U = |A \cup B|",
        arguments=(PREDICTION, TARGET, WEIGHTS, MASK),
        place="boxes:box_iou",
        reference="UnitBox: An Advanced Object Detection Network, 2016",
        stable="((A - I) + (B - I)) / U, its areas added up from the lengths that only one box has",
        kinks="where an edge lies on an edge of the other box",
        outliers="bounded",
    ),
    Facts(
        key="giou",
        english="generalized IoU loss",
        chinese="GIoU损失",
        short="GIoU",
        aliases=(
            "GIoU loss",
            "generalised IoU loss",
            "generalized IoU",
            "generalized intersection over union",
            "generalised intersection over union",
            "GIoU损失函数",
            "广义交并比损失",
            "广义交并比",
            "广义IoU损失",
        ),
        family="boxes",
        formula=(
            r"\frac{1}{n}\sum_{i=1}^{n}\left(1 - \frac{|A_i \cap B_i|}{|A_i \cup B_i|}"
            r" + \frac{|C_i| - |A_i \cup B_i|}{|C_i|}\right)"
        ),
        gradient=(
            r"\frac{1}{n}\left(\frac{I\,\partial U - U\,\partial I}{U^2} + \frac{U\,\partial C - C\,\partial U}{C^2}\right)"
        ),
        arguments=(PREDICTION, TARGET, WEIGHTS, MASK),
        place="boxes:giou",
        reference="Generalized Intersection over Union: A Metric and a Loss for Bounding Box Regression, 2019",
        stable="C - U added up from the lengths that only one box has; 1 - IoU as for box-iou",
        kinks="where an edge lies on an edge of the other box",
        outliers="bounded",
    ),
)
