"""What is known of the losses of regression."""

from studycli.losses.model import Argument, Facts

PREDICTION = Argument("prediction", "predicted values", "n", "real", differentiable=True)
TARGET = Argument("target", "true values", "n", "real")
WEIGHTS = Argument("weights", "weight of each sample", "n", "nonnegative", optional=True)
MASK = Argument("mask", "0 where a sample is left out", "n", "binary", optional=True)

FACTS = (
    Facts(
        key="mse",
        english="mean squared error",
        chinese="均方误差",
        short="MSE",
        aliases=(
            "mean square error",
            "squared error",
            "squared loss",
            "square loss",
            "quadratic loss",
            "L2 loss",
            "L2 error",
            "least squares loss",
            "均方差损失",
            "均方损失",
            "平方误差",
            "平方损失",
            "平方差损失",
            "最小二乘损失",
            "二次损失",
            "L2损失",
            "L2误差",
        ),
        family="regression",
        formula=r"\frac{1}{n}\sum_{i=1}^{n}(\hat{y}_i - y_i)^2",
        gradient=r"\frac{2}{n}(\hat{y}_i - y_i)",
        arguments=(PREDICTION, TARGET, WEIGHTS, MASK),
        place="regression:mse",
        reference="Pattern Recognition and Machine Learning, 2006, section 1.2.5",
        convex="the prediction",
        smoothness="2",
        outliers="quadratic",
        likelihood="gaussian",
        curve="residual",
    ),
)
