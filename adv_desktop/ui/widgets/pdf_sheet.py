"""The pages of the preview on their scrolling ground."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from adv_desktop.services.texts import _
from adv_desktop.ui.theme import theme
from adv_desktop.ui.widgets.pdf_pages import PageSize

_ARROWS = {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right}


class PageArea(QScrollArea):
    """The ground that the pages lie on."""

    resized = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.sheet = QWidget()
        self.setWidget(self.sheet)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Preview"))
        parent.setFocusProxy(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ARROWS:
            super().keyPressEvent(event)
        else:
            event.ignore()  # the preview turns pages and zooms

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
        else:
            super().wheelEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()


class Page(QWidget):
    """A page: white until its image is drawn."""

    def __init__(self, size_at_one: PageSize, place: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.size_at_one = size_at_one
        self._image = QImage()
        self._drawn_at = 0.0
        self.setAccessibleName(_("Page {number}").format(number=place + 1))

    @property
    def image(self) -> QImage:
        """The drawn page; null until then."""
        return self._image

    def resize_to(self, zoom: float) -> None:
        """Take the room of the page at a size."""
        self.setFixedSize(round(self.size_at_one.width * zoom), round(self.size_at_one.height * zoom))

    def needs(self, zoom: float) -> bool:
        """Whether the page must be drawn for a size, and was not asked for yet."""
        if self._drawn_at == zoom:
            return False
        self._drawn_at = zoom
        return True

    def show_image(self, image: QImage, zoom: float) -> None:
        """Show the drawn page, unless another size was asked for since."""
        if zoom == self._drawn_at:
            self._image = image
            self.update()

    def forget(self) -> None:
        """Free the image of a page that is far away."""
        self._image, self._drawn_at = QImage(), 0.0

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        area = QRectF(self.rect())
        painter.fillRect(area, Qt.GlobalColor.white)
        if not self._image.isNull():
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(area, self._image)
        painter.setPen(QPen(theme().color("border"), 1))
        painter.drawRect(area.adjusted(0.5, 0.5, -0.5, -0.5))
        painter.end()
