"""ark_peers.py write FILE ROWS | read FILE | bomb KIND FILE: the peers' half of the measurement of workbooks."""
import sys
import zipfile

WORDS = ["Försäkringskassan", "arbetsförmedlingen", "gymnasium", "försörjningsstöd", "fortsatt rehabilitering",
         "ej subventionerat arbete"]
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def write(path, rows):
    import datetime
    import xlsxwriter
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    sheet = book.add_worksheet("Deltaganden")
    day_format = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.write_row(0, 0, [f"Kolumn {n}" for n in range(1, 15)])
    first = datetime.date(2010, 1, 1)
    for n in range(rows):
        day, r = first + datetime.timedelta(days=n % 5000), n + 1
        sheet.write_row(r, 0, [f"ref-{n}", n, 1950 + n % 55, n % 3])
        sheet.write_datetime(r, 4, day, day_format)
        sheet.write_row(r, 5, [WORDS[n % 6], WORDS[(n + 1) % 6], WORDS[(n + 2) % 6], n % 101, WORDS[(n + 3) % 6]])
        sheet.write_datetime(r, 10, day, day_format)
        sheet.write_row(r, 11, [WORDS[(n + 4) % 6], WORDS[(n + 5) % 6], n * 7 % 100000])
    book.close()


def read(path):
    from python_calamine import CalamineWorkbook
    print(len(CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()))


def bomb(kind, path):
    rows, shared = "", f'<sst {MAIN} uniqueCount="0"></sst>'
    if kind == "far":
        rows = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    elif kind == "spaces":
        rows = " " * (1 << 30)
    elif kind == "cells":
        rows = "<row>" + "<c/>" * (60 << 20) + "</row>"
    elif kind == "wide":
        rows = "".join(f'<row r="{n}"><c r="GR{n}"><v>1</v></c></row>' for n in range(1, 100000))
    elif kind == "count":
        shared = f'<sst {MAIN} uniqueCount="99999999999"></sst>'
    elif kind == "strings":
        shared = f'<sst {MAIN} uniqueCount="1">' + "<si><t/></si>" * (20 << 20) + "</sst>"
    elif kind == "repeat":
        rows = ("<row>" + '<c t="s"><v>0</v></c>' * 190 + "</row>") * 5000
        shared = f'<sst {MAIN} uniqueCount="1"><si><t>' + "x" * (1 << 20) + "</t></si></sst>"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook {MAIN} xmlns:r="{OFFICE}"><sheets><sheet name="Blad1" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f"<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>",
        "xl/sharedStrings.xml": shared,
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)


if sys.argv[1] == "write":
    write(sys.argv[2], int(sys.argv[3]))
elif sys.argv[1] == "read":
    read(sys.argv[2])
else:
    bomb(sys.argv[2], sys.argv[3])
