-- Two may be the first to write into an emptied database: whoever comes second waits for the row and then steps it.
CREATE OR REPLACE FUNCTION number_data() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM data_changes WHERE backend_pid = NEW.backend_pid;
  LOOP
    -- Numbered once the row is held, so that later ones are greater.
    UPDATE data_version SET version = nextval('data_versions');
    EXIT WHEN FOUND;
    INSERT INTO data_version (version) VALUES (nextval('data_versions')) ON CONFLICT DO NOTHING;
    EXIT WHEN FOUND;
  END LOOP;
  RETURN NULL;
END $$;
