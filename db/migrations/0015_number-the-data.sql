CREATE TABLE "data_changes" (
	"backend_pid" integer PRIMARY KEY NOT NULL
);
--> statement-breakpoint
CREATE TABLE "data_version" (
	"is_only" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"version" bigint NOT NULL
);
--> statement-breakpoint
-- Of no table: emptying all tables does not give a number twice.
CREATE SEQUENCE "data_versions" AS bigint;
--> statement-breakpoint
INSERT INTO "data_version" ("version") VALUES (nextval('data_versions'));
--> statement-breakpoint
-- Once a statement, not once a row; and once a transaction it leads to a new number.
CREATE FUNCTION note_data_change() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM changed) THEN
    INSERT INTO data_changes (backend_pid) VALUES (pg_backend_pid()) ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
DO $$
DECLARE
  kept text;
BEGIN
  FOREACH kept IN ARRAY ARRAY['search_documents', 'adoptions'] LOOP
    EXECUTE format(
      'CREATE TRIGGER number_data_insert AFTER INSERT ON %I REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_data_change()',
      kept);
    EXECUTE format(
      'CREATE TRIGGER number_data_update AFTER UPDATE ON %I REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_data_change()',
      kept);
    EXECUTE format(
      'CREATE TRIGGER number_data_delete AFTER DELETE ON %I REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_data_change()',
      kept);
  END LOOP;
END $$;
--> statement-breakpoint
CREATE FUNCTION number_data() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM data_changes WHERE backend_pid = NEW.backend_pid;
  -- Numbered once the row is held, so that later ones are greater.
  UPDATE data_version SET version = nextval('data_versions');
  IF NOT FOUND THEN
    INSERT INTO data_version (version) VALUES (nextval('data_versions'));
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
-- Deferred: writers wait for each other while they commit, not while they write.
CREATE CONSTRAINT TRIGGER number_data AFTER INSERT ON data_changes
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION number_data();
