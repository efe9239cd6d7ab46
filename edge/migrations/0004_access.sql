-- Who may come in, and what was done. Nothing here signs anybody in by itself: of tokens and keys, only hashes stand here.

CREATE TABLE session (
  workspace  TEXT NOT NULL,
  id         TEXT NOT NULL,
  agent      TEXT NOT NULL,
  device     TEXT NOT NULL,
  token_hash TEXT NOT NULL,
  since      INTEGER NOT NULL,
  last_seen  INTEGER NOT NULL,
  until      INTEGER NOT NULL,
  PRIMARY KEY (workspace, id)
);
CREATE INDEX session_by_agent ON session (workspace, agent, since);

-- When a member last did something: sessions end, this stays.
CREATE TABLE seen (
  workspace TEXT NOT NULL,
  agent     TEXT NOT NULL,
  at        INTEGER NOT NULL,
  PRIMARY KEY (workspace, agent)
);

-- One for each member at most: a new one voids the one before.
CREATE TABLE invitation (
  workspace  TEXT NOT NULL,
  agent      TEXT NOT NULL,
  token_hash TEXT NOT NULL,
  at         INTEGER NOT NULL,
  until      INTEGER NOT NULL,
  PRIMARY KEY (workspace, agent)
);

CREATE TABLE api_key (
  workspace TEXT NOT NULL,
  id        TEXT NOT NULL,
  name      TEXT NOT NULL,
  scopes    TEXT NOT NULL,
  key_hash  TEXT NOT NULL,
  made_by   TEXT NOT NULL,
  at        INTEGER NOT NULL,
  last_used INTEGER,
  PRIMARY KEY (workspace, id)
);

-- The audit is appended to, and that is all: rows are never changed, and go by age alone, once somebody has said by
-- which. AUTOINCREMENT counts without gaps, and never gives a number twice.
CREATE TABLE audit (
  number    INTEGER PRIMARY KEY AUTOINCREMENT,
  workspace TEXT NOT NULL,
  at        INTEGER NOT NULL,
  who       TEXT NOT NULL,
  action    TEXT NOT NULL,
  subject   TEXT NOT NULL,
  changes   TEXT NOT NULL
);

-- What is older may be deleted. Without a row, nothing may.
CREATE TABLE audit_kept_since (
  workspace TEXT PRIMARY KEY,
  at        INTEGER NOT NULL
);

CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit
BEGIN
  SELECT RAISE(ABORT, 'the audit is never changed');
END;

CREATE TRIGGER audit_is_never_replaced BEFORE INSERT ON audit
WHEN EXISTS (SELECT 1 FROM audit WHERE number = NEW.number)
BEGIN
  SELECT RAISE(ABORT, 'the audit is never changed');
END;

CREATE TRIGGER audit_goes_by_age_alone BEFORE DELETE ON audit
WHEN NOT EXISTS (SELECT 1 FROM audit_kept_since WHERE workspace = OLD.workspace AND OLD.at < at)
BEGIN
  SELECT RAISE(ABORT, 'the audit goes by age alone');
END;
