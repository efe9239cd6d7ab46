-- A test event belongs to no conversation that would keep its body and its attempts: they stand in its own line of the
-- delivery log, as JSON.
ALTER TABLE delivery ADD COLUMN test TEXT;
