"""Makes Word and PDF documents of the parts that a TOML file lists."""

import io
import textwrap
import tomllib
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

FOLDER = Path(__file__).parent / "documents"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
LISTS = {"bullet": "1", "decimal": "2"}
LEVEL = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
FORMS = {"1": LEVEL.format(form="bullet", text="-"), "2": LEVEL.format(form="decimal", text="%1.")}
NUMBERING = (
    f'<w:numbering xmlns:w="{W}">'
    + "".join(f'<w:abstractNum w:abstractNumId="{key}">{level}</w:abstractNum>' for key, level in FORMS.items())
    + "".join(f'<w:num w:numId="{key}"><w:abstractNumId w:val="{key}"/></w:num>' for key in FORMS)
    + "</w:numbering>"
)
STYLES = "".join(
    f'<w:style w:styleId="{name.replace(" ", "")}"><w:name w:val="{name.lower()}"/></w:style>'
    for name in ("Title", "Heading 1", "Heading 2")
)
WIDTH, PAGE = 88, 46  # characters in a line and lines on a page of a PDF


def described(path: Path) -> tuple[bytes, str, dict[str, list[str]]]:
    """Return the document that a file describes, its name, and the items expected, by kind."""
    said = tomllib.loads(path.read_text())
    content = docx(said["parts"]) if said["format"] == "docx" else pdf(said["parts"])
    return content, f"{path.stem}.{said['format']}", {one["kind"]: one["items"] for one in said["expected"]}


def docx(parts, extra=()) -> bytes:
    body = "".join(_table(part["table"]) if "table" in part else _paragraph(part) for part in parts)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>')
        archive.writestr("word/styles.xml", f'<w:styles xmlns:w="{W}">{STYLES}</w:styles>')
        archive.writestr("word/numbering.xml", NUMBERING)
        for name, content in extra:
            archive.writestr(name, content)
    return out.getvalue()


def _paragraph(part) -> str:
    style = f'<w:pStyle w:val="{part["style"].replace(" ", "")}"/>' if "style" in part else ""
    numbered = (
        f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{LISTS[part["list"]]}"/></w:numPr>' if "list" in part else ""
    )
    bold = "<w:rPr><w:b/></w:rPr>" if part.get("bold") else ""
    text = f'<w:t xml:space="preserve">{escape(part["text"])}</w:t>'
    return f"<w:p><w:pPr>{style}{numbered}</w:pPr><w:r>{bold}{text}</w:r></w:p>"


def _table(rows) -> str:
    cells = ("".join(f"<w:tc>{_paragraph({'text': cell})}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def pdf(parts) -> bytes:
    lines = [(line, part["size"]) for part in parts for line in [*textwrap.wrap(part["text"], WIDTH), ""]]
    writer = PdfWriter()
    for start in range(0, len(lines), PAGE):
        page = writer.add_blank_page(595, 842)
        font = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Font"),
                NameObject("/Subtype"): NameObject("/Type1"),
                NameObject("/BaseFont"): NameObject("/Helvetica"),
                NameObject("/Encoding"): NameObject("/WinAnsiEncoding"),
            }
        )
        fonts = DictionaryObject({NameObject("/F1"): writer._add_object(font)})
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
        said, top = [], 800
        for line, size in lines[start : start + PAGE]:
            top -= size + 4
            if line:
                shown = line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
                said.append(f"BT /F1 {size} Tf 1 0 0 1 50 {top} Tm ({shown}) Tj ET")
        stream = DecodedStreamObject()
        stream.set_data("\n".join(said).encode("cp1252"))
        page[NameObject("/Contents")] = writer._add_object(stream)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
