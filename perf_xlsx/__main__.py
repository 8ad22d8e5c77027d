"""``python -m perf_xlsx`` is the same as ``perf-xlsx``."""

from perf_xlsx.cli import main

if __name__ == "__main__":
    main()
