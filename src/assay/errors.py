"""Every error Assay raises on purpose, as one tree.

AssayError
├── ArrayError            an array has the wrong shape, type or range
├── ProjectError
│   ├── ProjectNotFound   no project at this path
│   ├── ProjectExists     a project stands there already
│   ├── ProjectBusy       another process kept writing for too long
│   ├── ProjectUnreachable the system refuses: a full disk, or no right to read
│   ├── ProjectReadOnly   the project's folder cannot be written to
│   └── ProjectDamaged    the project cannot be read by this version of Assay
├── NotFound              a dataset, run, class, image, object, issue, change… that is not there
├── FormatError
│   ├── SourceNotFound    no file or folder at this path
│   ├── SourceUnreadable  the file is not what the format demands
│   ├── FormatUnknown     no reader recognises the source
│   ├── LossRefused       `--strict`: the format cannot carry everything
│   ├── OutputExists      the folder to export to holds files already
│   └── OutputUnwritable  the system refused to write an export
├── QueryError            the query text is wrong; carries a span for the caret
│   ├── QuerySyntax       it does not parse
│   ├── QueryName         it names a field, function or class that is not there
│   └── QueryType         it compares or computes what does not go together
├── EditError
│   ├── EditInvalid       the edit would make an invalid label
│   ├── NameInvalid       what nothing can be called: empty, too long, or not printable
│   ├── SegmentInvalid    a segment's name, kind, fields or items are not what they can be
│   ├── AutotagInvalid    an autotag's name or examples are not what they can be
│   ├── VersionInvalid    a version cannot be named so, or cannot be opened
│   ├── VersionReadOnly   a version never changes
│   ├── EditConflict      the object was changed or deleted by someone else meanwhile
│   ├── UndoConflict      another edit came after the one that was to be undone
│   ├── NothingToUndo     no edit is left to undo
│   └── NothingToRedo     no undone edit is left to redo
├── ReviewInvalid         a review cannot be applied or its marks read as asked
├── ChoiceInvalid         images cannot be chosen as it was asked for
├── MediaError
│   ├── MediaMissing      the image file is gone
│   ├── MediaUnreadable   the bytes are not a readable image
│   ├── MediaTooLarge     decoding it would need more memory than allowed
│   └── MediaForbidden    the path leads outside the project's image folders
├── AddressTaken          the server cannot listen where it was told to
├── PluginError
│   ├── PluginClash       two plug-ins claim one name
│   ├── PluginUnknown     no plug-in has this name
│   ├── MetricInvalid     a metric of one's own is not what a metric must be
│   ├── ExtraMissing      a package that comes with an extra of Assay is not installed
│   └── ModelUnavailable  the weights of a model cannot be had, or are not what they must be
└── AccessError
    ├── TokenRequired     this server asks for a token
    ├── OriginRefused     the request came from another site or host name
    ├── RequestInvalid    the request is not of the form that the server documents
    └── RequestTooLarge   the request has more bytes than the server reads

Each leaf has a stable `code`; the command line, the server and the notebook show the same object.
"""

from __future__ import annotations

from typing import ClassVar


class AssayError(Exception):
    """An error with a stable code, a message, and a hint that says what would do.

    Parameters
    ----------
    message : what happened, where, and what came.
    hint : what the reader can do about it; may be empty.
    span : half-open range of characters in the user's text that the error points at, if any.
    """

    code: ClassVar[str] = "assay"

    def __init__(self, message: str, *, hint: str = "", span: tuple[int, int] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.span = span

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class ArrayError(AssayError):
    """An array has the wrong shape, type or range."""

    code = "array"


class ProjectError(AssayError):
    """Something is wrong with a project as a whole."""

    code = "project"


class ProjectNotFound(ProjectError):
    """No project at this path."""

    code = "project-not-found"


class ProjectExists(ProjectError):
    """A project stands there already."""

    code = "project-exists"


class ProjectBusy(ProjectError):
    """Another process kept writing for too long."""

    code = "project-busy"


class ProjectUnreachable(ProjectError):
    """The system refuses to open the project: a full disk, no right to read it."""

    code = "project-unreachable"


class ProjectReadOnly(ProjectError):
    """The project's folder cannot be written to: it can only be looked at."""

    code = "project-read-only"


class ProjectDamaged(ProjectError):
    """The project cannot be read by this version of Assay."""

    code = "project-damaged"


class NotFound(AssayError):
    """A dataset, run, class, image, object, issue or change that is not there."""

    code = "not-found"


class FormatError(AssayError):
    """A foreign file cannot be read or written."""

    code = "format"


class SourceNotFound(FormatError):
    """No file or folder at this path."""

    code = "source-not-found"


class SourceUnreadable(FormatError):
    """The file is not what the format demands."""

    code = "source-unreadable"


class FormatUnknown(FormatError):
    """No reader recognises the source."""

    code = "format-unknown"


class LossRefused(FormatError):
    """Strict export: the format cannot carry everything."""

    code = "loss-refused"


class OutputExists(FormatError):
    """The folder to export to holds files already."""

    code = "output-exists"


class OutputUnwritable(FormatError):
    """The system refused to write an export: no room, no right, a folder where a file should stand."""

    code = "output-unwritable"


class QueryError(AssayError):
    """The query text is wrong; `span` points at the place."""

    code = "query"


class QuerySyntax(QueryError):
    """The query does not parse."""

    code = "query-syntax"


class QueryName(QueryError):
    """The query names a field, function or class that is not there."""

    code = "query-name"


class QueryType(QueryError):
    """The query compares or computes what does not go together."""

    code = "query-type"


class EditError(AssayError):
    """A label cannot be edited as asked."""

    code = "edit"


class EditInvalid(EditError):
    """The edit would make an invalid label."""

    code = "edit-invalid"


class NameInvalid(EditError):
    """What nothing can be called: empty, too long, or with characters that do not print."""

    code = "name-invalid"


class SegmentInvalid(EditError):
    """A segment's name, kind, fields or items are not what they can be."""

    code = "segment-invalid"


class AutotagInvalid(EditError):
    """The name or the examples of an autotag are not what they can be."""

    code = "autotag-invalid"


class VersionInvalid(EditError):
    """A version cannot be named so, the name is taken, or the version cannot be opened here."""

    code = "version-invalid"


class VersionReadOnly(EditError):
    """A version of a project never changes."""

    code = "version-read-only"


class EditConflict(EditError):
    """The object was changed or deleted by someone else meanwhile."""

    code = "edit-conflict"


class UndoConflict(EditError):
    """Another edit came after the one that was to be undone."""

    code = "undo-conflict"


class NothingToUndo(EditError):
    """No edit is left to undo."""

    code = "nothing-to-undo"


class NothingToRedo(EditError):
    """No undone edit is left to redo."""

    code = "nothing-to-redo"


class ReviewInvalid(AssayError):
    """A review cannot be applied, or its marks cannot be read, as it was asked for."""

    code = "review-invalid"


class ChoiceInvalid(AssayError):
    """A choice of images or suspects that cannot be made as it was asked for."""

    code = "choice-invalid"


class MediaError(AssayError):
    """The bytes of an image cannot be had."""

    code = "media"


class MediaMissing(MediaError):
    """The image file is gone."""

    code = "media-missing"


class MediaUnreadable(MediaError):
    """The bytes are not a readable image."""

    code = "media-unreadable"


class MediaTooLarge(MediaError):
    """Decoding the image would need more memory than allowed."""

    code = "media-too-large"


class MediaForbidden(MediaError):
    """The path leads outside the project's image folders."""

    code = "media-forbidden"


class AddressTaken(AssayError):
    """The server cannot listen where it was told to."""

    code = "address-taken"


class PluginError(AssayError):
    """Something is wrong with a plug-in."""

    code = "plugin"


class PluginClash(PluginError):
    """Two plug-ins claim one name."""

    code = "plugin-clash"


class PluginUnknown(PluginError):
    """No plug-in has this name."""

    code = "plugin-unknown"


class MetricInvalid(PluginError):
    """A metric of one's own, or its file, is not what a metric must be."""

    code = "metric-invalid"


class ExtraMissing(PluginError):
    """A package that comes with an extra of Assay is not installed."""

    code = "extra-missing"


class ModelUnavailable(PluginError):
    """The weights of a model are not there and cannot be fetched, or are not what they must be."""

    code = "model-unavailable"


class AccessError(AssayError):
    """A request is not let in."""

    code = "access"


class TokenRequired(AccessError):
    """This server asks for a token."""

    code = "token-required"


class OriginRefused(AccessError):
    """The request came from another site or host name."""

    code = "origin-refused"


class RequestInvalid(AccessError):
    """The request is not of the form that the server documents."""

    code = "request-invalid"


class RequestTooLarge(AccessError):
    """The request has more bytes than the server reads."""

    code = "request-too-large"
