"""Tool sheets as Markdown and HTML."""

from __future__ import annotations

from html import escape

from corpus.materials.sheets_source import ABOUT, CREDIT, SUMMARY, Sheet

STYLE = """
body { max-width: 46rem; margin: 3rem auto; padding: 0 1.5rem; font: 1.05rem/1.6 system-ui, sans-serif; color: #1c2526 }
h1 { color: #0f4c4a; border-bottom: 4px solid #e2a300; padding-bottom: .5rem }
h2 { color: #0f4c4a; margin-top: 2rem }
table { border-collapse: collapse; width: 100% }
th, td { border: 1px solid #b9cbc6; padding: .5rem .75rem; text-align: left; vertical-align: top }
th { background: #e9f2ef }
footer { margin-top: 3rem; color: #55625f; font-size: .9rem }
"""


def markdown(sheet: Sheet) -> str:
    """The sheet as Markdown."""
    out = [f"# {sheet.title}", "", sheet.lead, "", f"## {SUMMARY}", "", "| Spørgsmål | Svar |", "| --- | --- |"]
    out += [f"| {question} | {answer} |" for question, answer in sheet.summary]
    for section in sheet.sections:
        out += ["", f"## {section.heading}"]
        for listed, lines in section.runs():
            out += ["", *([f"- {line}" for line in lines] if listed else [" ".join(lines)])]
    return "\n".join([*out, "", f"## {ABOUT}", "", CREDIT, ""])


def html(sheet: Sheet) -> str:
    """The sheet as one HTML page without any outside file."""
    rows = "\n".join(
        f'<tr><th scope="row">{escape(question)}</th><td>{escape(answer)}</td></tr>'
        for question, answer in sheet.summary
    )
    out = [f"<h1>{escape(sheet.title)}</h1>", f"<p>{escape(sheet.lead)}</p>", f"<h2>{SUMMARY}</h2>"]
    out += [f"<table>\n{rows}\n</table>"]
    for section in sheet.sections:
        out.append(f"<h2>{escape(section.heading)}</h2>")
        for listed, lines in section.runs():
            out.append(_list(lines) if listed else f"<p>{escape(' '.join(lines))}</p>")
    body = "\n".join(out)
    head = f'<meta charset="utf-8">\n<title>{escape(sheet.title)}</title>\n<style>{STYLE}</style>'
    foot = f"<footer>\n<h2>{ABOUT}</h2>\n<p>{escape(CREDIT)}</p>\n</footer>"
    return (
        f'<!doctype html>\n<html lang="da">\n<head>\n{head}\n</head>\n'
        f"<body>\n<main>\n{body}\n</main>\n{foot}\n</body>\n</html>\n"
    )


def _list(lines: tuple[str, ...]) -> str:
    return "<ul>\n" + "\n".join(f"<li>{escape(line)}</li>" for line in lines) + "\n</ul>"
