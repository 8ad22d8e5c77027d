"""A made-up city's scheme with every parameter off its default: one file, no change in code."""

from __future__ import annotations

from pathlib import Path

from perf_xlsx.scoring.printing import scheme_text
from perf_xlsx.scoring.scheme_file import parse

TEXT = """
id = "city"
title = "虚构市评分标准"
aliases = ["虚构市"]
summary = "测试用。"
layout = "national"
full_points = 120
source = "own"

[sources.own]
instrument = "虚构市办法"
article = "第一条"
checked = true

[budget]
points = 15
method = "bands"
base = ["received", "initial"]
low_rate = 0.7
bands = [
    { at_least = 0.95, share = 1 },
    { at_least = 0.8, share = 0.75 },
    { at_least = 0.5, share = 0.25 },
]
source = "own"

[groups.output]
title = "产出指标"
points = 65
match = ["output", "*/quantity", "*/quality", "*/time", "*/cost"]
source = "own"

[groups.benefit]
title = "效益指标"
points = 25
match = ["benefit", "*/social", "*/economic"]
source = "own"

[groups.satisfaction]
title = "满意度指标"
points = 15
match = ["satisfaction", "*/satisfaction"]
absent_to = "benefit"
source = "own"

[unmet]
higher = "step"
lower = "step"
equal = "symmetric"
step_size = 0.02
step_points = 1.5
step_count = "down"
source = "own"

[tolerance]
share = 0.1
about = 0.2
source = "own"

[late]
share = 0.4
source = "own"

[tiers]
full = { low = 0.85, includes_low = false }
partial = { low = 0.55, includes_low = false }
source = "own"

[exceed]
limit = 1.25
action = "deviation"
rate = 0.5
most = 0.3
source = "own"

[reason]
due = "below_weight"

[not_applicable]
policy = "full"

[cap]
bands = [{ below = 0.8, total = 89 }, { below = 0.7, total = 79 }]
source = "own"

[grades]
bands = [
    { title = "好", at_least = 100 },
    { title = "较好", at_least = 85 },
    { title = "差", at_least = 0 },
]
source = "own"

[rounding]
places = 1
tolerance = 0.05
source = "own"

[unit]
headline = "by_executed"
"""

CITY = parse(TEXT, "city.toml", lambda _: None)

VARIANTS = {
    "points": TEXT.replace('action = "deviation"\nrate = 0.5\nmost = 0.3', 'action = "points"\npoints = 2')
    .replace('step_count = "down"', 'step_count = "up"')
    .replace('policy = "full"', 'policy = "rescale"'),
    "exact": TEXT.replace('step_count = "down"', 'step_count = "exact"').replace(
        'higher = "step"', 'higher = "zero"'
    ),
    "zero": TEXT.replace('lower = "step"', 'lower = "zero"')
    .replace("places = 1", "places = 0")
    .replace("about = 0.2", "about = 0"),
    "linear": TEXT.replace('lower = "step"', 'lower = "linear"\nlinear_zero = 1.5'),
}
"""The choices that one file can't make at once."""

SCHEMES = {
    "city": CITY,
    **{name: parse(text, f"{name}.toml", lambda _: None) for name, text in VARIANTS.items()},
}

PAGE = Path(__file__).parent / "scoring_city.txt"
"""The made-up city's scheme as it is told on a screen, and the lines that its variants have instead."""


def page() -> str:
    """After a wanted change: ``cd tests && python -c 'import scoring_city as c; c.renew()'``."""
    whole = scheme_text(CITY).splitlines()
    parts = ["\n".join(whole)]
    for name in VARIANTS:
        own = [line for line in scheme_text(SCHEMES[name]).splitlines() if line not in whole]
        parts.append("\n".join([f"==== {name}", *own]))
    return "\n\n".join(parts) + "\n"


def renew() -> None:
    """Writes the page anew."""
    PAGE.write_text(page(), "utf-8")
