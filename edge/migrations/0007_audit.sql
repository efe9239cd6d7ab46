-- A line that a conversation writes again is found to be there already.
CREATE INDEX audit_by_subject ON audit (workspace, subject, at);
