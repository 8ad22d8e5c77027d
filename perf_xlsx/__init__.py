"""perf_xlsx: scores the 项目支出绩效自评表 of budget units, Excel in, Excel out."""

__version__ = "0.1.0"
