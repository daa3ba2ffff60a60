"""The HTML twin of a report as plain Typst source: TWIN.html OUT.typ. Diagrams are written beside it."""
import os, re, sys
from html.parser import HTMLParser

twin, target = sys.argv[1:3]
folder = os.path.dirname(os.path.abspath(target))
HEAD = """#set document(title: "Årsredovisning", author: "Förbundet")
#set page(paper: "a4", margin: (x: 20mm, y: 18mm), numbering: "1 (1)")
#set text(lang: "sv", size: 9pt)
#show heading.where(level: 2): it => { pagebreak(weak: true); it }
#set table(inset: 2.5pt, stroke: (x, y) => (bottom: .5pt + gray), align: (x, _) => if x == 0 { left } else { right })
#outline(depth: 2)
"""


def quoted(text):
    return "#" + '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


class Twin(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.out, self.text, self.skip = [HEAD], "", 0
        self.table, self.row, self.charts = None, None, 0
        self.svg = None

    def words(self):
        text, self.text = re.sub(r"\s+", " ", self.text).strip(), ""
        return text

    def handle_starttag(self, tag, attributes):
        if self.svg is not None:
            pairs = "".join(f' {k}="{(v or "").replace("&", "&amp;").replace(chr(34), "&quot;").replace("<", "&lt;")}"' for k, v in attributes)
            self.svg.append(f"<{tag}{pairs}>")
        elif tag in ("style", "script", "head", "nav"):
            self.skip += 1
        elif tag == "svg" and "-smal-" in dict(attributes).get("aria-labelledby", ""):
            self.svg = []  # the diagram's second form, for phones
            self.narrow = True
        elif tag == "svg":
            self.narrow = False
            size = dict(attributes).get("viewbox", "0 0 620 300")
            self.svg = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{size}">']
        elif tag == "table":
            self.flush()
            self.table = {"caption": "", "head": [], "rows": []}
        elif tag == "tr":
            self.row = []
        elif tag in ("td", "th", "caption"):
            self.text = ""
            self.span = int(dict(attributes).get("colspan", 1))
        elif tag in ("h1", "h2", "h3", "h4", "h5", "p", "li", "div", "figure", "dt", "dd", "figcaption"):
            self.flush()

    def flush(self):
        words = self.words()
        if words and self.table is None and not self.skip:
            self.out.append(quoted(words) + "\n\n")

    def handle_endtag(self, tag):
        if self.svg is not None:
            self.svg.append(f"</{tag}>")
            if tag == "svg" and self.narrow:
                self.svg = None
            elif tag == "svg":
                self.charts += 1
                with open(os.path.join(folder, f"twin-{self.charts}.svg"), "w") as file:
                    colours = re.sub(r"var\(--[a-z0-9-]+\)", "#17463a", "".join(self.svg))
                    file.write(re.sub(r'font-family="[^"]*"', "", colours))
                self.svg = None
                self.out.append(f'#figure(image("twin-{self.charts}.svg", width: 100%, alt: "Diagram {self.charts}"), caption: [Diagram])\n\n')
        elif tag in ("style", "script", "head", "nav"):
            self.skip -= 1
            self.text = ""
        elif tag in ("h1", "h2", "h3", "h4", "h5"):
            words = self.words()
            if words and not self.skip:
                self.out.append("=" * int(tag[1]) + " " + quoted(words) + "\n")
        elif tag == "caption" and self.table is not None:
            self.table["caption"] = self.words()
        elif tag in ("td", "th") and self.row is not None:
            self.row.append((self.words(), self.span))
        elif tag == "tr" and self.table is not None:
            if not self.table["head"]:
                self.table["head"] = self.row
            else:
                self.table["rows"].append(self.row)
            self.row = None
        elif tag == "table" and self.table is not None:
            self.write(self.table)
            self.table = None
        elif tag in ("p", "li", "div", "dt", "dd", "figcaption"):
            self.flush()

    def write(self, table):
        columns = max([sum(s for _, s in row) for row in table["rows"] + [table["head"]]] + [1])

        def cell(content, span):
            return f"table.cell(colspan: {span})[{quoted(content)}]" if span > 1 else f"[{quoted(content)}]"

        def line(row):
            row = row + [("", 1)] * (columns - sum(s for _, s in row))
            return ", ".join(cell(*c) for c in row)

        self.out.append(
            f"#figure(kind: table, caption: [{quoted(table['caption'])}], table(columns: ({'1fr, ' * columns}),\n"
            f"table.header({line(table['head'])}),\n" + ",\n".join(map(line, table["rows"])) + "))\n\n"
        )

    def handle_data(self, data):
        if self.svg is not None:
            self.svg.append(data.replace("&", "&amp;").replace("<", "&lt;"))
        else:
            self.text += data


reader = Twin()
with open(twin) as file:
    reader.feed(file.read())
reader.flush()
with open(target, "w") as file:
    file.write("#show figure: set block(breakable: true)\n" + "".join(reader.out))
