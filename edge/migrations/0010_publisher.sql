-- Who published, as the audit names them: versions of the rules are listed with it. Unknown for what was published before.
ALTER TABLE publication ADD COLUMN published_by TEXT;
