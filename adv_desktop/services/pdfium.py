"""PDFium is not thread-safe: whoever opens a PDF with it holds this lock, whatever the thread."""

import threading

ONE_AT_A_TIME = threading.Lock()
