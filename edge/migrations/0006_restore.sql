-- The backup that this deployment was restored from, or is being restored from: it has one at most.
CREATE TABLE restore (
  backup    TEXT NOT NULL,
  workspace TEXT NOT NULL,
  done      INTEGER NOT NULL DEFAULT 0,
  one       INTEGER PRIMARY KEY DEFAULT 1 CHECK (one = 1)
);
