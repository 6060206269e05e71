"""What the portal's sources say to people: what is marked for translation, and what stands outright."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any

PORTAL = Path(__file__).parents[3] / "portal"
TEMPLATES = PORTAL / "templates"
SINGLE, PLURAL = {"gettext", "gettext_lazy", "gettext_noop"}, {"ngettext", "ngettext_lazy"}
VIETNAMESE = re.compile(r"[ăâđêôơưàáạảãằắặẳẵầấậẩẫèéẹẻẽềếệểễìíịỉĩòóọỏõồốộổỗờớợởỡùúụủũừứựửữỳýỵỷỹ]", re.I)
"""A letter that English has not."""
_READ_OUT = re.compile(r'\b(?:alt|title|placeholder|aria-label|aria-description|data-[a-z-]+)="([^"]*)"')
_MARKUP = re.compile(r"<[^<>]*>")
_TAGS = re.compile(r"{% blocktranslate.*?{% endblocktranslate %}|{%.*?%}|{{.*?}}|{#.*?#}", re.DOTALL)
_UNDERSCORE = re.compile(r"""\b_\((?:"([^"]*)"|'([^']*)')\)""")


@dataclass(frozen=True, slots=True)
class Said:
    """A text of the source."""

    text: str
    where: str
    """File and line."""


def python_files() -> list[Path]:
    """The portal's own programs; migrations say nothing to anybody."""
    return [path for path in sorted(PORTAL.rglob("*.py")) if "migrations" not in path.parts]


def marked_in_programs() -> Iterator[Said]:
    """Messages given to gettext under whatever name a file calls it; a plural follows a NUL."""
    for path in python_files():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names = _gettext_names(tree)
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            count = names.get(ast.unparse(call.func), 0)
            texts = [_constant(argument) for argument in call.args[:count]]
            if any(texts) and None not in texts:
                yield Said("\0".join(text or "" for text in texts), _place(path, call.lineno))


def _gettext_names(tree: ast.Module) -> dict[str, int]:
    """What this file calls gettext's functions, with how many texts each takes."""
    found: dict[str, int] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
            for one in node.names:
                if one.name in SINGLE | PLURAL:
                    found[one.asname or one.name] = 1 if one.name in SINGLE else 2
        elif isinstance(node, ast.ImportFrom) and node.module == "django.utils":
            for one in node.names:
                if one.name == "translation":
                    name = one.asname or one.name
                    found |= {f"{name}.{each}": 1 for each in SINGLE} | {
                        f"{name}.{each}": 2 for each in PLURAL
                    }
    return found


def _constant(node: ast.expr) -> str | None:
    """A text, also one that stands in pieces over several lines."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def marked_in_templates() -> Iterator[Said]:
    """Messages of `translate`, `blocktranslate` and `_()`; Django must be configured."""
    from django.template.base import Lexer, TokenType
    from django.templatetags.i18n import BlockTranslateNode, TranslateNode

    for path, template in _templates():
        for node in _nodes(template):
            if isinstance(node, TranslateNode):
                held: Any = node.filter_expression.var
                if held.literal is not None:
                    yield Said(str(held.literal), _place(path, node.token.lineno))
            elif isinstance(node, BlockTranslateNode):
                yield Said(_block_message(node), _place(path, node.token.lineno))
        for token in Lexer(path.read_text(encoding="utf-8")).tokenize():
            if token.token_type in {TokenType.VAR, TokenType.BLOCK}:
                for found in _UNDERSCORE.finditer(token.contents):
                    yield Said(found[1] or found[2], _place(path, token.lineno))


def _block_message(node: Any) -> str:
    single, _ = node.render_token_list(node.singular)
    if not node.plural:
        return str(single)
    return f"{single}\0{node.render_token_list(node.plural)[0]}"


def spoken_outright() -> Iterator[Said]:
    """Words that stand in a template as they are: between tags, and in what is read out."""
    for path in sorted(TEMPLATES.rglob("*.html")):
        for number, line in enumerate(_TAGS.sub("", path.read_text(encoding="utf-8")).splitlines(), 1):
            for text in _readable(line):
                yield Said(text, _place(path, number))


def _readable(line: str) -> Iterator[str]:
    read_out = [unescape(found[1]) for found in _READ_OUT.finditer(line)]
    between = _MARKUP.sub("\0", line).split("\0")
    yield from (text for text in (unescape(one).strip() for one in [*read_out, *between]) if text)


def unmarked_in_scripts() -> Iterator[Said]:
    """Vietnamese in a script: scripts are told their words by `data-` attributes."""
    for path in sorted((PORTAL / "static").rglob("*.js")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            said = line.replace("[đĐ]", "").partition("// ")[0]
            if VIETNAMESE.search(said):
                yield Said(line.strip(), _place(path, number))


def _templates() -> Iterator[tuple[Path, Any]]:
    from django.template import engines

    for path in sorted(TEMPLATES.rglob("*.html")):
        yield path, engines["django"].get_template(str(path.relative_to(TEMPLATES))).template  # type: ignore[attr-defined]


def _nodes(template: Any) -> Iterator[Any]:
    from django.template.base import Node

    yield from template.nodelist.get_nodes_by_type(Node)


def _place(path: Path, line: int) -> str:
    return f"{path.relative_to(PORTAL)}:{line}"
