import subprocess

import pytest
from drawn_pages import WIDTH, cells, encoded, scan, texts
from PIL import Image, ImageDraw

from pipeline.errors import GiaoviecError
from pipeline.reading import ocr
from pipeline.reading.lattice import grids
from pipeline.reading.ocr import mended, read_image, recognise
from pipeline.reading.page_layout import Page, Word
from pipeline.reading.scan_lines import ruled_lines, skew, straightened

ready = pytest.mark.skipif("vie" not in (ocr._languages() or ()), reason="tesseract with Vietnamese is not installed")

LETTER = (
    (70, 60, "ỦY BAN NHÂN DÂN"),
    (255, 60, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    (80, 78, "HUYỆN MẪU SƠN"),
    (290, 78, "Độc lập - Tự do - Hạnh phúc"),
    (113, 150, "1. Phòng Kinh tế chủ trì, phối hợp với các xã rà soát hệ thống"),
    (85, 168, "kênh mương nội đồng, báo cáo trước ngày 15 tháng 4."),
    (113, 190, "2. Phòng Tài chính cân đối kinh phí thực hiện nhiệm vụ này."),
)


def read(image, form="PNG", **options):
    return read_image(encoded(image, form, **options), path="bản chụp.png")


@ready
def test_a_scan_is_read_column_by_column_and_its_lines_are_joined():
    source = read(scan(*LETTER))
    assert texts(source) == [
        "ỦY BAN NHÂN DÂN HUYỆN MẪU SƠN",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "1. Phòng Kinh tế chủ trì, phối hợp với các xã rà soát hệ thống kênh mương nội đồng, báo cáo trước ngày 15 tháng 4.",
        "2. Phòng Tài chính cân đối kinh phí thực hiện nhiệm vụ này.",
    ]
    assert source.ocr and source.pages == 1
    assert 0.85 < source.confidence <= 1
    assert source.problems == ()


@ready
def test_a_page_put_askew_and_one_on_its_side_are_read_all_the_same():
    expected = "2. Phòng Tài chính cân đối kinh phí thực hiện nhiệm vụ này."
    image = scan(*LETTER)
    assert expected in texts(read(image.rotate(1.5, fillcolor="white")))
    assert expected in texts(read(image.rotate(90, expand=True)))


@ready
def test_a_red_stamp_over_the_text_does_not_hide_it():
    image = scan(*LETTER)
    ImageDraw.Draw(image).ellipse([400, 550, 900, 900], outline=(230, 30, 30), width=14)
    assert "2. Phòng Tài chính cân đối kinh phí thực hiện nhiệm vụ này." in texts(read(image))


@ready
def test_a_ruled_table_of_a_scan_is_rows():
    xs, ys = (85, 130, 330, 480), (100, 130, 160, 190)
    rules = [(xs[0], y, xs[-1], y) for y in ys] + [(x, ys[0], x, ys[-1]) for x in xs]
    words = (
        (92, 120, "STT"),
        (180, 120, "Nội dung"),
        (360, 120, "Thời hạn"),
        (100, 150, "1"),
        (140, 150, "Rà soát danh sách hộ nghèo"),
        (345, 150, "Tháng 3"),
        (100, 180, "2"),
        (140, 180, "Báo cáo kết quả"),
        (345, 180, "Tháng 4"),
    )
    source = read(scan(*words, rules=rules))
    assert [block.kind for block in source.blocks] == ["row"] * 3
    assert cells(source, 1)[1:] == ["Rà soát danh sách hộ nghèo", "Tháng 3"]
    assert cells(source, 2)[1:] == ["Báo cáo kết quả", "Tháng 4"]


@ready
def test_the_frames_of_a_tiff_are_pages_and_a_blank_one_is_no_problem():
    first, blank, third = scan(*LETTER[4:6]), scan(), scan((113, 100, "3. Phòng Nội vụ theo dõi, đôn đốc việc thực hiện."))
    source = read(first, "TIFF", save_all=True, append_images=[blank, third])
    assert source.pages == 3
    assert [block.page for block in source.blocks] == [1, 3]
    assert source.media_type == "image/tiff"
    assert source.problems == ()


@ready
def test_a_page_that_cannot_be_read_is_named_and_a_file_of_such_pages_is_an_error():
    dirt = scan()
    ImageDraw.Draw(dirt).line([(300, 300), (900, 1200), (500, 1500), (1400, 800), (700, 600)], fill="black", width=40)
    with pytest.raises(GiaoviecError) as error:
        read(dirt)
    assert error.value.code == "GV110"
    source = read(scan(*LETTER), "TIFF", save_all=True, append_images=[dirt.copy()])
    assert [(problem.code, problem.page) for problem in source.problems] == [("GV203", 2)]


def words_with(confidence):
    columns = ["5", "1", "1", "1", "1", "1", "100", "200", "300", "50", str(confidence), "Giao"]
    return "head\n" + "\t".join(columns) + "\n"


def answering(monkeypatch, *, output="", code=0, error=b""):
    """Tesseract as a program that gives this answer."""
    monkeypatch.setattr(ocr, "_languages", lambda: frozenset({"vie"}))
    monkeypatch.setattr(subprocess, "run", lambda *args, **options: subprocess.CompletedProcess(args, code, output.encode(), error))


def test_a_page_read_with_doubt_is_named_with_its_confidence(monkeypatch):
    answering(monkeypatch, output=words_with(61))
    source = read(scan(*LETTER[:1]))
    assert [(problem.code, problem.page) for problem in source.problems] == [("GV202", 1)]
    assert "61 %" in source.problems[0].message
    assert source.confidence == 0.61


def test_the_programs_failures_have_their_own_codes(monkeypatch):
    image = scan(*LETTER[:1])
    for languages, code in ((None, "GV113"), (frozenset({"eng"}), "GV114")):
        monkeypatch.setattr(ocr, "_languages", lambda languages=languages: languages)
        with pytest.raises(GiaoviecError) as error:
            recognise(image, path="bản chụp.png", number=1)
        assert error.value.code == code
    answering(monkeypatch, code=1, error=b"out of memory")
    with pytest.raises(GiaoviecError) as error:
        recognise(image, path="bản chụp.png", number=1)
    assert error.value.code == "GV115" and "out of memory" in str(error.value)


def test_a_page_that_takes_too_long_is_an_error(monkeypatch):
    def slow(*args, **options):
        raise subprocess.TimeoutExpired("tesseract", options["timeout"])

    monkeypatch.setattr(ocr, "_languages", lambda: frozenset({"vie"}))
    monkeypatch.setattr(subprocess, "run", slow)
    with pytest.raises(GiaoviecError) as error:
        recognise(scan(*LETTER[:1]), path="bản chụp.png", number=1)
    assert error.value.code == "GV115"


def test_bytes_that_are_no_picture_are_an_error():
    with pytest.raises(GiaoviecError) as error:
        read_image(b"\x89PNG\r\n\x1a\n" + b"\0" * 40, path="hỏng.png")
    assert error.value.code == "GV103"


@pytest.mark.parametrize("angle", [-2.5, -0.6, 0, 1.2])
def test_the_angle_of_a_page_is_found_and_undone(angle):
    grey = scan(*LETTER).convert("L").rotate(angle, fillcolor=255, resample=Image.Resampling.BICUBIC)
    assert abs(skew(grey) + angle) < 0.15
    assert abs(skew(straightened(grey))) < 0.15


def test_ruled_lines_are_found_and_taken_out_but_letters_stay():
    xs, ys = (85, 200, 480), (100, 140, 180)
    rules = [(xs[0], y, xs[-1], y) for y in ys] + [(x, ys[0], x, ys[-1]) for x in xs]
    grey = scan((90, 120, "MMMM HHHH ___"), rules=rules).convert("L")
    found, clean = ruled_lines(grey, dpi=300)
    grid = grids(found)[0]
    assert [round(x) for x in grid.xs] == list(xs) and [round(y) for y in grid.ys] == list(ys)
    line = clean.crop((0, round(100 * 300 / 72) - 4, clean.width, round(100 * 300 / 72) + 4))
    assert line.getextrema()[0] > 150
    letters = clean.crop((380, 450, 560, 510))
    assert letters.getextrema()[0] < 50


def page_of(*texts):
    words = [
        Word(text, 100 + 50 * i, 100 + 20 * row, 140 + 50 * i, 112 + 20 * row, 12)
        for row, line in enumerate(texts)
        for i, text in enumerate(line.split())
    ]
    return Page(1, WIDTH, 842, words)


def test_the_numerals_of_headings_are_put_right_by_their_order():
    pages = mended([page_of("I. MỤC ĐÍCH", "H. NỘI DUNG", "theo mục H. của"), page_of("II. TỔ CHỨC", "lV. KINH PHÍ", "V, BÁO CÁO")])
    assert [word.text for page in pages for word in page.words if word.left == 100] == ["I.", "II.", "theo", "III.", "IV.", "V."]
    assert [word.text for word in pages[0].words][-2:] == ["H.", "của"]
