-- What the service says of a task or a note that is no field here, as JSON; NULL where it is nothing.
ALTER TABLE task ADD COLUMN extra TEXT;
ALTER TABLE note ADD COLUMN extra TEXT;
