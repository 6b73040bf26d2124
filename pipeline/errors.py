"""Coded errors: what happened and what to do, in Vietnamese, for the person who reads them.

The code's first digit tells the kind: 1 the file cannot be read, 2 it was read with doubts (`partial`), 4 the command was called wrongly,
5 the product's own data, 9 a fault of the program. The texts live here, once; the code that raises an error gives only the facts.

>>> str(GiaoviecError("GV101", path="trống.txt"))
'GV101: Tệp «trống.txt» rỗng, không có nội dung nào. Hãy kiểm tra lại tệp gốc rồi nạp lại.'
"""

from __future__ import annotations

import errno
import logging
import warnings
from typing import Any

MESSAGES = {
    "GV101": "Tệp «{path}» rỗng, không có nội dung nào. Hãy kiểm tra lại tệp gốc rồi nạp lại.",
    "GV102": "Tệp «{path}» thuộc loại chưa đọc được ({media_type}). Hãy chuyển sang docx, doc, rtf, odt, pdf, ảnh, html, txt hoặc md.",
    "GV103": "Tệp «{path}» bị hỏng hoặc bị cắt cụt ({detail}). Hãy mở bằng phần mềm gốc, lưu lại rồi nạp lại.",
    "GV104": "Tệp «{path}» có mật khẩu. Hãy gỡ mật khẩu rồi nạp lại.",
    "GV105": "Tệp «{path}» quá lớn ({size} MB, giới hạn {limit} MB). Hãy tách nhỏ tệp hoặc nâng giới hạn.",
    "GV106": "Tệp nén «{path}» bung ra quá lớn ({size} MB, giới hạn {limit} MB), có thể là tệp độc hại. Không nạp tệp này.",
    "GV107": "Tệp «{path}» khai báo thực thể XML (DTD), có thể là tệp độc hại. Hãy lưu lại bằng phần mềm soạn thảo rồi nạp lại.",
    "GV108": "Không tìm thấy «{path}». Hãy kiểm tra lại đường dẫn.",
    "GV109": "Không mở được «{path}» ({detail}). Hãy kiểm tra quyền đọc của tệp.",
    "GV110": "Không tìm thấy chữ nào trong «{path}». Nếu là bản chụp, hãy quét lại rõ hơn (từ 200 dpi).",
    "GV111": "Cần LibreOffice để đọc «{path}» (.doc, .rtf, .odt). Hãy cài gói libreoffice-writer rồi nạp lại.",
    "GV112": "LibreOffice không chuyển được «{path}» ({detail}). Hãy mở tệp bằng Word, lưu thành .docx rồi nạp lại.",
    "GV113": "Cần Tesseract để đọc bản chụp «{path}». Hãy cài gói tesseract-ocr và tesseract-ocr-vie rồi nạp lại.",
    "GV114": "Tesseract chưa có tiếng Việt để đọc «{path}». Hãy cài gói tesseract-ocr-vie rồi nạp lại.",
    "GV115": "Nhận dạng chữ không xong cho «{path}» ({detail}). Hãy quét lại hoặc tách nhỏ tệp.",
    "GV116": "Tệp «{path}» có quá nhiều trang ({pages}, giới hạn {limit}). Hãy tách nhỏ tệp.",
    "GV117": "Tệp «{path}» vượt mức phần mềm đọc được ({detail}). Hãy tách nhỏ tệp rồi nạp lại.",
    "GV118": "Tệp «{path}» không phải là tệp đã đọc ra kết quả này, hoặc đã bị sửa từ lúc đọc. Hãy trích xuất lại rồi ghi nhận xét.",
    "GV119": "Tệp «{path}» đang được ghi dở (thay đổi trong lúc đọc). Hãy đợi ghi xong rồi chạy lại.",
    "GV120": "Tên «{path}» trong tệp nén trỏ ra ngoài thư mục, có thể là tệp độc hại. Không nạp tệp này.",
    "GV121": "Đọc «{path}» quá {seconds} giây nên đã dừng. Hãy tách nhỏ tệp, hoặc nâng giới hạn bằng --time-limit.",
    "GV122": "Đọc «{path}» cần quá {limit} MB bộ nhớ nên đã dừng. Hãy tách nhỏ tệp, hoặc nâng giới hạn bằng --memory.",
    "GV123": "Tiến trình đọc «{path}» bị tắt đột ngột {attempts} lần ({detail}). Hãy kiểm tra tệp, hoặc gửi tệp cho bộ phận kỹ thuật.",
    "GV201": "Đuôi tệp «{path}» không khớp nội dung: thực chất là {media_type}. Đã đọc theo nội dung.",
    "GV202": "Trang {page}: chữ nhận dạng có độ tin cậy thấp ({confidence} %). Hãy đối chiếu với bản gốc.",
    "GV203": "Trang {page} không đọc được. Hãy đối chiếu với bản gốc.",
    "GV204": "Bảng mã của «{path}» là {encoding}; đã chuyển sang Unicode. Hãy xem lại các chữ có dấu.",
    "GV205": "Bảng ở trang {page} không tách được thành hàng và cột; đã đọc như văn xuôi.",
    "GV206": "Tệp «{path}» có phần không giải mã được ({detail}); phần đó bị bỏ qua.",
    "GV401": "Không ghi được vào «{path}» ({detail}). Hãy chọn thư mục khác bằng -o.",
    "GV402": "Lựa chọn --format json chỉ dùng cho một tệp; đã cho {count}. Hãy dùng -o THƯ_MỤC cho nhiều tệp.",
    "GV403": "Thư mục «{path}» không có tệp nào đọc được. Hãy kiểm tra lại đường dẫn.",
    "GV404": "Thiếu nơi ghi kết quả. Hãy thêm -o THƯ_MỤC (hoặc --format json cho một tệp).",
    "GV405": "Thư mục đánh giá «{path}» không đúng cấu trúc ({detail}). Cần docs/*.txt và gold/*.json.",
    "GV406": "Tệp «{path}» không phải kết quả mà lệnh này đọc được ({detail}). Hãy tạo lại tệp đó.",
    "GV407": "Chỉ chọn một trong hai: -o THƯ_MỤC hoặc --format json.",
    "GV408": "Không thấy ngữ liệu kèm phần mềm ở «{path}». Hãy chạy lệnh này từ thư mục mã nguồn của giaoviec.",
    "GV409": "Tệp quyết định «{path}» dòng {line} không đúng mẫu ({detail}). Mỗi dòng là JSON của một văn bản, mỗi nhiệm vụ có «verdict».",
    "GV410": "Chưa có văn bản nào rà soát xong để học. Hãy cho «verdict» vào mọi nhiệm vụ của ít nhất một văn bản.",
    "GV411": "Ngữ liệu quá ít để huấn luyện: phải chia được thành {folds} phần, bỏ phần nào cũng còn cả câu giao việc lẫn câu thường.",
    "GV412": "Các lựa chọn {options} không dùng chung được. Hãy bỏ bớt một lựa chọn.",
    "GV413": "Không có cơ quan nào tên «{name}» trong danh mục.{close} Hãy gõ tên đầy đủ, hoặc thêm một dòng vào agencies.csv.",
    "GV414": "Cấu hình «{path}» dòng {line}: {detail}.{close} Hãy sửa dòng này rồi chạy lại.",
    "GV415": "Không mở được tệp cấu hình «{path}» ({detail}). Hãy kiểm tra đường dẫn và quyền đọc của tệp.",
    "GV416": "Tệp cấu hình «{path}» dòng {line} có chữ không thuộc bảng mã UTF-8. Hãy lưu lại tệp với bảng mã UTF-8.",
    "GV417": 'Văn bản «{path}» không có vị trí «{at}».{close} Hãy chọn vị trí khác, hoặc tìm câu bằng --text "một đoạn nguyên văn".',
    "GV418": "Không thấy «{text}» trong phần nội dung của «{path}».{close} Hãy chép đúng một đoạn liền nhau của câu.",
    "GV419": "Không có quy tắc nào tên «{name}».{close} Gõ giaoviec rules để xem tên và mã của mọi quy tắc.",
    "GV420": "Không dùng được mẫu «{path}» ({detail}). Hãy mở mẫu bằng Word, lưu lại thành .docx rồi chạy lại.",
    "GV421": "Mẫu «{path}» viết sai ở «{place}»: {detail}. Hãy sửa mẫu theo hướng dẫn trong docs/templates.md.",
    "GV422": "Mẫu «{path}» dùng biến «{name}» không có.{close} Hãy sửa mẫu theo bảng biến trong docs/templates.md.",
    "GV423": "Cần thư viện pyarrow để ghi «{path}». Hãy cài bằng lệnh pip install 'giaoviec[parquet]' rồi chạy lại.",
    "GV424": "Một lần chạy khác ({who}) đang ghi vào «{path}». Hãy đợi nó xong, hoặc chọn thư mục khác bằng -o.",
    "GV425": "Không có tệp nào khớp với «{path}». Hãy kiểm tra lại mẫu tên (dấu * và ?).",
    "GV426": "Không đọc được danh sách tệp «{path}» ({detail}). Cần một tệp văn bản UTF-8, mỗi dòng một đường dẫn.",
    "GV427": "Chưa có gì để đọc. Hãy cho tệp, thư mục, hoặc --list TỆP.",
    "GV428": 'Chia việc cho nhiều máy cần thêm Dask. Hãy cài bằng: pip install "giaoviec[cluster]".',
    "GV429": "Không liên lạc được với bộ điều phối Dask «{address}» ({detail}). Hãy kiểm tra địa chỉ, và xem nó có đang chạy không.",
    "GV430": "Máy «{host}» có bản giaoviec khác ({theirs}) với máy này ({ours}). Hãy cài cùng một bản trên mọi máy rồi chạy lại.",
    "GV431": 'Theo dõi thư mục cần thêm watchdog. Hãy cài bằng: pip install "giaoviec[watch]".',
    "GV432": "Dask trên máy «{host}» không cho mở tiến trình con. Hãy chạy dask worker với --no-nanny, "
    "hoặc đặt biến môi trường DASK_DISTRIBUTED__WORKER__DAEMON=False cho nó.",
    "GV433": "Máy «{host}» không thấy thư mục kết quả «{path}». Hãy nối thư mục ấy vào cùng đường dẫn trên mọi máy, hoặc bỏ --shared.",
    "GV434": "Hệ thống không theo dõi được thư mục «{path}» ({detail}). Hãy thêm --poll.",
    "GV501": "Dữ liệu «{path}» dòng {line} không hợp lệ: {detail}. Hãy sửa dòng đó.",
    "GV502": "Không đọc được mô hình «{path}» ({detail}). Hãy chạy giaoviec train để tạo lại, hoặc thêm --votes rules để chỉ dùng luật.",
    "GV503": "Tệp mô hình «{path}» đã bị sửa sau khi huấn luyện. Hãy lấy lại tệp gốc, hoặc chạy giaoviec train.",
    "GV504": "Mô hình «{path}» được huấn luyện cho bản phần mềm hoặc bảng dữ liệu khác. Hãy chạy giaoviec train để tạo lại, "
    "hoặc thêm --votes rules để chỉ dùng luật.",
    "GV505": "Tiến trình đọc văn bản không khởi động được ({detail}). Hãy kiểm tra bộ nhớ máy, hoặc giảm số tiến trình bằng --workers 1.",
    "GV901": "Lỗi ngoài dự kiến khi xử lý «{path}» ({detail}). Hãy gửi tệp này cho bộ phận kỹ thuật.",
}


_SYSTEM_REASONS = {
    errno.EACCES: "không có quyền truy cập",
    errno.EPERM: "không có quyền truy cập",
    errno.EROFS: "ổ đĩa chỉ cho đọc",
    errno.ENOSPC: "hết chỗ trên ổ đĩa",
    errno.EDQUOT: "hết hạn mức lưu trữ",
    errno.EFBIG: "tệp lớn quá mức hệ thống cho phép",
    errno.EIO: "lỗi đọc ghi ổ đĩa",
    errno.EMFILE: "mở quá nhiều tệp cùng lúc",
    errno.ELOOP: "liên kết vòng quanh",
    errno.ENAMETOOLONG: "tên tệp quá dài",
    errno.ENOENT: "không có tệp hoặc thư mục này",
    errno.ENOTDIR: "đường dẫn đi qua một tệp, không phải thư mục",
    errno.EEXIST: "đã có tệp trùng tên, không phải thư mục",
    errno.EISDIR: "đây là thư mục, không phải tệp",
    errno.ETIMEDOUT: "ổ mạng không trả lời",
    errno.ESTALE: "ổ mạng đã ngắt",
}


class GiaoviecError(Exception):
    """An error with a code of `MESSAGES`.

    Args:
        code: a key of `MESSAGES`.
        page: the page it concerns, counted from 1.
        facts: the values that the message names.
    """

    def __init__(self, code: str, /, *, page: int | None = None, **facts: object):
        self.code = code
        self.page = page
        self.message = MESSAGES[code].format(page=page, **facts)
        super().__init__(code, self.message)

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (self.code, self.page, self.message)

    def __str__(self) -> str:
        return f"{self.code}: {self.message}"


def _again(code: str, page: int | None, message: str) -> GiaoviecError:
    """An error as it comes back from another process, where only its message is left of the facts."""
    error = GiaoviecError.__new__(GiaoviecError, code, message)
    error.code, error.page, error.message = code, page, message
    error.args = (code, message)
    return error


def system_reason(error: OSError) -> str:
    """What the operating system refused, in Vietnamese; its own words where it is something rare.

    >>> system_reason(OSError(errno.ENOSPC, "No space left on device"))
    'hết chỗ trên ổ đĩa'
    """
    return _SYSTEM_REASONS.get(error.errno or 0) or error.strerror or type(error).__name__


def silence_libraries() -> None:
    """What libraries log and warn of (PDF libraries do of every odd font) is not for users, who get coded errors."""
    logging.disable(logging.ERROR)
    warnings.simplefilter("ignore")
