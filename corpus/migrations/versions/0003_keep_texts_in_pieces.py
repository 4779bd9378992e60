"""keep a document's clean text in pieces, each a row with the place where it begins."""

from itertools import groupby

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("texts", sa.Column("char_start", sa.Integer(), nullable=False, server_default="0"))
    op.drop_index("ix_texts_document_id", table_name="texts")
    op.create_index("ix_texts_document_id_char_start", "texts", ["document_id", "char_start"], unique=False)


def downgrade() -> None:
    texts = sa.table("texts", sa.column("document_id"), sa.column("char_start"), sa.column("text"))
    pieces = op.get_bind().execute(sa.select(texts).order_by(texts.c.document_id, texts.c.char_start)).all()
    op.drop_index("ix_texts_document_id_char_start", table_name="texts")
    op.execute(texts.delete())
    with op.batch_alter_table("texts") as batch_op:
        batch_op.drop_column("char_start")
    for document_id, found in groupby(pieces, key=lambda row: row.document_id):
        op.execute(texts.insert().values(document_id=document_id, text="".join(piece.text for piece in found)))
    op.create_index("ix_texts_document_id", "texts", ["document_id"], unique=False)
