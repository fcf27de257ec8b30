"""Compiles templates to plainer Python than Jinja does by itself: attributes, calls and escaped text without detours.

Jinja asks of every attribute whether it is an item instead, and of every function whether it wants the context; it makes an object of every
text that it has escaped. Templates here are given views (dataclasses) and functions of ours that need none of it, and a result page has
two thousand attributes, five hundred calls and fifteen hundred texts.
"""

from __future__ import annotations

import operator
from typing import Any

from jinja2 import Environment, nodes
from jinja2.compiler import CodeGenerator, Frame
from markupsafe import Markup, escape
from markupsafe import _escape_inner as escaped_text  # type: ignore[attr-defined]  # in C where it can be; its types leave it out


def written(value: object) -> str:
    """A value as it stands on a page: escaped, unless it is markup (what a macro made). The same signs as `markupsafe.escape` has: it is
    what that is made of, without an object around every text (a fifth of the time; tests/unit/test_compiled_templates.py holds it)."""
    kind = type(value)
    if kind is Markup:
        return value  # type: ignore[return-value]  # a Markup is a str; mypy does not narrow by `type(...) is`
    if kind is not str:
        return escape(value)
    text: str = escaped_text(value)  # type: ignore[arg-type]  # as above
    return text


class PlainCode(CodeGenerator):
    """Attributes as Python's own; a missing one is an AttributeError, as missing names are errors (StrictUndefined)."""

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802  named after the node by Jinja
        """Write an attribute."""
        self.visit(node.node, frame)
        self.write(f".{node.attr}")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802  as above
        """Write a call; `signature` begins with a comma."""
        self.write("environment.call_plainly(")
        self.visit(node.node, frame)
        self.signature(node, frame, {"caller": "caller"} if forward_caller else None)
        self.write(")")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        """Write what stands before a value that is put out. Templates here always escape."""
        del node, frame, finalize
        self.write("environment.written(")


class PlainEnvironment(Environment):
    """An environment whose templates are compiled so. It has no `finalize`, and escapes always."""

    code_generator_class = PlainCode
    call_plainly: Any = staticmethod(operator.call)
    written = staticmethod(written)
