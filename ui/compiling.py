"""Compiles templates to plainer Python than Jinja does by itself: attributes, calls, macros and escaped text without detours.

Jinja asks of every attribute whether it is an item instead, and of every function whether it wants the context; it makes an object of every
text that it has escaped. Templates here are given views (dataclasses) and functions of ours that need none of it, and a result page has
two thousand attributes, five hundred calls, a hundred macros and fifteen hundred texts. Messages that are always the same are looked up in
the environment's language when a template is compiled, not for every passage of every page.
"""

from __future__ import annotations

import keyword
import operator
from collections.abc import Callable
from typing import Any

from jinja2 import Environment, nodes
from jinja2.compiler import CodeGenerator, Frame, MacroRef
from jinja2.runtime import Macro
from markupsafe import Markup, escape
from markupsafe import _escape_inner as escaped_text  # type: ignore[attr-defined]  # in C where it can be; its types leave it out

MESSAGE = "_"
"""The function that gives a message in the environment's language."""


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


def plain_macro(environment: Environment, function: Callable[..., str], name: str, arguments: list[str]) -> Callable[..., Markup]:
    """A macro that is given its arguments in order, as nearly all are: what Jinja's own does then, without sorting them. Given otherwise,
    Jinja's own takes them."""
    otherwise, number = Macro(environment, function, name, arguments, False, False, False, True), len(arguments)

    def called(*given: Any, **named: Any) -> Markup:
        made = otherwise(*given, **named) if named or len(given) != number else function(*given)
        return Markup(made)  # noqa: S704  # what a macro puts together is escaped piece by piece

    return called


class PlainCode(CodeGenerator):
    """Attributes as Python's own; a missing one is an AttributeError, as missing names are errors (StrictUndefined)."""

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802  named after the node by Jinja
        """Write an attribute."""
        self.visit(node.node, frame)
        self.write(f".{node.attr}")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802  as above
        """Write a call; `signature` begins with a comma."""
        if forward_caller or node.dyn_args or node.dyn_kwargs or any(keyword.iskeyword(kwarg.key) for kwarg in node.kwargs):
            self.write("environment.call_plainly(")
            self.visit(node.node, frame)
            self.signature(node, frame, {"caller": "caller"} if forward_caller else None)
            self.write(")")
            return
        self.visit(node.node, frame)
        self.write("(")
        for argument in node.args:
            self.visit(argument, frame)
            self.write(", ")
        for named in node.kwargs:
            self.write(f"{named.key}=")
            self.visit(named.value, frame)
            self.write(", ")
        self.write(")")

    def macro_def(self, macro_ref: MacroRef, frame: Frame) -> None:
        """Write what makes a macro of a function: of one that takes its arguments and no more, nothing else."""
        if macro_ref.accesses_caller or macro_ref.accesses_kwargs or macro_ref.accesses_varargs or macro_ref.node.defaults:
            super().macro_def(macro_ref, frame)
            return
        names = [argument.name for argument in macro_ref.node.args]
        self.write(f"environment.plain_macro(environment, macro, {getattr(macro_ref.node, 'name', None)!r}, {names!r})")

    def _output_child_to_const(self, node: nodes.Expr, frame: Frame, finalize: Any) -> str:
        """What an expression always puts out: a message without values says the same wherever it stands. Raises Impossible."""
        said, message = self.environment.globals.get(MESSAGE), _lone_message(node)
        if callable(said) and message is not None:
            return str(escape(said(message)))
        return super()._output_child_to_const(node, frame, finalize)

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        """Write what stands before a value that is put out. Templates here always escape."""
        del node, frame, finalize
        self.write("environment.written(")


def _lone_message(node: nodes.Expr) -> str | None:
    """The message of `_('…')`, without values; None for anything else."""
    if not isinstance(node, nodes.Call) or node.kwargs or node.dyn_args or node.dyn_kwargs or len(node.args) != 1:
        return None
    named = isinstance(node.node, nodes.Name) and node.node.name == MESSAGE
    return node.args[0].value if named and isinstance(node.args[0], nodes.Const) else None


class PlainEnvironment(Environment):
    """An environment whose templates are compiled so. It has no `finalize`, and escapes always."""

    code_generator_class = PlainCode
    call_plainly: Any = staticmethod(operator.call)
    plain_macro = staticmethod(plain_macro)
    written = staticmethod(written)
