"""The names in the installed grapple, read from its files, so that those of a new release are found."""

import ast
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import grapple
from graphene.utils.str_converters import to_camel_case
from grapple import settings

FOLDER = Path(grapple.__file__).parent


def text(name: str) -> str:
    return (FOLDER / name).read_text()


def defined(name: str, kinds=ast.FunctionDef | ast.ClassDef) -> Iterator[str]:
    """Yield the names defined in a file, even under a condition, but not inside functions."""
    waiting = list(ast.parse(text(name)).body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, kinds):
            yield node.name
        elif isinstance(node, ast.If):
            waiting += [*node.body, *node.orelse]


def helpers() -> set[str]:
    return {name for name in defined("models.py") if name.startswith("GraphQL")}


def options() -> set[str]:
    """The keyword arguments of helpers."""
    from grapple.models import GraphQLCollection, GraphQLField

    keywords = {
        parameter.name
        for function in (GraphQLCollection, GraphQLField)
        for parameter in inspect.signature(function).parameters.values()
        if parameter.kind is parameter.KEYWORD_ONLY or isinstance(parameter.default, bool)
    }
    return keywords | set(re.findall(r"""kwargs(?:\.get\(|\[)"(\w+)\"""", text("models.py")))


def decorators() -> set[str]:
    return {name for name in defined("helpers.py") if name.startswith("register_")}


def hooks() -> set[str]:
    return set(re.findall(r'get_hooks\("(\w+)"\)', text("schema.py")))


def middleware() -> set[str]:
    return set(defined("middleware.py", ast.ClassDef))


def attributes() -> set[str]:
    """The attributes that grapple reads from a model, a block or a block's Meta."""
    looks = re.compile(r"""attr\([\w.]+, "(graphql_\w+)\"""")
    return {name for path in FOLDER.glob("*.py") for name in looks.findall(path.read_text())}


def addresses() -> set[str]:
    """The modules that a project can include in its URLs."""
    return {f"grapple.{path.stem}" for path in FOLDER.glob("*.py") if "\nurlpatterns" in path.read_text()}


def settings_() -> set[str]:
    return {*settings.DEFAULTS, *settings.DEPRECATED_SETTINGS, *settings.REMOVED_SETTINGS}


def root_fields() -> set[str]:
    """The names in the classes called Mixin from which grapple makes its own Query."""
    found = set()
    for path in sorted((FOLDER / "types").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ClassDef) and (node.name == "Mixin" or node.name.endswith("Query")):
                assigned = [target for one in node.body if isinstance(one, ast.Assign) for target in one.targets]
                found |= {to_camel_case(target.id) for target in assigned}
    return found


def documented() -> set[str]:
    """Everything that a project writes in Python, by its name in grapple's documentation."""
    parts = (helpers, options, decorators, hooks, middleware, attributes, addresses, settings_)
    return {name for part in parts for name in part()}
