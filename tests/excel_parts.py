"""The parts of a package as Excel writes them: names of schemas, styles, and what stands around the cells."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING
from xml.etree import ElementTree
from xml.sax.saxutils import escape, quoteattr

if TYPE_CHECKING:
    from tests.excel_written import Rich

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT = {
    MAIN: "http://purl.oclc.org/ooxml/spreadsheetml/main",
    f"{RELATIONS}/extended-properties": "http://purl.oclc.org/ooxml/officeDocument/relationships/extendedProperties",
    f"{RELATIONS}/custom-properties": "http://purl.oclc.org/ooxml/officeDocument/relationships/customProperties",
    RELATIONS: "http://purl.oclc.org/ooxml/officeDocument/relationships",
}  # fmt: skip
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHEETS = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_MICROSOFT = "http://schemas.microsoft.com/office"
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_IGNORED = (
    f'xmlns:mc="{_MC}" mc:Ignorable="x14ac xr xr2 xr3"'
    f' xmlns:x14ac="{_MICROSOFT}/spreadsheetml/2009/9/ac"'
    f' xmlns:xr="{_MICROSOFT}/spreadsheetml/2014/revision"'
    f' xmlns:xr2="{_MICROSOFT}/spreadsheetml/2015/revision2"'
    f' xmlns:xr3="{_MICROSOFT}/spreadsheetml/2016/revision3"'
)
_PERSON = "{6F1E8A34-52B7-4C9D-9E0A-3B7D2C5A1F44}"
_COMMENT = "{0B9D4E11-7A63-4F52-8C1E-5D2A9F3B6C77}"
_LAST_COLUMN = 16_384

for _prefix, _address in (("", MAIN), ("r", RELATIONS)):
    ElementTree.register_namespace(_prefix, _address)


def told(text: str, strict: bool) -> bytes:
    """Return a part in UTF-8, with the names of the strict schemas where they are asked for."""
    for loose, other in STRICT.items() if strict else ():
        text = text.replace(f'"{loose}', f'"{other}')
    return text.encode()


def string(value: "str | Rich") -> str:
    """Return a text as an item of the shared strings."""
    if isinstance(value, str):
        return f"<si>{_text(value)}</si>"
    font = '<rPr><b/><sz val="11"/><color theme="1"/><rFont val="Times New Roman"/><family val="1"/></rPr>'
    runs = "".join(
        f"<r>{font if at else ''}{_text(run)}</r>" for at, run in enumerate(value.runs)
    )  # fmt: skip
    reading = (
        f'<rPh sb="0" eb="1">{_text(value.reading)}</rPh><phoneticPr fontId="1"/>' if value.reading else ""
    )
    return f"<si>{runs}{reading}</si>"


def _text(text: str) -> str:
    space = ' xml:space="preserve"' if text != text.strip() or "\n" in text else ""
    return f"<t{space}>{escape(text).replace(chr(13), '_x000D_')}</t>"


def styles(old: bytes) -> tuple[str, list[int], int]:
    """Return the styles in another order, where each went, and the one that shows a date as Dec-19."""
    root = ElementTree.fromstring(old)
    worn = root.find(f"{{{MAIN}}}cellXfs")
    _first, *others = list(worn)
    for style in others:
        worn.remove(style)
    worn.extend(reversed(others))
    dates = {"numFmtId": "17", "fontId": "0", "fillId": "0", "borderId": "0", "xfId": "0"}
    ElementTree.SubElement(worn, f"{{{MAIN}}}xf", dates | {"applyNumberFormat": "1"})
    count = len(worn)
    worn.set("count", str(count))
    places = [0, *range(len(others), 0, -1)]
    return HEAD + ElementTree.tostring(root, encoding="unicode"), places, count - 1


def sheet_head(number: int) -> str:
    """Return how a worksheet begins."""
    identity = f"{{00000000-0001-0000-{number:04X}-000000000000}}"
    return f'{HEAD}<worksheet xmlns="{MAIN}" xmlns:r="{RELATIONS}" {_IGNORED} xr:uid="{identity}">'


def views(number: int, pane: str) -> str:
    """Return the view of a sheet; the second one is the one that was in front."""
    front = ' tabSelected="1"' if number == 2 else ""
    selection = '<selection pane="bottomRight" activeCell="E9" sqref="E9"/>' if pane else "<selection/>"
    return f'<sheetViews><sheetView{front} workbookViewId="0">{pane}{selection}</sheetView></sheetViews>'


def columns(old: ElementTree.Element | None) -> str:
    """Return the columns with their widths, and a style on all that follow them to XFD."""
    if old is None:
        return ""
    known = list(old)
    last = max(int(column.get("max")) for column in known)
    kept = "".join(ElementTree.tostring(column, encoding="unicode") for column in known)
    return f'<cols>{kept}<col min="{last + 1}" max="{_LAST_COLUMN}" width="9.140625" style="1"/></cols>'


def sheet_end(number: int, rules: Sequence[ElementTree.Element]) -> str:
    """Return what follows the cells: the printer, the drawing of comments, the lists of another sheet."""
    end = '<pageSetup paperSize="9" orientation="landscape" r:id="rId1"/>'
    if number == 1:
        end += '<legacyDrawing r:id="rId2"/>'
    lists = "".join(map(_rule, rules))
    if not lists:
        return f"{end}</worksheet>"
    return (
        f'{end}<extLst><ext uri="{{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}}"'
        f' xmlns:x14="{_MICROSOFT}/spreadsheetml/2009/9/main"><x14:dataValidations count="{len(rules)}"'
        f' xmlns:xm="{_MICROSOFT}/excel/2006/main">{lists}</x14:dataValidations></ext></extLst></worksheet>'
    )


def _rule(rule: ElementTree.Element) -> str:
    said = {key: value for key, value in rule.items() if key != "sqref"}
    formulas = "".join(
        f"<x14:{child.tag.rpartition('}')[2]}><xm:f>{escape(child.text or '')}</xm:f>"
        f"</x14:{child.tag.rpartition('}')[2]}>"
        for child in rule
    )
    attributes = "".join(f" {key}={quoteattr(value)}" for key, value in said.items())
    where = f"<xm:sqref>{rule.get('sqref')}</xm:sqref>"
    return f"<x14:dataValidation{attributes}>{formulas}{where}</x14:dataValidation>"


def chain(formulas: Iterable[tuple[str, int]]) -> str:
    """Return the order in which Excel calculated."""
    cells = "".join(f'<c r="{place}" i="{sheet}"/>' for place, sheet in reversed(list(formulas)))
    return f'{HEAD}<calcChain xmlns="{MAIN}">{cells}</calcChain>'


def package(
    sheets: Sequence[tuple[str, str | None, str]], names: Sequence[str], has_chain: bool, strict: bool
) -> dict[str, str | bytes]:
    """Return all parts that hold no cell: what the package has, the workbook, comments, printers, persons."""
    related = [(f"{RELATIONS}/worksheet", f"/xl/worksheets/sheet{at + 1}.xml") for at in range(len(sheets))]
    related += [(f"{RELATIONS}/{name}", f"/xl/{name}.xml") for name in ("styles", "sharedStrings")]
    related += [(f"{RELATIONS}/calcChain", "/xl/calcChain.xml")] if has_chain else []
    related.append((f"{_MICROSOFT}/2017/10/relationships/person", "persons/person.xml"))
    top = [
        (f"{RELATIONS}/officeDocument", "xl/workbook.xml"),
        (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        (f"{RELATIONS}/extended-properties", "docProps/app.xml"),
        (f"{RELATIONS}/custom-properties", "docProps/custom.xml"),
    ]
    printers = {
        f"xl/worksheets/_rels/sheet{at}.xml.rels": _relations(
            [(f"{RELATIONS}/printerSettings", f"../printerSettings/printerSettings{at}.bin")]
            + (_COMMENTED if at == 1 else [])
        )
        for at in range(1, len(sheets) + 1)
    }
    return {
        "[Content_Types].xml": _types(len(sheets), has_chain),
        "_rels/.rels": _relations(top),
        "xl/workbook.xml": _workbook(sheets, names, strict),
        "xl/_rels/workbook.xml.rels": _relations(related),
        **printers,
        **{f"xl/printerSettings/printerSettings{at + 1}.bin": b"\0\xff<" * 20 for at in range(len(sheets))},
        **_BESIDE,
    }


def _relations(targets: Iterable[tuple[str, str]]) -> str:
    each = "".join(
        f'<Relationship Id="rId{at}" Type="{kind}" Target="{target}"/>'
        for at, (kind, target) in enumerate(targets, start=1)
    )
    return f'{HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{each}</Relationships>'


def _workbook(sheets: Sequence[tuple[str, str | None, str]], names: Sequence[str], strict: bool) -> str:
    each = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{identifier}"{f" state={quoteattr(state)}" if state else ""}'
        f' r:id="rId{at}"/>'
        for at, (name, state, identifier) in enumerate(sheets, start=1)
    )
    named = f"<definedNames>{''.join(names)}</definedNames>" if names else ""
    conformance = ' conformance="strict"' if strict else ""
    compatible = ' dateCompatibility="0"' if strict else ""
    return (
        f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}" {_IGNORED}{conformance}>'
        '<fileVersion appName="xl" lastEdited="7" lowestEdited="7" rupBuild="22228"/>'
        f'<workbookPr{compatible} defaultThemeVersion="166925"/>'
        f'<mc:AlternateContent xmlns:mc="{_MC}"><mc:Choice Requires="x15"'
        f' xmlns:x15="{_MICROSOFT}/spreadsheetml/2010/11/main"><x15ac:absPath url="C:\\Kế hoạch\\2019\\"'
        f' xmlns:x15ac="{_MICROSOFT}/spreadsheetml/2010/11/ac"/></mc:Choice></mc:AlternateContent>'
        f'<bookViews><workbookView xWindow="0" yWindow="0" windowWidth="28800" windowHeight="12000"'
        f' activeTab="{min(1, len(sheets) - 1)}"/></bookViews><sheets>{each}</sheets>{named}'
        '<calcPr calcId="191029"/></workbook>'
    )


def _types(sheets: int, has_chain: bool) -> str:
    parts = {"/xl/workbook.xml": WORKBOOK}
    parts |= {f"/xl/worksheets/sheet{at + 1}.xml": f"{_SHEETS}worksheet+xml" for at in range(sheets)}
    plain = ("styles", "sharedStrings", *(["calcChain"] if has_chain else []))
    parts |= {f"/xl/{name}.xml": f"{_SHEETS}{name}+xml" for name in plain}
    parts |= {
        "/xl/comments1.xml": f"{_SHEETS}comments+xml",
        "/xl/threadedComments/threadedComment1.xml": "application/vnd.ms-excel.threadedcomments+xml",
        "/xl/persons/person.xml": "application/vnd.ms-excel.person+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        "/docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
        "/docProps/custom.xml": "application/vnd.openxmlformats-officedocument.custom-properties+xml",
    }
    each = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in parts.items())
    usual = {
        "rels": "application/vnd.openxmlformats-package.relationships+xml", "xml": "application/xml",
        "vml": "application/vnd.openxmlformats-officedocument.vmlDrawing", "bin": f"{_SHEETS}printerSettings",
    }  # fmt: skip
    defaults = "".join(f'<Default Extension="{end}" ContentType="{kind}"/>' for end, kind in usual.items())
    return f'{HEAD}<Types xmlns="{_PACKAGE}/content-types">{defaults}{each}</Types>'


_COMMENTED = [
    (f"{RELATIONS}/vmlDrawing", "../drawings/vmlDrawing1.vml"),
    (f"{RELATIONS}/comments", "../comments1.xml"),
    (f"{_MICROSOFT}/2017/10/relationships/threadedComment", "../threadedComments/threadedComment1.xml"),
]
_THREADED = f"{_MICROSOFT}/spreadsheetml/2018/threadedcomments"
_BESIDE: dict[str, str | bytes] = {
    "xl/comments1.xml": f'{HEAD}<comments xmlns="{MAIN}"><authors><author>tc={_COMMENT}</author></authors>'
    '<commentList><comment ref="E9" authorId="0" shapeId="0"><text><t>[Threaded comment]\n\nXem lại</t>'
    "</text></comment></commentList></comments>",
    "xl/threadedComments/threadedComment1.xml": f'{HEAD}<ThreadedComments xmlns="{_THREADED}">'
    f'<threadedComment ref="E9" dT="2020-01-03T02:15:00.00" personId="{_PERSON}" id="{_COMMENT}">'
    "<text>Xem lại</text></threadedComment></ThreadedComments>",
    "xl/persons/person.xml": f'{HEAD}<personList xmlns="{_THREADED}"><person displayName="Người thử"'
    f' id="{_PERSON}" userId="S::thu@example.vn" providerId="AD"/></personList>',
    "xl/drawings/vmlDrawing1.vml": '<xml xmlns:v="urn:schemas-microsoft-com:vml"><v:shape id="_x0000_s1025">'
    "<v:textbox><div style='text-align:left'>Một<br>hai</div></v:textbox></v:shape></xml>",
    "docProps/core.xml": f'{HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"/>',
    "docProps/app.xml": f'{HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
    'extended-properties"><Application>Microsoft Excel</Application><AppVersion>16.0300</AppVersion>'
    "</Properties>",
    "docProps/custom.xml": f'{HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
    'custom-properties" xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
    '<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="Phòng"><vt:lpwstr>KHKD'
    "</vt:lpwstr></property></Properties>",
}
