"""What can go wrong with what we are given.

A document that cannot be read, a model that is not there: errors of this tree, each with a stable ``code``, a
Chinese message for the person who sent the document, and the HTTP status it becomes. A wrong call of our own
code raises a builtin; a report whose figures disagree is no error but a ``Finding``.

    NianbaoError
      DocumentError
        EmptyDocument        document.empty
        UnsupportedFormat    document.unsupported
        UndecodableText      document.undecodable
        DocumentTooLarge     document.too_large
        DamagedDocument      document.damaged
        EncryptedDocument    document.encrypted
        DocumentTooComplex   document.too_complex
        ProgramMissing       document.program_missing
        ConversionFailed     document.conversion_failed
        ReadingTimedOut      document.timeout
        ReadingCrashed       document.crashed
        ArchiveGiven         document.archive
      RequestError           request.invalid
      ModelError
        ModelMissing         model.missing
        ModelDamaged         model.damaged
      RuleError              rules.broken
        ExpressionError      rules.expression
      VerdictError           verdicts.broken
      OutputError            findings.format
      SamplesError           samples.broken
      ExportUnavailable      export.unavailable
      StoreError             store.unusable
      StoreNotEmpty          store.not_empty
      AddressUnusable        address.unusable
      BackupError            backup.broken
      NotFound               not_found
      AccessError
        KeyMissing           access.key_missing
        KeyInvalid           access.key_invalid
        ScopeMissing         access.scope_missing
      Busy                   service.busy
        TooManyRequests      access.rate
      TrainingFailed         training.failed
      TrainingUnavailable    training.unavailable
"""

from __future__ import annotations

from typing import Any, ClassVar


class NianbaoError(Exception):
    """Anything wrong with the input or the installation, told in Chinese with a stable code."""

    code: ClassVar[str] = "internal"
    status: ClassVar[int] = 500

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message

    def __reduce__(self) -> tuple[Any, ...]:
        # Errors come out of other processes as they are, also those whose constructor asks for more than a message.
        return _rebuilt, (type(self), self.args, self.__dict__)


def _rebuilt(kind: type[NianbaoError], arguments: tuple[Any, ...], state: dict[str, Any]) -> NianbaoError:
    error = kind.__new__(kind, *arguments)
    error.__dict__.update(state)
    return error


class DocumentError(NianbaoError):
    """A document that cannot be read."""

    code = "document.unreadable"
    status = 422


class EmptyDocument(DocumentError):
    """No bytes, or nothing but white space."""

    code = "document.empty"


class UnsupportedFormat(DocumentError):
    """A file of a kind that is not read."""

    code = "document.unsupported"
    status = 415


class UndecodableText(DocumentError):
    """Bytes that are no text in any encoding known here."""

    code = "document.undecodable"


class DocumentTooLarge(DocumentError):
    """A file beyond the size limit."""

    code = "document.too_large"
    status = 413


class DamagedDocument(DocumentError):
    """A file that claims to be of a known format and is broken."""

    code = "document.damaged"


class EncryptedDocument(DocumentError):
    """A file that opens only with a password."""

    code = "document.encrypted"


class DocumentTooComplex(DocumentError):
    """A file with more pages, cells or levels than any report has, or that needs more memory than a reading may."""

    code = "document.too_complex"


class ProgramMissing(DocumentError):
    """A format that another program opens, which is not installed here; the message says what to install."""

    code = "document.program_missing"
    status = 501


class ConversionFailed(DocumentError):
    """The other program could not open the file."""

    code = "document.conversion_failed"


class ReadingTimedOut(DocumentError):
    """A file that takes longer to read than a reading may."""

    code = "document.timeout"


class ReadingCrashed(DocumentError):
    """A file on which the process that read it ended."""

    code = "document.crashed"


class ArchiveGiven(DocumentError):
    """An archive of several files where one report is expected."""

    code = "document.archive"
    status = 415


class RequestError(NianbaoError):
    """A request that does not say what it must."""

    code = "request.invalid"
    status = 422


class ModelError(NianbaoError):
    """A model that cannot be used."""

    code = "model.unusable"
    status = 503


class ModelMissing(ModelError):
    """No released model where one is expected."""

    code = "model.missing"


class ModelDamaged(ModelError):
    """A released model whose files do not fit together."""

    code = "model.damaged"


class RuleError(NianbaoError):
    """Rules that cannot be used; the message names the file, the rule and what is wrong with it.

    ``problems`` has one such line for each thing that is wrong.
    """

    code = "rules.broken"

    def __init__(self, message: str, problems: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.problems = problems or (message,)


class ExpressionError(RuleError):
    """An expression that does not follow the grammar; ``position`` counts its characters from 0."""

    code = "rules.expression"

    def __init__(self, message: str, *, position: int) -> None:
        super().__init__(f"{message}（第{position + 1}个字符）")
        self.position = position


class VerdictError(NianbaoError):
    """A file of verdicts on findings that cannot be used; the message names every broken line."""

    code = "verdicts.broken"
    status = 422


class OutputError(NianbaoError):
    """A list of findings asked for in a format that is not written."""

    code = "findings.format"
    status = 422


class SamplesError(NianbaoError):
    """A file of annotated samples that cannot be used; the message names every broken line."""

    code = "samples.broken"
    status = 422


class ExportUnavailable(NianbaoError):
    """An export in a format whose library is not installed here; the message says what to install."""

    code = "export.unavailable"
    status = 501


class StoreError(NianbaoError):
    """The store cannot be used: no connection, a schema of another version, no place for files."""

    code = "store.unusable"
    status = 503


class StoreNotEmpty(NianbaoError):
    """A backup is to go into a store that holds something already."""

    code = "store.not_empty"
    status = 409


class AddressUnusable(NianbaoError):
    """A port that is to be listened at is taken, or may not be had."""

    code = "address.unusable"
    status = 503


class BackupError(NianbaoError):
    """A backup that cannot be restored: damaged, incomplete, or of another schema."""

    code = "backup.broken"
    status = 422


class TrainingFailed(NianbaoError):
    """A training run that did not come to an end."""

    code = "training.failed"
    status = 500


class TrainingUnavailable(NianbaoError):
    """No worker has what training needs."""

    code = "training.unavailable"
    status = 501


class NotFound(NianbaoError):
    """Something asked for by its id that is not there."""

    code = "not_found"
    status = 404


class AccessError(NianbaoError):
    """A request that its caller may not make."""

    code = "access.denied"
    status = 403


class KeyMissing(AccessError):
    """A request without a key where one is required."""

    code = "access.key_missing"
    status = 401


class KeyInvalid(AccessError):
    """A request with a key that opens nothing."""

    code = "access.key_invalid"
    status = 401


class ScopeMissing(AccessError):
    """A request with a key that opens other things than this."""

    code = "access.scope_missing"
    status = 403


class Busy(NianbaoError):
    """More is asked for than can be done now; ``retry_after`` are seconds."""

    code = "service.busy"
    status = 503

    def __init__(self, message: str, *, retry_after: float = 5.0) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class TooManyRequests(Busy):
    """One caller asks too often."""

    code = "access.rate"
    status = 429
