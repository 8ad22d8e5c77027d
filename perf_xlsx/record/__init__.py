"""An ``Evaluation`` as plain data: what ``--json``, 汇总 and other programs read.

Numbers are texts of exact decimals, percent as a ratio; what is absent is None; texts are as shown;
a ``cell`` is the input's own address.  ``docs/json.schema.json`` describes the shape.
"""

from perf_xlsx.record.values import Record
from perf_xlsx.record.workbook import TOOL_NAME, finding_record, record, records

__all__ = ["TOOL_NAME", "Record", "finding_record", "record", "records"]
