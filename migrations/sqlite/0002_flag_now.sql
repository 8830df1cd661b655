-- What the page says now where a waiting flag's passage stood: the change that moved it on. Null: the passage stands
-- as it was flagged. A change without an after_text: it is gone.
ALTER TABLE flag ADD COLUMN now_change_id INTEGER REFERENCES change (id);
