"""The official rules over invoices: UBL 2.1 schemas, CEN's Schematron of EN 16931, published Peppol rules.

Arguments: UBL files. Prints a line per file and what failed; the exit code says whether anything did.
The Schematron is turned into XSLT here: a template per rule, an element per assertion that does not hold.
"""
import pathlib
import sys

import mcp_einvoicing_be
import peppol
from lxml import etree
from saxonche import PySaxonProcessor

XSL = "http://www.w3.org/1999/XSL/Transform"
SCH = {"s": "http://purl.oclc.org/dsdl/schematron"}


def add(parent, kind, **attributes):
    element = etree.SubElement(parent, "{%s}%s" % (XSL, kind))
    for key, value in attributes.items():
        element.set(key.replace("_", "-"), value)
    return element


def compiled(path):
    root = etree.parse(str(path)).getroot()
    names = {"xsl": XSL, "xs": "http://www.w3.org/2001/XMLSchema"}
    names.update({ns.get("prefix"): ns.get("uri") for ns in root.findall("s:ns", SCH)})
    sheet = etree.Element("{%s}stylesheet" % XSL, nsmap=names, version="3.0")
    for let in root.findall("s:let", SCH):
        add(sheet, "variable", name=let.get("name"), select=let.get("value"))
    result = etree.SubElement(add(sheet, "template", match="/"), "r")
    for number, pattern in enumerate(root.findall("s:pattern", SCH)):
        assert not pattern.get("is-a") and not pattern.get("abstract"), "an abstract pattern"
        mode = "m%d" % number
        for let in pattern.findall("s:let", SCH):
            add(sheet, "variable", name=let.get("name"), select=let.get("value"))
        add(sheet, "mode", name=mode, on_no_match="shallow-skip")
        add(result, "apply-templates", select="/", mode=mode)
        rules = pattern.findall("s:rule", SCH)
        for place, rule in enumerate(rules):
            priority = str(1000 + len(rules) - place)
            template = add(sheet, "template", match=rule.get("context"), mode=mode, priority=priority)
            for let in rule.findall("s:let", SCH):
                add(template, "variable", name=let.get("name"), select=let.get("value"))
            for test in rule.findall("s:assert", SCH):
                etree.SubElement(template, "tried")
                failed = etree.SubElement(add(template, "if", test="not(%s)" % test.get("test")), "failed")
                failed.set("id", test.get("id") or "")
                add(failed, "text").text = " ".join("".join(test.itertext()).split())
            add(template, "apply-templates", select="*|@*", mode=mode)
    return etree.tostring(sheet, encoding="unicode")


def main(files):
    rules = pathlib.Path(mcp_einvoicing_be.__file__).parent / "specs/peppol_bis_3/CEN-EN16931-UBL.sch"
    wrong = False
    with PySaxonProcessor(license=False) as saxon:
        cen = saxon.new_xslt30_processor().compile_stylesheet(stylesheet_text=compiled(rules))
        for file in files:
            data = pathlib.Path(file).read_bytes()
            valid, errors = peppol.validate_xsd(data)
            node = saxon.parse_xml(xml_text=data.decode())
            answer = etree.fromstring(cen.transform_to_string(xdm_node=node).encode())
            failed = ["%s %s" % (f.get("id"), f.text) for f in answer.findall("failed")]
            named = [str(finding) for finding in peppol.check_rules(data)]
            tried = len(answer.findall("tried"))
            found = [str(error) for error in errors] + failed + named
            print("%s: XSD %s, CEN %d prövade %d brutna, Peppol %d brutna" % (file, "ok" if valid else "FEL", tried, len(failed), len(named)))
            for line in found:
                print("   ", line)
            wrong = wrong or not valid or bool(found) or tried == 0
    return 1 if wrong else 0


sys.exit(main(sys.argv[1:]))
