"""What a telephone's camera reads on our paper: drawn by PDFium, decoded by ZXing."""

import pypdfium2
import zxingcpp

DPI = 150  # coarser than any printer


def codes_on(pdf: bytes) -> list[str]:
    """The texts of the square codes of all pages, in the order of the pages."""
    return [
        code.text
        for page in pypdfium2.PdfDocument(pdf)
        for code in zxingcpp.read_barcodes(page.render(scale=DPI / 72).to_pil())
    ]
