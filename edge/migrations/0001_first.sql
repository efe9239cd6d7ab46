-- What lies outside the conversations' own objects. All of it but publications, endpoints and used links is a
-- projection that the objects can write again.

-- Immutable, named by the hash of their content.
CREATE TABLE part (
  hash   TEXT PRIMARY KEY,
  kind   TEXT NOT NULL,
  body   TEXT NOT NULL,
  public INTEGER NOT NULL
);

-- One row for each publication; the greatest version is the current one.
CREATE TABLE publication (
  workspace    TEXT NOT NULL,
  version      INTEGER NOT NULL,
  parts        TEXT NOT NULL,
  published_at INTEGER NOT NULL,
  PRIMARY KEY (workspace, version)
);

CREATE TABLE endpoint (
  workspace            TEXT NOT NULL,
  id                   TEXT NOT NULL,
  url                  TEXT NOT NULL,
  secret               TEXT NOT NULL,
  previous_secret      TEXT,
  previous_until       INTEGER,
  kinds                TEXT NOT NULL,
  consecutive_failures INTEGER NOT NULL DEFAULT 0,
  open_until           INTEGER,
  PRIMARY KEY (workspace, id)
);

-- Registered with `seq` 0 before the object is asked to open, so that a sweep can find what never got further.
CREATE TABLE conversation (
  workspace        TEXT NOT NULL,
  id               TEXT NOT NULL,
  seq              INTEGER NOT NULL DEFAULT 0,
  status           TEXT NOT NULL DEFAULT 'with_bot',
  language         TEXT NOT NULL DEFAULT 'en',
  queue            TEXT,
  priority         TEXT NOT NULL DEFAULT 'normal',
  agent            TEXT,
  reason           TEXT,
  preview          TEXT,
  customer         TEXT,
  revenue_at_stake INTEGER NOT NULL DEFAULT 0,
  opened_at        INTEGER NOT NULL,
  updated_at       INTEGER NOT NULL,
  waiting_since    INTEGER,
  facts            TEXT,
  PRIMARY KEY (workspace, id)
);
CREATE INDEX conversation_by_time ON conversation (workspace, updated_at);
CREATE INDEX conversation_by_status ON conversation (workspace, status, updated_at);

CREATE TABLE delivery (
  workspace    TEXT NOT NULL,
  id           TEXT NOT NULL,
  conversation TEXT NOT NULL,
  kind         TEXT NOT NULL,
  endpoint     TEXT NOT NULL,
  attempts     INTEGER NOT NULL,
  last_status  INTEGER,
  state        TEXT NOT NULL,
  updated_at   INTEGER NOT NULL,
  PRIMARY KEY (workspace, id)
);
CREATE INDEX delivery_by_time ON delivery (workspace, updated_at);
CREATE INDEX delivery_by_conversation ON delivery (workspace, conversation);

-- Sign-in links that have been used; forgotten once they would have expired anyway.
CREATE TABLE used_link (
  jti     TEXT PRIMARY KEY,
  expires INTEGER NOT NULL
);
