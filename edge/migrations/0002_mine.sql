-- Whose a conversation is: the hash of the verified subject, so that a signed-in customer finds their own again.
-- Personal like a name is, so only the hash stands here.
ALTER TABLE conversation ADD COLUMN subject_hash TEXT;
CREATE INDEX conversation_by_subject ON conversation (workspace, subject_hash, updated_at)
  WHERE subject_hash IS NOT NULL;
