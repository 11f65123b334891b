"""What is known of the losses of segmentation."""

from studycli.losses.facts.common import mask
from studycli.losses.model import Argument, Facts

PREDICTION = Argument(
    "prediction", "predicted probability of each pixel", "n", "probability", differentiable=True
)
TARGET = Argument("target", "1 where a pixel belongs to the region", "n", "binary")
SMOOTH = Argument("smooth", "added above and below the fraction", "", "nonnegative", default=1e-6)
MASK = mask("pixel")

FACTS = (
    Facts(
        key="dice",
        english="Dice loss",
        chinese="Dice损失",
        short="Dice",
        aliases=(
            "soft Dice loss",
            "soft Dice",
            "Dice coefficient loss",
            "Sorensen-Dice loss",
            "DSC loss",
            "F1 loss",
            "soft F1 loss",
            "Dice损失函数",
            "Dice系数损失",
            "戴斯损失",
            "骰子损失",
        ),
        family="segmentation",
        formula=r"1 - \frac{2\sum_{i=1}^{n} p_i y_i + s}{\sum_{i=1}^{n} p_i + \sum_{i=1}^{n} y_i + s}",
        gradient=(
            r"\frac{2\sum_j p_j y_j + s - 2 y_i\left(\sum_j p_j + \sum_j y_j + s\right)}"
            r"{\left(\sum_j p_j + \sum_j y_j + s\right)^2}"
        ),
        arguments=(PREDICTION, TARGET, SMOOTH, MASK),
        place="segmentation:dice",
        reference="V-Net: Fully Convolutional Neural Networks for Volumetric Medical Image Segmentation, 2016",
        stable="(FP + FN) / (2 TP + FP + FN + s), in which nothing cancels",
        gradient_bound="1 / smooth",
        outliers="bounded",
    ),
    Facts(
        key="tversky",
        english="Tversky loss",
        chinese="Tversky损失",
        short="",
        aliases=(
            "Tversky",
            "Tversky index loss",
            "soft Tversky loss",
            "Tversky损失函数",
            "Tversky指数损失",
            "特沃斯基损失",
        ),
        family="segmentation",
        formula=(
            r"1 - \frac{\sum_{i=1}^{n} p_i y_i + s}{\sum_{i=1}^{n} p_i y_i + \alpha\sum_{i=1}^{n} p_i(1 - y_i)"
            r" + \beta\sum_{i=1}^{n}(1 - p_i)y_i + s}"
        ),
        gradient=(
            r"\frac{N\left(\alpha(1 - y_i) - \beta y_i\right) - E y_i}{(N + E)^2},\quad N = \sum_j p_j y_j + s,\quad"
            r" E = \alpha\sum_j p_j(1 - y_j) + \beta\sum_j(1 - p_j)y_j"
        ),
        arguments=(
            PREDICTION,
            TARGET,
            Argument("alpha", "cost of a false positive", "", "nonnegative", default=0.3),
            Argument("beta", "cost of a false negative", "", "nonnegative", default=0.7),
            SMOOTH,
            MASK,
        ),
        place="segmentation:tversky",
        reference="Tversky Loss Function for Image Segmentation Using 3D Fully Convolutional Deep Networks, 2017",
        stable="(alpha FP + beta FN) / (TP + alpha FP + beta FN + s), in which nothing cancels",
        gradient_bound="max(alpha / smooth, 1 / beta)",
        outliers="bounded",
    ),
    Facts(
        key="soft-iou",
        english="soft IoU loss",
        chinese="IoU损失",
        short="IoU",
        aliases=(
            "IoU loss",
            "Jaccard loss",
            "soft Jaccard loss",
            "Jaccard index loss",
            "intersection over union loss",
            "mIoU loss",
            "IoU损失函数",
            "软IoU损失",
            "交并比损失",
            "交并比损失函数",
            "杰卡德损失",
            "Jaccard损失",
        ),
        family="segmentation",
        formula=(
            r"1 - \frac{\sum_{i=1}^{n} p_i y_i + s}"
            r"{\sum_{i=1}^{n} p_i + \sum_{i=1}^{n} y_i - \sum_{i=1}^{n} p_i y_i + s}"
        ),
        gradient=(
            r"\frac{(1 - y_i)(I + s) - y_i(U + s)}{(U + s)^2},\quad I = \sum_j p_j y_j,\quad"
            r" U = \sum_j p_j + \sum_j y_j - I"
        ),
        arguments=(PREDICTION, TARGET, SMOOTH, MASK),
        place="segmentation:soft_iou",
        reference="Optimizing Intersection-Over-Union in Deep Neural Networks for Image Segmentation, 2016",
        stable="(FP + FN) / (TP + FP + FN + s), in which nothing cancels",
        gradient_bound="1 / smooth",
        outliers="bounded",
    ),
)
