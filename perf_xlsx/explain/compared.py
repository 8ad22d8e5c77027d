"""What two schemes make of one workbook, item by item where they differ."""

from __future__ import annotations

from decimal import Decimal

from perf_xlsx.evaluate import Evaluation
from perf_xlsx.explain.scores import Explanation
from perf_xlsx.figures import plain, points
from perf_xlsx.scoring.compare import Difference, Side, differences

NO_DIFFERENCE = "两个标准的结果相同。"


def compared(one: Evaluation, other: Evaluation) -> Explanation:
    """The differences as one explanation; both evaluations are of the same workbook."""
    card, other_card = one.scorecard, other.scorecard
    if card is None or other_card is None or one.scheme is None or other.scheme is None:
        return Explanation("两个标准的比较", None, (("结果", "工作簿未能评分，无法比较。"),))
    found = differences(card, other_card)
    steps = tuple((_name(each), f"{_side(each.one)} → {_side(each.other)}") for each in found)
    title = f"{one.scheme.title} → {other.scheme.title}：结果不同的项目"
    return Explanation(title, None, steps or (("结果", NO_DIFFERENCE),))


def _name(difference: Difference) -> str:
    place = difference.place
    where = f"（{place.sheet}!{place.cell}）" if place else ""
    return "／".join(name for name in (difference.project, difference.item) if name) + where


def _side(side: Side | None) -> str:
    if side is None:
        return "没有这一项"
    if side.points is None:
        return "无法计算"
    ends = [points(side.points.low)]
    if side.points.exact is None:
        ends.append(points(side.points.high))
    told = f"{'～'.join(ends)} 分"
    weight = f"／{plain(Decimal(side.weight))}" if side.weight else ""
    return f"{told}{weight} {side.word}".strip()
