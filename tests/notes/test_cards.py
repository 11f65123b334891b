"""What becomes a card and what does not: one test a structure and a trap of real notes, on text of our own."""

import pytest

from studycli.notes.cards import answer_text, parse_note
from studycli.notes.frontmatter import read_meta
from studycli.notes.model import Card, CardOptions, ParsedNote

PLAIN = CardOptions()


def parse(text: str, options: CardOptions = PLAIN) -> ParsedNote:
    return parse_note("n.md", text, read_meta(text), options)


def brief(text: str, options: CardOptions = PLAIN) -> list[tuple[int, tuple[int, int] | None, str]]:
    """Return line, answer lines and prompt of every card."""
    return [(card.line, card.answer_lines, card.prompt) for card in parse(text, options).cards]


def prompts(text: str, options: CardOptions = PLAIN) -> list[str]:
    return [card.prompt for card in parse(text, options).cards]


def only(text: str, options: CardOptions = PLAIN) -> Card:
    (card,) = parse(text, options).cards
    return card


# -- headings that ask ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "heading",
    [
        "Is it convex?",
        "它是凸的吗？",
        "为什么要归一化",
        "如何选择步长",
        "什么是动量",
        "怎么判断过拟合",
        "L1 与 L2 的区别",
        "BN 和 LN 的异同",
        "Bagging 与 Boosting 的区别与联系",
        "是否需要偏置",
        "简述反向传播",
        "写出 Adam 的更新式",
        "比较 GRU 与 LSTM",
        "What dropout does",
        "Why momentum helps",
        "How Adam works",
        "When to stop",
        "Which norm to use",
        "Explain backpropagation",
        "Compare SGD and Adam",
        "Define entropy",
        "Difference between L1 and L2",
        "LayerNorm vs BatchNorm",
        "𝐖𝐡𝐚𝐭 𝐢𝐬 it",
    ],
)
def test_a_heading_that_asks_is_answered_by_its_whole_section(heading: str) -> None:
    text = f"# T\n\n## {heading}\nfirst\n\n### Detail\nsecond\n\n## Next\nother\n"
    first = parse(text).cards[0]
    assert (first.kind, first.line, first.answer_lines) == ("question", 3, (4, 7))
    assert prompts(text)[1:] == ["Next"]


@pytest.mark.parametrize(
    "heading", ["Momentum", "动量", "推导过程", "说明", "Whatever works", "Howard's method"]
)
def test_a_heading_that_only_looks_like_asking_is_a_concept(heading: str) -> None:
    text = f"# T\n\n## {heading}\nfirst\n\n### Detail\nsecond\n"
    assert [(card.kind, card.answer_lines) for card in parse(text).cards] == [
        ("concept", (4, 4)),
        ("concept", (7, 7)),
    ]


@pytest.mark.parametrize(
    "heading",
    [
        "面试题",
        "常见问题",
        "面试重点问题",
        "高频面试题",
        "Dropout 常见问题",
        "面试问题清单（含答案）",
        "Interview questions",
        "FAQ",
        "Q&A",
    ],
)
def test_every_heading_below_a_collection_of_questions_is_one(heading: str) -> None:
    text = f"# T\n\n## {heading}\n\n### 1. Numerical stability\nfirst\n\n#### Tricks\nsecond\n\n## Optimisers\nthird\n"
    assert brief(text) == [(5, (6, 9), "Numerical stability"), (11, (12, 12), "Optimisers")]


def test_a_category_among_questions_is_a_container() -> None:
    text = "# T\n\n## 面试题\n\n### 优化\n\n#### 动量的作用\n加速。\n\n### 正则\n\n#### 丢弃法的作用\n防止过拟合。\n"
    assert [(card.kind, card.prompt) for card in parse(text).cards] == [
        ("question", "动量的作用"),
        ("question", "丢弃法的作用"),
    ]


def test_question_headings_of_the_settings_collect_too() -> None:
    text = "# T\n\n## 自查\n\n### 学习率\n步长。\n\n#### 预热\n从小开始。\n"
    assert brief(text, CardOptions(question_headings=("自查",))) == [(5, (6, 9), "学习率")]
    assert prompts(text) == ["学习率", "预热"]


def test_sub_headings_of_an_answer_are_cards_only_where_they_ask() -> None:
    text = "# T\n\n## Why?\n\nbecause\n\n### Detail\na\n\n### And how?\nb\n\n## End\nc\n"
    assert brief(text) == [(3, (5, 11), "T › Why?"), (10, (11, 11), "And how?"), (13, (14, 14), "End")]


def test_a_contrast_over_questions_is_their_container() -> None:
    text = "# T\n\n## LoRA 与适配器的对比\n\n### 谁的延迟更低？\nLoRA。\n\n### 谁的参数更少？\nLoRA。\n"
    assert prompts(text) == ["谁的延迟更低？", "谁的参数更少？"]


def test_a_contrast_over_its_sides_is_answered_by_them() -> None:
    text = "# T\n\n## GRU 与 LSTM 的比较\n\n### GRU\n两个门。\n\n### LSTM\n三个门。\n"
    assert brief(text) == [(3, (5, 9), "GRU 与 LSTM 的比较")]


# -- concepts and parts -----------------------------------------------------------------------------------

PARTS = """# 笔记

#### 均方误差（MSE）
$$L=\\frac1n\\sum_i e_i^2$$

**特点**：
- 对异常值敏感
- 处处可微

**适用场景**：误差近似正态时。

**代码**
```python
# 特点
**no label**
```
"""


def test_labelled_parts_carry_their_subject_and_leave_the_definition_to_the_heading() -> None:
    assert brief(PARTS) == [
        (3, (4, 4), "均方误差（MSE）"),
        (6, (7, 8), "均方误差（MSE）的特点"),
        (10, (10, 10), "均方误差（MSE）的适用场景"),
        (12, (13, 16), "均方误差（MSE）的代码"),
    ]
    assert [card.kind for card in parse(PARTS).cards] == ["concept", "part", "part", "part"]
    assert answer_text(PARTS, parse(PARTS).cards[2]) == "误差近似正态时。"


def test_english_labels_on_lines_of_one_paragraph_are_parts() -> None:
    text = "# T\n\n## Random forest\n\n**Pros:** robust\n**Cons:** slow\n"
    assert brief(text) == [(5, (5, 5), "Random forest: Pros"), (6, (6, 6), "Random forest: Cons")]


def test_one_label_divides_nothing() -> None:
    assert brief("# T\n\n## 池化\n降采样。\n\n**作用**：减少计算。\n") == [(3, (4, 6), "池化")]


@pytest.mark.parametrize(
    ("label", "prompt"),
    [
        ("MSE的梯度", "MSE的梯度"),
        ("什么是残差", "什么是残差"),
        ("为什么有效", "均方误差（MSE） › 为什么有效"),
        ("定义", "均方误差（MSE）的定义"),
    ],
)
def test_a_label_that_names_its_subject_stands_alone(label: str, prompt: str) -> None:
    text = f"# T\n\n## 均方误差（MSE）\n\n**{label}**：甲\n\n**缺点**：乙\n"
    assert prompts(text) == [prompt, "均方误差（MSE）的缺点"]


def test_a_label_without_text_is_no_card() -> None:
    assert prompts("# T\n\n## 归一化\n\n**作用**\n\n**场景**：视觉\n\n**参考**\n- [a](b)\n") == [
        "归一化的场景"
    ]


def test_bold_terms_of_a_list_are_its_items_not_parts() -> None:
    text = "# T\n\n## 凸性的优势\n- **全局最优**：局部即全局\n- **收敛**：有保证\n    - 细节\n- plain：text\n"
    assert brief(text) == [(3, (4, 7), "凸性的优势")]


def test_a_list_item_that_is_a_label_with_its_text_below_stays_in_the_concept() -> None:
    text = "# T\n\n## LoRA\n- **背景**:\n    - 全量微调太贵\n- **假设**:\n    - 更新是低秩的\n"
    assert brief(text) == [(3, (4, 7), "LoRA")]


def test_a_general_heading_carries_the_one_above_it() -> None:
    text = "# 优化器\n\n## 动量\n\n### 背景\n甲\n\n#### 公式\n乙\n\n## 背景\n丙\n"
    assert prompts(text) == ["动量 › 背景", "动量 › 公式", "优化器 › 背景"]


def test_a_heading_that_stands_twice_carries_the_one_above_it() -> None:
    text = "# T\n\n## 过拟合\n\n### 处理办法\n加数据\n\n## 欠拟合\n\n### 处理办法\n加特征\n"
    assert prompts(text) == ["过拟合 › 处理办法", "欠拟合 › 处理办法"]


@pytest.mark.parametrize(
    "heading", ["以上三种方法", "这两者", "它的梯度", "Why does it work?", "These layers", "该方法"]
)
def test_a_deictic_prompt_carries_the_heading_above_it(heading: str) -> None:
    assert prompts(f"# T\n\n## Residuals\n\n### {heading}\nbecause\n") == [f"Residuals › {heading}"]


def test_an_interrogative_that_begins_like_a_pronoun_is_not_deictic() -> None:
    assert prompts("# T\n\n## 选型\n\n### 该如何选择编码？\n看长度。\n") == ["该如何选择编码？"]


# -- questions in bold, lists, lines and details ----------------------------------------------------------


def test_bold_paragraphs_that_ask_are_questions_up_to_the_next() -> None:
    text = (
        "# Theory\n\n## Trees\n\n**What is a split? 👶**\n\nA test.\n\n**Note** inside.\n\n<br/>\n\n"
        "**Pruning trade-offs ‍⭐️**\n\nDepth.\n\n<br/>\n\n**Why prune?🚀**\n\nAnswer here\n\n## Next\n\ntext\n"
    )
    assert brief(text) == [
        (5, (7, 9), "What is a split?"),
        (13, (15, 15), "Pruning trade-offs"),
        (19, None, "Why prune?"),
        (23, (25, 25), "Next"),
    ]
    assert [(issue.line, issue.code, issue.found) for issue in parse(text).issues] == [
        (19, "no-answer", "Why prune?")
    ]


def test_a_bold_number_begins_a_question() -> None:
    text = "# T\n\n## SQL\n\n**1)** The number of ads.\n\n```sql\nSELECT 1;\n```\n\n**2) RMSE**. Compute it\nin NumPy.\n\n```py\nx\n```\n"
    assert brief(text) == [
        (5, (7, 9), "SQL › The number of ads."),
        (11, (14, 16), "SQL › RMSE. Compute it in NumPy."),
    ]


def test_question_and_answer_lines() -> None:
    text = (
        "# T\n\nQ: What is 1+1?\nA: 2\n\nQ: Name it\nin full.\nA:\n\nLong\n\nanswer\n\n"
        "**Q: Same line?** A: yes\n\n问：中文？\n答：是。\n\nQ2. Numbered?\n\nWithout a mark.\n"
    )
    assert brief(text) == [
        (3, (4, 4), "What is 1+1?"),
        (6, (10, 12), "Name it in full."),
        (14, (14, 14), "Same line?"),
        (16, (17, 17), "中文？"),
        (19, (21, 21), "Numbered?"),
    ]
    assert [answer_text(text, card) for card in parse(text).cards] == [
        "2",
        "Long\n\nanswer",
        "yes",
        "是。",
        "Without a mark.",
    ]


def test_numbered_heading_questions_lose_their_number() -> None:
    assert brief("# T\n\n#### 1) What is it?\nthis\n\n#### 2) Why so?\nthat\n")[1] == (6, (7, 7), "Why so?")


def test_details_whose_summary_asks_are_a_question() -> None:
    text = "# T\n\n## 门\n\n<details><summary><b>为什么用门？</b></summary>\n\n控制信息。\n\n</details>\n\n<details>\n<summary>More</summary>\n\nplain\n\n</details>\n"
    assert brief(text) == [(5, (7, 7), "为什么用门？")]


def test_details_in_an_answer_belong_to_it() -> None:
    text = "# T\n\n## 为什么用门？\n> 控制信息。\n\n<details><summary><b>详述</b></summary>\n\n- 遗忘\n\n</details>\n"
    assert brief(text) == [(3, (4, 10), "为什么用门？")]


def test_numbered_questions_with_nested_answers() -> None:
    text = "# T\n\n## List\n\n1. What is A?\n   First.\n\n2. **What is B?** Second.\n3. What is C?\n   - Third.\n"
    assert brief(text) == [(5, (6, 6), "What is A?"), (8, (8, 8), "What is B?"), (9, (10, 10), "What is C?")]


def test_numbered_questions_answered_from_below() -> None:
    text = "# T\n\n1. What is A?\n\nFirst.\n\n- point\n\n2. What is B?\n\nSecond.\n"
    assert brief(text) == [(3, (5, 7), "What is A?"), (9, (11, 11), "What is B?")]


def test_bold_questions_among_items_leave_the_rest_to_the_concept() -> None:
    text = "# T\n\n## R-Drop\n\n- It adds a KL term.\n- **Why twice? **\n    - For two masks.\n- **How weighted?**\n    - By alpha.\n"
    assert brief(text) == [(3, (5, 5), "R-Drop"), (6, (7, 7), "Why twice?"), (8, (9, 9), "How weighted?")]


def test_a_list_of_questions_without_answers_is_kept_and_reported() -> None:
    text = "# T\n\n## Backlog\n\n- What is A?\n- What is B?\n"
    assert brief(text) == [(5, None, "What is A?"), (6, None, "What is B?")]
    assert [issue.line for issue in parse(text).issues] == [5, 6]


def test_requests_below_a_collection_of_questions_count_as_questions() -> None:
    text = "# T\n\n## 面试题清单\n\n1. 写出交叉熵，并解释各项。\n   - 追问：何时为零？\n2. 熵是什么？\n   - 不确定性。\n"
    assert brief(text) == [
        (5, None, "写出交叉熵，并解释各项。"),
        (6, None, "写出交叉熵，并解释各项。 › 何时为零？"),
        (7, (8, 8), "熵是什么？"),
    ]


def test_a_follow_up_is_not_the_answer_of_its_question() -> None:
    text = "# T\n\n## 什么是动量？\n历史梯度的平均。\n\n追问：系数取多少？\n\n常取 0.9。\n"
    assert brief(text) == [(3, (4, 4), "什么是动量？"), (6, (8, 8), "什么是动量？ › 系数取多少？")]


# -- what is not a card -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "# Only a title\n",
        "# T\n\nAn introduction.\n\n## Container\n\n### Empty\n",
        "# T\n\n## 总结\n要点。\n\n### 面试准备\n- 多练\n",
        "# T\n\n## Summary\nwords\n\n### What to remember?\nall\n",
        "# T\n\n## 相关笔记\n<!-- 自动生成 -->\n\n暂无相关笔记\n",
        "# T\n\n## Links\n- [a](b)\n- [c](d)\n",
        "# T\n\n## Made\n<!-- auto-generated -->\nwords\n",
        "# T\n\n## Picture\n![only](a.png)\n",
        "# T\n\n## Reading\n- [a](http://b.c)\n- [d](http://e.f)\n",
        "# T\n\n## License\nMIT\n",
        "# T\n\n## 参考资料\n- 一本书\n",
        "# T\n\n## Later\nTODO\n",
        "# T\n\n## Empty fence\n```python\n```\n",
        "# T\n\n## Empty item\n- \n",
        "# T\n\n<!--\n## What is hidden?\ntext\n-->\n",
        "# T\n\n- [What is A?](#a)\n- [Why B?](#b)\n    - [How C?](#c)\n",
        "# T\n\n<!--START_SECTION:toc-->\n- What is A?\n- What is B?\n<!--END_SECTION:toc-->\n",
        "# T\n\n\\[toc]\n\n[TOC]\n",
        "# T\n\n**作者**：某人\n\n**版权**：保留\n",
        "---\nstudy: false\n---\n# T\n\n## What?\nthis\n",
        "# T\n\n## Why off? <!-- study: off -->\nthis\n\n### Below\nthat\n",
        "",
        "\n\n\n",
    ],
)
def test_nothing_here_is_a_card(text: str) -> None:
    assert parse(text).cards == ()


def test_not_cards_of_the_settings_are_left_out_with_all_below() -> None:
    text = "# T\n\n## 日志\n昨天。\n\n### 为什么？\n因为。\n"
    assert prompts(text, CardOptions(not_cards=("日志",))) == []


def test_a_note_that_is_only_a_title_and_text_is_one_concept() -> None:
    assert brief("# Dropout\n\nDrops units.\n") == [(1, (3, 3), "Dropout")]
    assert [card.kind for card in parse("# 为什么要丢弃？\n\n防止过拟合。\n").cards] == ["question"]


def test_several_headings_of_the_first_level_are_concepts_not_titles() -> None:
    assert prompts("# SGD\nsteps\n\n# Adam\nmoments\n") == ["SGD", "Adam"]


def test_a_setext_title_is_a_title() -> None:
    assert parse("Losses\n===\n\n## MSE\nsquares\n").title == "Losses"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("", "no-answer"),
        ("Answer here", "no-answer"),
        ("TODO", "no-answer"),
        ("> 待补充", "no-answer"),
        ("> [read this](a.md#b)", "answer-is-links"),
        ("![picture](a.png)", "answer-is-picture"),
        ('<img src="a.png" />', "answer-is-picture"),
        ("> 其他提法: 为何如此？", "no-answer"),
    ],
)
def test_a_question_without_an_answer_is_kept_and_reported(body: str, code: str) -> None:
    text = f"# T\n\n## Why so?\n{body}\n\n## Next one?\nyes\n"
    assert brief(text)[0] == (3, None, "Why so?")
    assert [(issue.line, issue.code, issue.found) for issue in parse(text).issues] == [(3, code, "Why so?")]


def test_a_quote_that_rewords_the_question_or_names_a_source_is_not_the_answer() -> None:
    text = "# T\n\n## Why scale?\n> 相似提法: 为什么要除以根号 d？\n> 参考: [a](b)\n\n> The variance grows.\n\n---\n\n<br/>\n"
    assert brief(text) == [(3, (7, 7), "Why scale?")]


def test_a_block_quote_is_an_answer() -> None:
    text = "# T\n\n## 1. ✅ 什么是 LoRA? 有何用?\n> - **低秩** 更新;\n> - 省显存;\n"
    assert brief(text) == [(3, (4, 5), "什么是 LoRA? 有何用?")]


def test_tags_of_a_table_around_an_answer_are_not_in_it() -> None:
    text = "# T\n\n<table><tr><td>\n\n### Agent\n\n</td>\n<td>\n\nIt acts.\n\n</td></tr></table>\n"
    assert brief(text) == [(5, (10, 10), "Agent")]


def test_several_formulas_are_one_answer() -> None:
    text = "# T\n\n## GRU\n\n$$\n\\begin{aligned}\nz &= 1 \\\\\n= 2\n\\end{aligned}\n$$\n## Next\nb\n"
    assert brief(text) == [(3, (5, 10), "GRU"), (11, (12, 12), "Next")]


def test_scheduling_comments_are_never_in_an_answer() -> None:
    text = "# T\n\n## Why?\nBecause. <!--SR:!2024-05-22,1,230-->\n\n## How so?\nSo.\n<!--SR:!2024-05-22,1,230-->\n"
    assert [answer_text(text, card) for card in parse(text).cards] == ["Because.", "So."]


@pytest.mark.parametrize(
    "code", ["```python\n# What is this?\n## Why?\n```", "    # What is this?\n    ## Why?"]
)
def test_a_comment_in_code_is_no_heading(code: str) -> None:
    assert brief(f"# T\n\n## Code\n\n{code}\n\n## End\nx\n") == [
        (3, (5, 4 + code.count("\n") + 1), "T › Code"),
        (6 + code.count("\n") + 1, (7 + code.count("\n") + 1,) * 2, "End"),
    ]


def test_a_copyright_line_at_the_end_is_not_in_an_answer() -> None:
    assert brief("# T\n\n## Why?\nBecause.\n\n---\n\n© 2024 the writer\n") == [(3, (4, 4), "T › Why?")]


# -- ids, settings, tags ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "reworded",
    [
        "# T\n\n## 2. **What is MSE**？\nother words\n",
        "# Renamed\n\n## what is mse\nanswer\n",
        "---\ntags: [a]\n---\n# T\n\nIntro.\n\n## What is MSE? ✅\nanswer\n",
    ],
)
def test_numbering_emphasis_width_case_and_answers_do_not_change_an_id(reworded: str) -> None:
    assert parse(reworded).cards[0].id == only("# T\n\n## 1. What is MSE?\nanswer\n").id


def test_an_id_depends_on_the_note_but_not_on_the_form_of_its_name() -> None:
    text = "# T\n\n## What?\nthis\n"
    meta = read_meta(text)
    composed, decomposed = (
        parse_note(name, text, meta, PLAIN).cards[0].id for name in ("\u00e9.md", "e\u0301.md")
    )
    assert composed == decomposed
    assert parse_note("other.md", text, meta, PLAIN).cards[0].id != composed


def test_twins_have_different_ids_by_their_place() -> None:
    text = "# T\n\n## Why A?\nx\n\n## Why A?\ny\n"
    first, second = parse(text).cards
    assert first.id != second.id
    assert first.id == only("# T\n\n## Why A?\nz\n").id


def test_an_id_can_be_set_by_a_comment() -> None:
    text = "# T\n\n## Why A? <!-- study: id=why-a -->\nx\n\n## B\n<!-- study: id=b -->\ny\n"
    assert [(card.id, card.prompt) for card in parse(text).cards] == [("why-a", "Why A?"), ("b", "B")]


def test_an_id_that_is_set_twice_is_reported_and_used_once() -> None:
    result = parse("# T\n\n## A\n<!-- study: id=k -->\nx\n\n## B\n<!-- study: id=k -->\ny\n")
    assert result.cards[0].id == "k"
    assert len({card.id for card in result.cards}) == 2
    assert [(issue.line, issue.code) for issue in result.issues] == [(7, "duplicate-id")]


def test_a_part_can_be_left_out_by_a_comment_on_its_label() -> None:
    text = "# T\n\n## Dropout\n\n**Pros:** a <!-- study: off -->\n\n**Cons:** b\n"
    assert prompts(text) == ["Dropout: Cons"]


@pytest.mark.parametrize(
    ("heading", "prompt", "tags"),
    [
        ("Why momentum helps? #ml #loss/ce", "Why momentum helps?", ("ml", "loss/ce")),
        ("Why momentum helps? #ml <!-- study: id=a1 -->", "Why momentum helps?", ("ml",)),
        ("Why #hash it works?", "Why #hash it works?", ("hash",)),
        ("Why \\#define?", "Why #define?", ()),
        ("Is C# #1?", "Is C# #1?", ()),
    ],
)
def test_tags_behind_a_heading_are_the_cards_and_not_asked(
    heading: str, prompt: str, tags: tuple[str, ...]
) -> None:
    text = f"# T\n\n## {heading}\n\nbecause\n"
    assert [(card.prompt, card.tags) for card in parse(text).cards] == [(prompt, tags)]


def test_tags_come_from_frontmatter_tag_lines_and_the_prompt() -> None:
    text = "---\ntags: [ml/loss]\n---\n#flashcards/deep\n\nwhat::this #extra\n\n## Why?\nbecause\n"
    assert [card.tags for card in parse(text).cards] == [
        ("ml/loss", "flashcards/deep", "extra"),
        ("ml/loss", "flashcards/deep"),
    ]


def test_the_heading_path_is_of_clean_words() -> None:
    text = "# 1. **T**\n\n## 2. [A](b)\n\n### 3. `C`\nx\n"
    assert only(text).heading_path == ("T", "A", "C")


# -- line endings and marks -------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
def test_line_endings_change_neither_lines_nor_ids(ending: str) -> None:
    text = PARTS.replace("\n", ending)
    assert [card._replace(start=0, end=0) for card in parse(text).cards] == [
        card._replace(start=0, end=0) for card in parse(PARTS).cards
    ]
    for card in parse(text).cards:
        assert answer_text(text, card).strip()


def test_a_byte_order_mark_and_frontmatter_shift_lines_only() -> None:
    text = "\ufeff---\ntitle: x\n---\n" + PARTS
    assert [card.line for card in parse(text).cards] == [card.line + 3 for card in parse(PARTS).cards]


def test_an_answer_in_a_list_loses_its_common_indentation() -> None:
    text = "# T\n\n1. What is A?\n   First.\n\n   - point\n"
    assert answer_text(text, only(text)) == "First.\n\n- point"
