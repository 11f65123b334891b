"""Words that say nothing about what a text is about."""

_ENGLISH = """
a about above after again against all also although always am among an and another any are as at be because been
before being below better between both but by can cannot case cases could did different do does doing done down
during each either else end etc even every example examples explain few first following for from further
general get give given gives good had has have having he her here hers him his how however i if in instead into is it
its itself just kind know large larger last less let like likely lot made mainly make makes many may me mean means
might more most mostly much must my need needed needs neither no nor not note now of off often on once one ones only
onto or other others our out over own per point possible question questions rather really same say second see several shall
she should show shows simple simply since small smaller so some something still such take taken takes tell than that the
their them then there therefore these they thing things third this those though three through thus time times to
together too two under until up upon us use used useful uses using usually very via want was way ways we well
were what when where whether which while who whom whose why will with within without work works would yes yet you your
answer answers interview keyword keywords reference references wiki todo e.g i.e eg ie vs
"""
ENGLISH = frozenset(_ENGLISH.split())
"""In the singular, as `terms.stem` gives words, or in any form."""

CHINESE_SIGNS = frozenset(
    "什的了是在和与及或这那其也都就而但被把让之则若吗呢吧么们很于从到着又再还只没些它他她你我您"
)
"""Characters that divide terms: no term has one of them."""

_PAIRS = """
使用 个人 一种 一个 这个 两个 三个 几个 多个 哪个 哪些 哪三 有哪 多少 一般 一样 一起 一定 可以 不能 不会 不同 不要 需要 如果 因为 所以 因此 由此 以及 并且 例如 比如 为什 如何 怎样 通过 进行
时候 时间 情况 问题 方法 方式 方面 部分 常用 常见 通常 容易 主要 重要 核心 概念 面试 重点 总结 相关 笔记 参考 资料 定义 特点 优点 缺点
应用 场景 适用 区别 对比 比较 解释 说明 理解 回答 要点 答案 公式 以下 以上 当前 其中 之间 同时 最后 首先 然后 接着 每一 任何 所有
多种 几种 两种 三种 更多 更好 更大 更小 非常 能够 无法 可能 应该 必须 直接 简单 具体 一步 不需 不可 导致 产生 得到 属于 包括 包含
"""
CHINESE_PAIRS = frozenset(_PAIRS.split())
"""Two characters that are no term, alone or within three."""
