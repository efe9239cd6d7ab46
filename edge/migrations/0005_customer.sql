-- What is kept of identified customers lies in an object for each; this index says when something was last kept, so
-- that old records are found and forgotten.
CREATE TABLE customer (
  workspace  TEXT NOT NULL,
  id         TEXT NOT NULL,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (workspace, id)
);
CREATE INDEX customer_by_time ON customer (workspace, updated_at);

-- What the sweep needs to know of a conversation before it erases what is too old: whether anything is left, and files.
ALTER TABLE conversation ADD COLUMN erased INTEGER NOT NULL DEFAULT 0;
ALTER TABLE conversation ADD COLUMN has_files INTEGER NOT NULL DEFAULT 0;
DROP INDEX conversation_by_form;
CREATE INDEX conversation_by_form ON conversation (workspace, updated_at) WHERE form < 2;
CREATE INDEX conversation_by_age ON conversation (workspace, updated_at) WHERE erased = 0;
CREATE INDEX delivery_by_age ON delivery (updated_at);
