"""The cluster: real worker processes found by an address, the bytes travelling with the task."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from batch_work import Errand, double, folder
from click.testing import CliRunner

from perf_xlsx.cli.app import app

pytest.importorskip("distributed", reason="needs the extra [cluster]")

GUARD = 120  # seconds; only so that a fault can't hang the suite


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A scheduler with two worker processes, in processes of their own, that can import the tests."""
    here = [str(Path(__file__).parent), *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(here)}
    code = (
        "import sys\n"
        "from distributed import LocalCluster\n"
        "if __name__ == '__main__':\n"
        "    cluster = LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None)\n"
        "    print(cluster.scheduler_address, flush=True)\n"
        "    sys.stdin.read()\n"
        "    cluster.close()\n"
    )
    host = tmp_path_factory.mktemp("cluster") / "host.py"
    host.write_text(code, "utf-8")
    process = subprocess.Popen(
        [sys.executable, str(host)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=environment,
    )
    assert process.stdout is not None
    try:
        yield process.stdout.readline().strip()
    finally:
        process.communicate("", timeout=GUARD)


def test_the_cluster_gives_every_result_and_survives_a_killed_worker(address: str, tmp_path: Path) -> None:
    from perf_xlsx.batch.cluster import Cluster

    errands = [Errand(number) for number in range(6)]
    errands.insert(2, Errand(99, "once", str(tmp_path / "mark")))
    results = dict(Cluster(address).run(double, errands))
    assert results == {errand: errand.number * 2 for errand in errands}
    assert (tmp_path / "mark").read_text("utf-8") == "died"


def test_nothing_to_do_needs_no_cluster() -> None:
    from perf_xlsx.batch.cluster import Cluster

    assert list(Cluster("tcp://127.0.0.1:1").run(double, [])) == []


def test_a_run_on_the_cluster_leaves_the_same_files_as_one_here(address: str, tmp_path: Path) -> None:
    inbox = folder(tmp_path / "in", 3)
    for name, extra in (("远", ["--cluster", address]), ("近", ["--jobs", "1"])):
        result = CliRunner().invoke(app, ["run", str(inbox), "-o", str(tmp_path / name), *extra])
        assert result.exit_code == 0, result.output
    far, near = (
        {path.name: path.read_bytes() for path in (tmp_path / name).glob("*.*")} for name in ("远", "近")
    )
    assert far == near
    assert len(far) == 6


def test_a_cluster_that_is_not_there_is_told(tmp_path: Path) -> None:
    inbox = folder(tmp_path / "in", 2)
    given = ["run", str(inbox), "-o", str(tmp_path / "out"), "--cluster", "不是地址"]
    result = CliRunner().invoke(app, given)
    assert result.exit_code == 2
    assert "集群" in result.output
