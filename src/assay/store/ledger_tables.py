"""The tables of the SQL ledger, as SQLAlchemy sees them. `migrations/` makes them; a test holds the two equal."""

from __future__ import annotations

import sqlalchemy as sa

METADATA = sa.MetaData()

STATE = sa.Table(
    "state",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True, comment="always 1"),
    sa.Column("revision", sa.BigInteger, nullable=False, comment="raised by one at every publication"),
)

HEADS = sa.Table(
    "heads",
    METADATA,
    sa.Column("table_name", sa.String, primary_key=True),
    sa.Column("version", sa.BigInteger, nullable=False, comment="the published version of the Lance table"),
)

COUNTERS = sa.Table(
    "counters",
    METADATA,
    sa.Column("table_name", sa.String, primary_key=True),
    sa.Column("next_id", sa.BigInteger, nullable=False, comment="the id the next new row will have"),
)

DATASETS = sa.Table(
    "datasets",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("name", sa.String, nullable=False, unique=True),
    sa.Column("task", sa.String, nullable=False),
    sa.Column("extra", sa.Text),
    sa.Column("exif", sa.String, comment="frame of the labels: stored, displayed; NULL leaves it to the source"),
    sqlite_autoincrement=True,
)

CATEGORIES = sa.Table(
    "categories",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("dataset_id", sa.Integer, sa.ForeignKey("datasets.id"), nullable=False, index=True),
    sa.Column("name", sa.String, nullable=False),
    sa.Column("key", sa.String, nullable=False),
    sa.Column("extra", sa.Text),
    sa.Column("source_name", sa.String, comment="what the source calls it; NULL while it has that name"),
    sa.Column("deleted", sa.Boolean, nullable=False, server_default=sa.false(), comment="never: rows refer to it"),
    sa.Column("changed_by", sa.Integer, comment="the journal entry that last changed it"),
    sa.UniqueConstraint("dataset_id", "key", name="uq_categories_key"),
    sqlite_autoincrement=True,
)

ROOTS = sa.Table(
    "roots",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("path", sa.String, nullable=False, unique=True),
    sqlite_autoincrement=True,
)

RUNS = sa.Table(
    "runs",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("dataset_id", sa.Integer, sa.ForeignKey("datasets.id"), nullable=False),
    sa.Column("name", sa.String, nullable=False),
    sa.Column("source", sa.String),
    sa.Column("reading", sa.Text, comment="Reading as JSON; NULL when nobody said anything"),
    sa.UniqueConstraint("dataset_id", "name", name="uq_runs_name"),
    sqlite_autoincrement=True,
)

EVALUATIONS = sa.Table(
    "evaluations",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("run_id", sa.Integer, sa.ForeignKey("runs.id"), nullable=False, unique=True),
    sa.Column("dataset_id", sa.Integer, sa.ForeignKey("datasets.id"), nullable=False),
    sa.Column("config", sa.Text, nullable=False, comment="EvaluationConfig as JSON"),
    sqlite_autoincrement=True,
)

SEGMENTS = sa.Table(
    "segments",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("dataset_id", sa.Integer, sa.ForeignKey("datasets.id"), nullable=False),
    sa.Column("name", sa.String, nullable=False),
    sa.Column("kind", sa.String, nullable=False),
    sa.Column("fields", sa.Text, nullable=False, comment="a JSON object"),
    sa.Column("level", sa.String, comment="what its query lists; NULL for a frozen list of items"),
    sa.Column("query", sa.Text, comment="NULL for a frozen list of items"),
    sa.Column("state", sa.String, nullable=False, server_default="triage", comment="see `SegmentState`"),
    sa.Column("assignee", sa.String, nullable=False, server_default="", comment="empty when nobody works on it"),
    sa.Column("description", sa.Text, nullable=False, server_default=""),
    sa.Column("made_at", sa.DateTime, comment="UTC; NULL when older than such times"),
    sa.Column("deleted", sa.Boolean, nullable=False, comment="tombstone: undo brings it back"),
    sa.Column("changed_by", sa.Integer, comment="the journal entry that last changed it"),
    sa.Index("uq_segments_name", "dataset_id", "name", unique=True, sqlite_where=sa.text("NOT deleted")),
    sqlite_autoincrement=True,
)

SEGMENT_COMMENTS = sa.Table(
    "segment_comments",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("segment_id", sa.Integer, nullable=False),
    sa.Column("author", sa.String, nullable=False),
    sa.Column("at", sa.DateTime, nullable=False, comment="UTC"),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("deleted", sa.Boolean, nullable=False, comment="tombstone: undo brings it back"),
    sa.Column("changed_by", sa.Integer, comment="the journal entry that last changed it"),
    sqlite_autoincrement=True,
)

SEGMENT_CHANGES = sa.Table(
    "segment_changes",
    METADATA,
    sa.Column("segment_id", sa.Integer, primary_key=True),
    sa.Column("change_id", sa.Integer, sa.ForeignKey("changes.id"), primary_key=True),
)

METRIC_COLUMNS = sa.Table(
    "metric_columns",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("dataset_id", sa.Integer, sa.ForeignKey("datasets.id"), nullable=False),
    sa.Column("level", sa.String, nullable=False),
    sa.Column("name", sa.String, nullable=False, comment="the column, in the table of the level"),
    sa.Column("metric", sa.String, nullable=False, comment="slug"),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("title", sa.String, nullable=False),
    sa.Column("meaning", sa.Text, nullable=False),
    sa.Column("type", sa.String, nullable=False, comment="see `MetricType`"),
    sa.Column("unit", sa.String, nullable=False),
    sa.Column("parameters", sa.Text, nullable=False, comment="canonical JSON"),
    sa.Column("low", sa.Float),
    sa.Column("high", sa.Float),
    sa.Column("bad", sa.String, nullable=False, comment="see `BadEnd`"),
    sa.Column("missing", sa.Text, nullable=False),
    sa.Column("is_own", sa.Boolean, nullable=False),
    sa.Column("run_id", sa.Integer, comment="the run whose predictions were read"),
    sa.Column("as_of", sa.Integer, nullable=False, comment="the newest journal entry when it was measured"),
    sa.Column("evaluation_id", sa.Integer, comment="the evaluation whose matches were read"),
    sa.Column("vectors", sa.String, comment="the embedding that was read, and its version"),
    sa.UniqueConstraint("dataset_id", "level", "name", name="uq_metric_columns_name"),
    sqlite_autoincrement=True,
)

EMBEDDINGS = sa.Table(
    "embeddings",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("dataset_id", sa.Integer, sa.ForeignKey("datasets.id"), nullable=False),
    sa.Column("level", sa.String, nullable=False),
    sa.Column("name", sa.String, nullable=False),
    sa.Column("embedder", sa.String, nullable=False, comment="slug; empty for vectors from a file"),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("model", sa.Text, nullable=False),
    sa.Column("layer", sa.String, nullable=False),
    sa.Column("parameters", sa.Text, nullable=False, comment="canonical JSON"),
    sa.Column("digest", sa.String, nullable=False, comment="SHA-256 of its state, or of the imported file"),
    sa.Column("dimension", sa.Integer, nullable=False),
    sa.Column("count", sa.BigInteger, nullable=False, comment="rows that have a vector"),
    sa.Column("as_of", sa.Integer, nullable=False, comment="the newest journal entry when it was computed"),
    sa.Column("is_default", sa.Boolean, nullable=False),
    sa.UniqueConstraint("dataset_id", "level", "name", name="uq_embeddings_name"),
    sqlite_autoincrement=True,
)

AUTOTAGS = sa.Table(
    "autotags",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("dataset_id", sa.Integer, sa.ForeignKey("datasets.id"), nullable=False),
    sa.Column("level", sa.String, nullable=False, comment="of the items that it scores"),
    sa.Column("name", sa.String, nullable=False),
    sa.Column("examples", sa.Text, nullable=False, comment="a JSON list of [item, yes or no], in order of the answers"),
    sa.Column("deleted", sa.Boolean, nullable=False, comment="tombstone: undo brings it back"),
    sa.Column("changed_by", sa.Integer, comment="the journal entry that last changed it"),
    sqlite_autoincrement=True,
)

AUTOTAG_SCORES = sa.Table(
    "autotag_scores",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True, comment="of the autotag"),
    sa.Column("basis", sa.Text, nullable=False, comment="the vectors and examples of the stored scores"),
)

SPOT_CHECKS = sa.Table(
    "spot_checks",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("dataset_id", sa.Integer, sa.ForeignKey("datasets.id"), nullable=False),
    sa.Column("run_id", sa.Integer, comment="the run whose list was drawn from"),
    sa.Column("kind", sa.String, comment="NULL for the whole list"),
    sa.Column("population", sa.Integer, nullable=False, comment="open suspects that were drawn from"),
    sa.Column("issues", sa.Text, nullable=False, comment="a JSON list of ids, in the order to judge them"),
    sa.Column("author", sa.String, nullable=False),
    sa.Column("at", sa.DateTime, nullable=False, comment="UTC"),
    sqlite_autoincrement=True,
)

KIND_WORTHS = sa.Table(
    "kind_worths",
    METADATA,
    sa.Column("dataset_id", sa.Integer, sa.ForeignKey("datasets.id"), primary_key=True),
    sa.Column("kind", sa.String, primary_key=True),
    sa.Column("worth", sa.Float, nullable=False, comment="of mending one error, in place of the default"),
)

LOOKED_FOR = sa.Table(
    "looked_for",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True, comment="in the order of the searches"),
    sa.Column("dataset_id", sa.Integer, sa.ForeignKey("datasets.id"), nullable=False),
    sa.Column("run_id", sa.Integer, comment="the run that was searched with; NULL for none"),
    sa.Column("kind", sa.String, nullable=False),
    sa.Column("as_of", sa.Integer, nullable=False, comment="the newest journal entry when it was looked for"),
    sqlite_autoincrement=True,
)

CHANGES = sa.Table(
    "changes",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("kind", sa.String, nullable=False),
    sa.Column("is_edit", sa.Boolean, nullable=False, comment="can be undone"),
    sa.Column("title", sa.String, nullable=False),
    sa.Column("author", sa.String, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("source", sa.String, nullable=False),
    sa.Column("at", sa.DateTime, nullable=False, comment="UTC"),
    sa.Column("rows", sa.Integer, nullable=False),
    sa.Column("target", sa.Integer, sa.ForeignKey("changes.id"), comment="the edit an undo or a redo speaks of"),
    sa.Column("undo_id", sa.Integer, comment="the edit that an undo right after this entry takes back"),
    sa.Column("redo_id", sa.Integer, comment="the edit that a redo right after this entry puts back"),
    sa.Index("ix_changes_target", "target"),
    sa.Index("ix_changes_edit", "is_edit", "id"),
    sqlite_autoincrement=True,
)

CHANGE_ROWS = sa.Table(
    "change_rows",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("change_id", sa.Integer, sa.ForeignKey("changes.id"), nullable=False, index=True),
    sa.Column("table_name", sa.String, nullable=False),
    sa.Column("side", sa.String, nullable=False, comment="before, after, touched or added"),
    sa.Column("part", sa.Integer, nullable=False, comment="number of the chunk, from 0"),
    sa.Column(
        "data", sa.LargeBinary, nullable=False, comment="Arrow IPC stream, zstd, full rows; of what was touched, ids"
    ),
    sa.Column("first_id", sa.BigInteger, comment="the least id in `data`; NULL in entries older than revision 0011"),
    sa.Column("last_id", sa.BigInteger, comment="the greatest id in `data`"),
)

VERSIONS = sa.Table(
    "versions",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("name", sa.String, nullable=False, unique=True),
    sa.Column("note", sa.Text, nullable=False, comment="may be empty"),
    sa.Column("author", sa.String, nullable=False),
    sa.Column("at", sa.DateTime, nullable=False, comment="UTC"),
    sa.Column("change_id", sa.Integer, nullable=False, comment="the newest journal entry; 0 when there was none"),
    sa.Column("digest", sa.String, nullable=False, comment="the state hash"),
    sa.Column("heads", sa.Text, nullable=False, comment="a JSON object: Lance table and version"),
    sa.Column("nouns", sa.LargeBinary, nullable=False, comment="rows of the tables of nouns: JSON, deflated"),
    sqlite_autoincrement=True,
)

REVIEW_APPLICATIONS = sa.Table(
    "review_applications",
    METADATA,
    sa.Column("change_id", sa.Integer, sa.ForeignKey("changes.id"), primary_key=True),
    sa.Column("review_id", sa.Integer, nullable=False, index=True, comment="of reviews.sqlite"),
    sa.Column("upto", sa.Integer, nullable=False, comment="the last event that the change knew of"),
    sa.Column("items", sa.LargeBinary, nullable=False, comment="ids whose verdicts it wrote, see `pack_ids`"),
)

CLASS_NOTES = sa.Table(
    "class_notes",
    METADATA,
    sa.Column("category_id", sa.Integer, sa.ForeignKey("categories.id"), primary_key=True),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("exemplars", sa.Text, nullable=False, comment="a JSON list of label ids"),
)
