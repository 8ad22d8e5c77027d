"""How a score came about, for the person who has to defend it."""

from perf_xlsx.explain.compared import compared
from perf_xlsx.explain.scores import Explanation, explain, text

__all__ = ["Explanation", "compared", "explain", "text"]
