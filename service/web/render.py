"""An answer's Markdown as safe HTML with citation chips. The only importer of nh3."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from service.verdicts import LABELS, with_marks

TAGS = {"p", "ul", "ol", "li", "strong", "em", "code", "pre", "table", "thead", "tbody", "tr", "th", "td"}
TAGS |= {"h3", "h4", "blockquote", "br", "hr", "a", "span"}
ATTRIBUTES = {"a": {"class", "href", "data-source", "aria-label"}, "span": {"class", "data-source"}}
CITED = re.compile(r"(?P<before>\S{0,60})(?P<chips>(?:[ \t\u202f]{0,4}\[\d{1,3}\])+)(?P<after>[.,;:!?)»”\"]*)")
"""Bounded: a word of thousands of letters would be looked through once for each of them."""
MARKER = re.compile(r"\[(\d{1,3})\]")
BEHIND = re.compile(r"(?:\s?\[\d{1,3}\])+(?:\s\*\([^)]*\)\*)?$")
"""The markers of a sentence, and a remark on its source's year."""
OPEN, CLOSE = "\ufdd0", "\ufdd1"
"""Around the verdict on a sentence: Unicode has set them aside for a program's own use, so no text holds them."""
MARK = re.compile(f"{OPEN}(supported|partial|unsupported){CLOSE}")


@dataclass(frozen=True, slots=True)
class Chip:
    """What a marker leads to. href "" draws it without a link: its place is not known yet."""

    marker: int
    href: str
    label: str


def render_blocks(
    markdown: str, chips: Mapping[int, Chip], verdicts: Sequence[Mapping[str, Any]] = (), *,
    sentences: Sequence[Mapping[str, Any]] = (),
) -> list[str]:  # fmt: skip
    """One piece of HTML for each top-level block, in order. Markers without a chip are left out.

    verdicts: on the wire's form; each is drawn behind its sentence as a shape and a word. sentences: in that form too,
    those whose own numbers in brackets are no markers.
    """
    markdown = markdown.replace(OPEN, " ").replace(CLOSE, " ")
    marks = [(v["end"], f" {OPEN}{v['verdict']}{CLOSE}") for v in verdicts]
    markdown = with_marks(markdown, (*marks, *_quoted_brackets(markdown, sentences)))
    tokens = _PARSER.parse(markdown, {"chips": chips})
    env: EnvType = {"chips": chips}
    return [_clean(_PARSER.renderer.render(group, _PARSER.options, env)) for group in _groups(tokens)]


def _quoted_brackets(markdown: str, sentences: Sequence[Mapping[str, Any]]) -> Iterator[tuple[int, str]]:
    """A backslash before each "[12]" that a sentence says itself, before the markers behind it: it is no marker."""
    for each in sentences:
        sentence = markdown[each["start"] : each["end"]]
        behind = BEHIND.search(sentence)
        for found in MARKER.finditer(sentence, 0, behind.start() if behind else len(sentence)):
            yield each["start"] + found.start(), "\\"


def pending_chips(markdown: str) -> dict[int, Chip]:
    """A chip without a link for every marker in the text."""
    return {int(m[1]): Chip(int(m[1]), "", f"Kilde {m[1]}") for m in MARKER.finditer(markdown)}


def plain_text(markdown: str) -> str:
    """The text without Markdown, markers kept: one line a block, list items with a dash."""
    lines: list[str] = []
    item = False
    for token in _PARSER.parse(markdown, {}):
        item = item or token.type == "list_item_open"
        if token.type == "inline":
            lines.append(("- " if item else "") + "".join(_plain(child) for child in token.children or ()))
            item = False
        elif token.type in {"fence", "code_block"}:
            lines.append(token.content.rstrip())
    return "\n".join(lines)


def _plain(token: Token) -> str:
    if token.type == "citation":
        meta = token.meta
        return f"{meta['before']}{meta['chips']}{meta['after']}"
    return "\n" if token.type in {"softbreak", "hardbreak"} else token.content


def _groups(tokens: Sequence[Token]) -> list[list[Token]]:
    groups: list[list[Token]] = []
    depth = 0
    for token in tokens:
        if depth == 0:
            groups.append([])
        groups[-1].append(token)
        depth += token.nesting
    return groups


def _clean(html: str) -> str:
    return nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, link_rel=None, url_schemes=set())


def _find_citations(state: StateCore) -> None:
    """Runs before escapes are joined into the text, so that `\\[1]` stays two brackets and a number."""
    for token in state.tokens:
        if token.type == "inline":
            token.children = [part for child in token.children or () for part in _split(child)]


def _split(token: Token) -> list[Token]:
    if token.type != "text":
        return [token]
    marks = MARK.split(token.content)
    if len(marks) > 1:  # text, verdict, text, …
        shown = [Token("verdict", "", 0, content=m) if n % 2 else _text(m) for n, m in enumerate(marks)]
        return [part for one in shown for part in _split(one)]
    parts: list[Token] = []
    end = 0
    for match in CITED.finditer(token.content):
        parts += [_text(token.content[end : match.start()]), Token("citation", "", 0, meta=match.groupdict())]
        end = match.end()
    return [*parts, _text(token.content[end:])]


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)


def _citation(renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
    """A chip never begins a line, and the full stop after it never does."""
    meta = tokens[index].meta
    wanted = [int(n) for n in MARKER.findall(meta["chips"])]
    chips = "".join(_chip(env["chips"][n]) for n in wanted if n in env.get("chips", {}))
    before, after = escape(meta["before"]), escape(meta["after"])
    return f'<span class="nb">{before}{chips}{after}</span>' if chips else before + after


def _chip(chip: Chip) -> str:
    label = escape(chip.label, quote=True)
    if not chip.href:
        return f'<span class="cit" data-source="{chip.marker}">{chip.marker}</span>'
    href = escape(chip.href, quote=True)
    return f'<a class="cit" href="{href}" data-source="{chip.marker}" aria-label="{label}">{chip.marker}</a>'


def _verdict(renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
    verdict: Any = tokens[index].content
    return f'<span class="mark {verdict}">{LABELS[verdict]}</span>'


def _make_parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    parser.disable(["link", "image", "autolink", "html_inline", "html_block", "reference", "entity"])
    parser.core.ruler.before("text_join", "citations", _find_citations)
    parser.add_render_rule("citation", _citation)
    parser.add_render_rule("verdict", _verdict)
    parser.add_render_rule("heading_open", _heading)
    parser.add_render_rule("heading_close", _heading)
    return parser


def _heading(renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
    """The page has its own h1 and h2, and the answer an h3: headings in the text begin at h4."""
    return "</h4>\n" if tokens[index].nesting < 0 else "<h4>"


_PARSER = _make_parser()
