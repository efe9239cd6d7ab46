-- Since when an endpoint has its address: what was sent to the one before says nothing of how this one fares.
ALTER TABLE endpoint ADD COLUMN changed_at INTEGER NOT NULL DEFAULT 0;
-- Conversations in which a customer wrote again after a person had closed them, and which the bot has since. Rows of the
-- earlier form are written again by the sweep.
ALTER TABLE conversation ADD COLUMN came_back INTEGER NOT NULL DEFAULT 0;
DROP INDEX conversation_by_form;
CREATE INDEX conversation_by_form ON conversation (workspace, updated_at) WHERE form < 3;
