-- The digest of the request that a change was last sent with, noted before it left; NULL before that.
ALTER TABLE op ADD COLUMN request TEXT;
