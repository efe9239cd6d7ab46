-- Questions that nothing answered, redacted: a projection of the conversations, which write it again and take it back when
-- they are erased.
CREATE TABLE gap (
  workspace    TEXT NOT NULL,
  conversation TEXT NOT NULL,
  seq          INTEGER NOT NULL,
  question     TEXT NOT NULL,
  language     TEXT NOT NULL,
  at           INTEGER NOT NULL,
  PRIMARY KEY (workspace, conversation, seq)
);
CREATE INDEX gap_by_time ON gap (workspace, at);

-- Until when what was asked is settled; `mark` is a hash of the words that it is about.
CREATE TABLE gap_dismissed (
  workspace TEXT NOT NULL,
  mark      TEXT NOT NULL,
  at        INTEGER NOT NULL,
  PRIMARY KEY (workspace, mark)
);
