"""The first cells of a table's rows become heads of their rows, for those who read with a screen
reader: Typst marks the heads of columns alone.
"""

from collections.abc import Iterable, Iterator
from io import BytesIO
from itertools import count

import pikepdf
from pikepdf import Array, Dictionary, Name, NameTree, Object, String


def mark(pdf: bytes, tables: Iterable[bool]) -> bytes:
    """The PDF with heads of rows in those of its tables, in reading order, that shall have them."""
    wanted = list(tables)
    if not any(wanted):
        return pdf
    with pikepdf.open(BytesIO(pdf)) as document:
        root = document.Root.StructTreeRoot
        names, ids = NameTree(root.IDTree), count(1)
        for table, has_heads in zip(_of_type(root, "/Table"), wanted, strict=True):
            for row in _of_type(table, "/TR") if has_heads else ():
                _head(row, f"row-{next(ids)}", names)
        out = BytesIO()
        mode = pikepdf.ObjectStreamMode.preserve
        document.save(out, deterministic_id=True, object_stream_mode=mode)
    return out.getvalue()


def _of_type(element: Object, kind: str) -> Iterator[Object]:
    """The structure elements of a type below an element, in reading order."""
    for child in _children(element):
        if kind == child.S:
            yield child
        else:
            yield from _of_type(child, kind)


def _children(element: Object) -> list[Object]:
    inside: object = element.get("/K", [])
    kids = list(inside) if isinstance(inside, Array) else [inside]
    return [kid for kid in kids if isinstance(kid, Dictionary) and "/S" in kid]


def _head(row: Object, id: str, names: NameTree) -> None:
    """Make the first cell of a row its head; each other cell names it among its heads."""
    first, *others = _children(row)
    if first.S != "/TD":  # a row of column heads, or one that heads the rows below it
        return
    first.S, first.ID = Name.TH, String(id)
    _table_attributes(first).Scope = Name.Row
    names[id] = first
    for cell in others:
        attributes = _table_attributes(cell)
        attributes.Headers = Array([*attributes.get("/Headers", []), String(id)])


def _table_attributes(cell: Object) -> Object:
    return next(item for item in cell.A if item.O == "/Table")
