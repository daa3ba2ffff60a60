"""Payment files under the schema that their own namespace names. Arguments: the files."""
import pathlib
import sys

import sepaxml
from lxml import etree

schemas = pathlib.Path(sepaxml.__file__).parent / "schemas"
wrong = False
for file in sys.argv[1:]:
    document = etree.parse(file)
    message = etree.QName(document.getroot()).namespace.rpartition(":")[2]
    schema = etree.XMLSchema(etree.parse(str(schemas / (message + ".xsd"))))
    held = schema.validate(document)
    wrong |= not held
    print(pathlib.Path(file).name, message, "giltig" if held else schema.error_log)
sys.exit(wrong)
