"""PDF statements and reports: paragraphs out of lines and their places."""

from hypothesis import given
from hypothesis import strategies as st

from bot.errors import SourceError
from bot.fetch.pdf import paragraphs_of, rejoined


def pdf(*pages: list[str]) -> bytes:
    """A PDF with these lines of text on its pages."""
    return pdf_of(
        *(
            "BT /F1 11 Tf\n"
            + "".join(f"1 0 0 1 72 {760 - 14 * at} Tm ({line}) Tj\n" for at, line in enumerate(lines))
            + "ET"
            for lines in pages
        )
    )


def placed(*lines: tuple[float, float, str]) -> bytes:
    """A PDF of one page with lines at these places, each a text object of its own."""
    return pdf_of("\n".join(f"BT /F1 11 Tf 1 0 0 1 {x} {y} Tm ({text}) Tj ET" for x, y, text in lines))


def pdf_of(*streams: str) -> bytes:
    """A PDF with these content streams as its pages."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids = []
    for stream in streams:
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
        box = "/MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >>"
        objects.append(f"<< /Type /Page /Parent 2 0 R {box} /Contents {len(objects)} 0 R >>")
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    data, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(data))
        data += f"{number} 0 obj\n{body}\nendobj\n".encode()
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    count = len(objects) + 1
    trailer = f"trailer << /Size {count} /Root 1 0 R >>\nstartxref\n{len(data)}\n%%EOF"
    return data + f"xref\n0 {count}\n0000000000 65535 f \n{table}{trailer}".encode()


class TestPdf:
    """Statements and reports."""

    PAGES = (
        [
            "Harbour Office - Statement 14",
            "Pilots stop work",
            "The pilots who bring ships into the port of Ellsund stopped work on Wed-",
            "nesday, leaving forty vessels at anchor.",
            "The authority called the strike unlawful and warned that it would send all",
            "Page 1",
        ],
        [
            "Harbour Office - Statement 14",
            "of the ships to Varnes by Friday noon.",
            "They want:",
            "1. no more than three nights in a row",
            "2. a second launch",
            "Page 2",
        ],
        ["Harbour Office - Statement 14", "The ministry hears both sides on Thursday.", "Page 3"],
    )

    def test_paragraphs(self) -> None:
        """Lines are joined, broken words made whole, running heads and page numbers dropped, lists kept."""
        assert paragraphs_of(pdf(*self.PAGES))[1] == [
            "Pilots stop work",
            "The pilots who bring ships into the port of Ellsund stopped work on Wednesday, "
            "leaving forty vessels at anchor.",
            "The authority called the strike unlawful and warned that it would send all "
            "of the ships to Varnes by Friday noon.",
            "They want:",
            "1. no more than three nights in a row",
            "2. a second launch",
            "The ministry hears both sides on Thursday.",
        ]

    @given(st.lists(st.lists(st.text(max_size=40), max_size=12), max_size=5))
    def test_lines_never_raise(self, pages: list[list[str]]) -> None:
        """Any lines become paragraphs on one line each."""
        assert all(paragraph and "\n" not in paragraph for paragraph in rejoined(pages))


LEFT = (
    "The pilots of the port of Ellsund",
    "stopped work on Tuesday, and by",
    "noon forty vessels lay at anchor",
    "in the outer roads. Their union",
    "said that it would not go back",
    "before the rota is changed.",
)
RIGHT = (
    "The harbour office told owners to",
    "send their ships to Varnes until",
    "further notice. The ministry will",
    "listen to both sides on Thursday",
    "and decide within a week, as its",
    "spokesman said in the evening.",
)


class TestPlaces:
    """What the places of lines on a page say."""

    def test_space_between_paragraphs(self) -> None:
        """A paragraph whose last line is full ends where the space to the next line is wider."""
        lines = [(72.0, 700.0 - 14 * at, text) for at, text in enumerate(LEFT[:3])]
        lines += [(72.0, 650.0 - 14 * at, text) for at, text in enumerate(RIGHT[:2])]
        assert paragraphs_of(placed(*lines))[1] == [" ".join(LEFT[:3]), " ".join(RIGHT[:2])]

    def test_indents(self) -> None:
        """A first line that is indented begins a paragraph, behind a full line too; the line behind it does not."""
        full = "stopped work on Tuesday at noon."
        texts = [(72, LEFT[0]), (72, full), (86, RIGHT[0]), (72, RIGHT[1]), (72, full), (86, LEFT[0]), (72, full)]
        lines = [(float(x), 700.0 - 14 * at, text) for at, (x, text) in enumerate(texts)]
        assert paragraphs_of(placed(*lines))[1] == [
            f"{LEFT[0]} {full}",
            f"{RIGHT[0]} {RIGHT[1]} {full}",
            f"{LEFT[0]} {full}",
        ]

    def test_hanging_items(self) -> None:
        """The second line of an item hangs under its words and is no paragraph of its own."""
        item = "1. No more than three nights, etc."
        texts = [(72, "They want:"), (72, item), (86, "in a row for every pilot"), (72, "2. A launch")]
        lines = [(float(x), 700.0 - 14 * at, text) for at, (x, text) in enumerate(texts)]
        assert paragraphs_of(placed(*lines))[1] == [
            "They want:",
            f"{item} in a row for every pilot",
            "2. A launch",
        ]

    def test_a_scaled_page(self) -> None:
        """Places are judged after the page's own transformation."""
        shown = "".join(
            f"1 0 0 1 144 {y} Tm ({text}) Tj\n" for y, text in ((1400, "One is"), (1372, "long"), (1316, "Two"))
        )
        assert paragraphs_of(pdf_of(f"q .5 0 0 .5 0 0 cm BT /F1 22 Tf\n{shown}ET Q"))[1] == ["One is long", "Two"]

    def test_columns_in_rows(self) -> None:
        """Two columns that the file holds row by row are read one after the other, under what stands across both."""
        across = "Pilots stop work in Ellsund, and ships are sent to Varnes by the harbour office"
        lines = [(72.0, 730.0, across)]
        for at, (left, right) in enumerate(zip(LEFT, RIGHT, strict=True)):
            lines += [(72.0, 700.0 - 14 * at, left), (320.0, 700.0 - 14 * at, right)]
        assert paragraphs_of(placed(*lines))[1] == [across, " ".join([*LEFT, *RIGHT])]

    def test_columns_in_order(self) -> None:
        """Two columns that the file holds one after the other stay as they are."""
        lines = [(72.0, 700.0 - 14 * at, text) for at, text in enumerate(LEFT)]
        lines += [(320.0, 700.0 - 14 * at, text) for at, text in enumerate(RIGHT)]
        assert paragraphs_of(placed(*lines))[1] == [" ".join([*LEFT, *RIGHT])]

    def test_words_in_another_font(self) -> None:
        """Words that begin at one place in some lines by chance make no column."""
        lines = []
        for at in range(12):
            words = LEFT[at % 6] if at % 2 else f"{LEFT[at % 6]} {RIGHT[at % 6]}"
            lines += [(72.0, 700.0 - 14 * at, words)]
            lines += [(320.0, 700.0 - 14 * at, RIGHT[at % 6])] if at % 2 else []
        expected = " ".join(f"{LEFT[at % 6]} {RIGHT[at % 6]}" for at in range(12))
        assert " ".join(paragraphs_of(placed(*lines))[1]) == expected

    def test_tables_stay_in_rows(self) -> None:
        """A table's cells are short, and its rows are not taken apart."""
        rows = [
            ("Ellsund", "40 ships"),
            ("Varnes", "12 ships"),
            ("Hallum", "3 ships"),
            ("Velm", "1 ship"),
            ("Rode", "none"),
            ("Aldern", "none"),
        ]
        lines = [
            (x, 700.0 - 14 * at, text)
            for at, row in enumerate(rows)
            for x, text in zip((72.0, 320.0), row, strict=True)
        ]
        joined = " ".join(paragraphs_of(placed(*lines))[1])
        assert joined == "Ellsund 40 ships Varnes 12 ships Hallum 3 ships Velm 1 ship Rode none Aldern none"

    @given(
        st.lists(
            st.tuples(
                st.floats(-900, 900),
                st.floats(-900, 900),
                st.text(st.characters(codec="ascii", exclude_characters="()\\"), max_size=40),
            ),
            max_size=14,
        )
    )
    def test_any_places(self, lines: list[tuple[float, float, str]]) -> None:
        """Lines anywhere lose no word to the order that they are put in."""
        try:
            read = " ".join(paragraphs_of(placed(*lines))[1])
        except SourceError as problem:
            assert problem.sentence
        else:
            assert "\n" not in read
