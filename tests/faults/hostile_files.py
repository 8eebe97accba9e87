"""Files made to break a reader: each is (name, content). Built here, never stored."""

import io
import zipfile

import openpyxl

HEADER = ["id_kejadian", "tanggal", "kecamatan", "tahap", "jenis", "luka", "sumber"]
ROW = ["A1", "2026-10-03", "32.16.07", "peristiwa", "tawuran", "2", "polsek"]
SHEET = "xl/worksheets/sheet1.xml"
_NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def csv_file(*rows, delimiter=";"):
    return "\n".join(delimiter.join(map(str, row)) for row in [HEADER, *rows]).encode()


def workbook(*rows, change=lambda sheet: None):
    book = openpyxl.Workbook()
    for row in [HEADER, *rows]:
        book.active.append(row)
    change(book.active)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def repacked(content, **replaced):
    """A zip with members replaced, by bytes or by a function that writes them."""
    result = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.infolist():
            data = replaced.get(entry.filename, old.read(entry.filename))
            if callable(data):
                with new.open(entry.filename, "w", force_zip64=True) as member:
                    data(member)
            else:
                new.writestr(entry.filename, data)
    return result.getvalue()


def _bomb(member):
    """A sheet of 2 GB of spaces, some 2 MB packed."""
    member.write(f"<worksheet {_NS}><sheetData>".encode())
    block = b" " * (1 << 20)
    for _ in range(2048):
        member.write(block)
    member.write(b"</sheetData></worksheet>")


def _row_bomb(member):
    """Two million rows of one cell each."""
    member.write(f"<worksheet {_NS}><sheetData>".encode())
    for start in range(0, 2_000_000, 10_000):
        member.write("".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(start + 1, start + 10_001)).encode())
    member.write(b"</sheetData></worksheet>")


def _entities(levels=10):
    names = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, levels))
    return (
        f'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY e0 "xxxxxxxxxx">{names}]>'
        f'<worksheet {_NS}><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&e{levels - 1};</t></is></c></row></sheetData></worksheet>'
    ).encode()


def _ods(table):
    result = io.BytesIO()
    with zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as new:
        new.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        new.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
        new.writestr(
            "content.xml",
            '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
            'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
            f'<office:body><office:spreadsheet><table:table table:name="x">{table}</table:table></office:spreadsheet></office:body>'
            "</office:document-content>",
        )
    return result.getvalue()


def _ods_cell(text):
    return f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'


def refused():
    """Each must be refused with a sentence, whatever it claims."""
    good = workbook(ROW)
    yield "zip-bomb.xlsx", repacked(good, **{SHEET: _bomb})
    yield "row-bomb.xlsx", repacked(good, **{SHEET: _row_bomb})
    yield "entity-bomb.xlsx", repacked(good, **{SHEET: _entities()})
    yield (
        "entity-file.xlsx",
        repacked(
            good,
            **{
                SHEET: f'<!DOCTYPE w [<!ENTITY e SYSTEM "file:///etc/hostname">]><worksheet {_NS}><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&e;</t></is></c></row></sheetData></worksheet>'.encode()
            },
        ),
    )
    yield "far-cell.xlsx", workbook(ROW, change=lambda sheet: sheet.cell(1_048_576, 16_384, "x"))
    yield "many-columns.xlsx", workbook([*ROW, *["x"] * 2000])
    yield "lying-size.xlsx", good[:-200] + good[-200:].replace(b"\x00\x00", b"\xff\x7f", 3)
    yield "no-sheet.xlsx", repacked(good, **{SHEET: b""})
    yield "empty.zip", b"PK\x05\x06" + bytes(18)
    yield "half.xlsx", good[: len(good) // 2]
    yield (
        "repeated-columns.ods",
        _ods(
            '<table:table-row><table:table-cell office:value-type="string" table:number-columns-repeated="2000000000"><text:p>x</text:p></table:table-cell></table:table-row>'
        ),
    )
    yield (
        "repeated-rows.ods",
        _ods(
            '<table:table-row table:number-rows-repeated="2000000000"><table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row>'
        ),
    )
    yield "xls-garbage.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 40
    yield (
        "million-rows.csv",
        csv_file() + b"\n" + b";".join(map(str.encode, ROW)).join([b"", b"\n"]) * 1_000_000,
    )
    yield "one-line.csv", b"a" * 50_000_000
    yield "quotes.csv", b'"' * 1_000_001
    yield "many-columns.csv", b";".join([b"x"] * 100_000)
    yield "nul.csv", csv_file(ROW) + b"\x00"
    yield "escape.csv", csv_file([*ROW[:-1], "polsek\x1b[31m"])
    yield "long-cell.csv", csv_file([*ROW[:-1], "x" * 40_000])
    yield "turned.csv", csv_file(["A\u202e1", *ROW[1:]])
    yield "formula-text.csv", csv_file(["=cmd|'/c calc'!A1", *ROW[1:]])
    yield "surrogate.csv", csv_file(ROW).replace(b"tawuran", b"\xed\xa0\x80")
    yield "utf-7.csv", b"tanggal;kecamatan;tahap;jenis;sumber\n+AGEAYgBj-;;;;"
    yield (
        "merged.xlsx",
        workbook(["", *ROW[1:]], ["", "", "", "", "", "3", ""], change=lambda sheet: sheet.merge_cells("B2:E3")),
    )
    yield "formulas.xlsx", workbook(["A1", "=TODAY()", "=A1", *ROW[3:]])
    yield "deep-formula.xlsx", workbook(["=" + "(" * 5000 + "1" + ")" * 5000, "", *ROW[2:]])


def accepted():
    """Odd, but good: each has one row that must come in."""
    yield "spaces.csv", csv_file([f"  {cell} " for cell in ROW])
    yield "crlf.csv", csv_file(ROW).replace(b"\n", b"\r\n")
    yield "cr.csv", csv_file(ROW).replace(b"\n", b"\r")
    yield "quoted.csv", csv_file([f'"{cell}"' for cell in ROW])
    yield "title.csv", b"Laporan Oktober\n\n" + csv_file(ROW)
    yield (
        "calc.ods",
        _ods("".join(f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in (HEADER, ROW))),
    )
    yield "wrong-name.csv", workbook(ROW)
    yield "wrong-name.xlsx", csv_file(ROW)
    yield "mixed-case.csv", csv_file(ROW).replace(b"tanggal", b" TANGGAL ").replace(b"tawuran", b"TaWuRaN")
    yield (
        "hidden-columns.xlsx",
        workbook(ROW, change=lambda sheet: setattr(sheet.column_dimensions["B"], "hidden", True)),
    )
    yield (
        "empty-formats.xlsx",
        workbook(ROW, change=lambda sheet: setattr(sheet.cell(900_000, 3), "number_format", "0.00")),
    )
