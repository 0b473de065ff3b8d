"""Reading a tiny report once, so that the first one that somebody sends does not wait for libraries to load."""

from __future__ import annotations

import logging

from service.errors import NianbaoError
from service.reading import ReportReader

_NAME = "预热.txt"
# Of an office that is none.
_REPORT = """云泽县预热局2023年政府信息公开工作年度报告
一、总体情况
2023年，我局主动公开政府信息12条，共收到政府信息公开申请6件，其中自然人申请5件，法人申请1件，均已按期答复。
""".encode()
_log = logging.getLogger("nianbao")


def warm(reader: ReportReader) -> None:
    """Have everything loaded that reading needs; what cannot be loaded is told when a report needs it."""
    import scipy.optimize  # noqa: F401  # the search for wrong cells needs it, at its first use

    try:
        reader.read(_REPORT, _NAME)
    except NianbaoError as error:
        _log.warning("the service could not be warmed up", extra={"code": error.code})
