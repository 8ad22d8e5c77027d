"""Click in Chinese: help pages and the messages of wrong usage."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import click

from perf_xlsx.batch.faults import fault
from perf_xlsx.cli import INTERRUPTED

USAGE: Final = 2
BROKEN: Final = 3

_SECTIONS: Final[Mapping[str, str]] = {"Options": "选项", "Commands": "命令"}
_USAGE_WORDS: Final[Mapping[str, str]] = {"[OPTIONS]": "[选项]", "[COMMAND] [ARGS]...": "命令 [参数]..."}


class Formatter(click.HelpFormatter):
    """Help pages with Chinese headings."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix or "用法：")

    def write_heading(self, heading: str) -> None:
        self.write(f"{'':>{self.current_indent}}{_SECTIONS.get(heading, heading)}：\n")


class Context(click.Context):
    """A context that writes Chinese help pages."""

    formatter_class = Formatter


class Command(click.Command):
    """A command with a Chinese help page."""

    context_class: type[click.Context] = Context

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        return [_USAGE_WORDS.get(piece, piece) for piece in super().collect_usage_pieces(ctx)]

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "显示本帮助。"
        return option


class Group(Command, click.Group):
    """The program: commands in the order in which they were added, errors in Chinese."""

    command_class = Command

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        """As click's, but every message is Chinese and the exit codes are this program's."""

        def plain() -> Any:
            return click.Group.main(self, args, prog_name, complete_var, standalone_mode=False, **extra)

        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(errors="replace")
        if not standalone_mode:
            return plain()
        try:
            sys.exit(plain() or 0)
        except click.UsageError as error:
            _tell_usage(error)
            sys.exit(USAGE)
        except click.ClickException as error:
            click.echo(f"错误：{error.format_message()}", err=True)
            sys.exit(error.exit_code)
        except (click.Abort, KeyboardInterrupt):
            click.echo("已中断；已完成的结果都已保存，再运行一次会接着做。", err=True)
            sys.exit(INTERRUPTED)
        except BrokenPipeError:
            sys.stderr.close()
            sys.exit(1)
        except Exception as error:  # the border to the user: a fault of this program, told without a trace
            click.echo(f"程序出错：{fault(error)}。请把这一行和当时的操作告诉维护人员。", err=True)
            sys.exit(BROKEN)


if TYPE_CHECKING:
    _Number = click.ParamType[int]
else:
    _Number = click.ParamType  # generic in click's newest versions only


class Count(_Number):
    """A whole number between two ends, both included."""

    name = "count"

    def __init__(self, low: int, high: int) -> None:
        self._low, self._high = low, high

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        try:
            number = int(value)
        except ValueError:
            number = self._low - 1
        if not self._low <= number <= self._high:
            self.fail(f"应为 {self._low} 至 {self._high} 的整数。", param, ctx)
        return number


def _tell_usage(error: click.UsageError) -> None:
    click.echo(f"用法有误：{_message(error)}", err=True)
    if error.ctx is not None:
        click.echo(f"查看帮助：{error.ctx.command_path} --help", err=True)


def _message(error: click.UsageError) -> str:
    match error:
        case click.NoSuchOption():
            near = f"，是否想用 {'、'.join(error.possibilities)}？" if error.possibilities else "。"
            return f"没有选项 {error.option_name}{near}"
        case click.MissingParameter():
            name = error.param.human_readable_name if error.param else ""
            return f"缺少{name.rstrip('.')}，请写在命令后面。"
        case click.BadOptionUsage():
            return f"选项 {error.option_name} 缺少它的值，或多给了值。"
        case click.BadParameter():
            hint = error.param.get_error_hint(error.ctx) if error.param and error.ctx else ""
            name = hint.replace("'", "")
            return f"{name} 的值不对：{_value_message(error)}"
        case click.BadArgumentUsage():
            return "参数个数不对。"
    return _unknown(error)


def _value_message(error: click.BadParameter) -> str:
    kind = error.param.type if error.param else None
    if isinstance(kind, click.Choice):
        return f"应为 {'、'.join(map(str, kind.choices))} 之一。"
    return error.message


def _unknown(error: click.UsageError) -> str:
    """Click's two messages without a type of their own: an unknown command, a surplus argument."""
    if error.message.startswith("No such command"):
        name = error.message.split(maxsplit=3)[-1].rstrip(".").strip("'")
        return f"没有命令 {name}；全部命令见 perf-xlsx --help。"
    if error.message.startswith("Got unexpected extra argument"):
        surplus = error.message.partition("(")[2].rstrip(")")
        return f"多出了：{surplus}。名称里有空格的，请用英文双引号括起来。"
    return error.message
