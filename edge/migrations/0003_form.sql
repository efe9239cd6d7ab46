-- Which columns a row was written with: a later form may hold more, and the sweep has older rows written again. Rows from
-- before there were subjects hold none, so that their customers would not find them.
ALTER TABLE conversation ADD COLUMN form INTEGER NOT NULL DEFAULT 0;
UPDATE conversation SET form = 1 WHERE subject_hash IS NOT NULL;
CREATE INDEX conversation_by_form ON conversation (workspace, updated_at) WHERE form < 1;
