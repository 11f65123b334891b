"""What the parameters of a function usually stand for, by their names. Imports no NumPy."""

from __future__ import annotations

TARGET, PREDICTION, LOGITS, SMALL = "target", "prediction", "logits", "small"

_NAMES = {
    TARGET: "y t true target targets label labels truth gt gold y_true ytrue true_y y_t actual ground_truth onehot one_hot mask_true",
    PREDICTION: (
        "p q pred preds prediction predictions prob probs probability probabilities output outputs out yhat y_hat"
        " y_pred ypred pred_y y_prob p_hat phat a y_p predicted forecast"
    ),
    LOGITS: "z logit logits score scores x s f margin_score",
    SMALL: "eps epsilon smooth tiny smoothing eps_clip clip_eps e",
    "delta": "delta threshold d",
    "gamma": "gamma focusing",
    "alpha": "alpha a_weight",
    "quantile": "tau quantile q_level",
    "temperature": "tau temperature temp t_",
    "beta": "beta b",
    "margin": "margin m",
    "strength": "lam lambda_ lambda lambda_reg reg reg_lambda weight_decay lmbda lamb strength l alpha lam_reg",
    "parameters": "w weights weight parameters params theta beta coef",
    "ratio": "ratio l1_ratio alpha rho",
}
_ROLES: dict[str, frozenset[str]] = {}
for _role, _words in _NAMES.items():
    for _word in _words.split():
        _ROLES[_word] = _ROLES.get(_word, frozenset()) | {_role}

_ARGUMENTS = {
    "target": {TARGET},
    "labels": {TARGET},
    "label": {TARGET},
    "prediction": {PREDICTION, LOGITS},
    "probability": {PREDICTION},
    "probabilities": {PREDICTION},
    "logits": {LOGITS, PREDICTION},
    "score": {LOGITS, PREDICTION},
    "log_rate": {LOGITS, PREDICTION},
    "variance": {"variance"},
    "x": {LOGITS},
    "smooth": {SMALL},
}


def may_stand_for(parameter: str, argument: str) -> bool:
    """Tell whether a parameter's name allows that it stands for an argument of a loss.

    A name that says nothing, on either side, allows all.
    """
    named = _ROLES.get(parameter.lower())
    wanted = _ARGUMENTS.get(argument) or _ROLES.get(argument)
    return parameter.lower() == argument or not named or not wanted or bool(named & wanted)


def is_small(parameter: str) -> bool:
    """Tell whether a parameter keeps a logarithm or a quotient finite, such as ``epsilon``."""
    return SMALL in _ROLES.get(parameter.lower(), ())
