ALTER TABLE "search_documents" ADD COLUMN "fresh_until" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "search_documents" ADD COLUMN "ageing_until" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "search_documents" ADD COLUMN "unknown_until" timestamp with time zone;
--> statement-breakpoint
-- The same decision as `freshness.rules.ts`, as the moments at which it changes. What an organisation wrote here itself was
-- true when it did; mail that came back since lowers it by a step.
CREATE FUNCTION actor_freshness(
  ids integer[], OUT actor_id integer, OUT fresh_until timestamptz, OUT ageing_until timestamptz, OUT unknown_until timestamptz
) RETURNS SETOF record
LANGUAGE sql STABLE
AS $$
  SELECT
    actors.id,
    CASE WHEN NOT is_lowered THEN said_at + interval '1 year' END,
    CASE WHEN is_lowered THEN said_at + interval '1 year' ELSE said_at + interval '2 years' END,
    CASE WHEN said_at IS NULL THEN actors.updated_at + interval '2 years' END
  FROM actors
  JOIN sources ON sources.id = actors.source_id
  CROSS JOIN LATERAL (
    SELECT coalesce(actors.last_confirmed_at, CASE WHEN sources.kind = 'submission' THEN actors.created_at END) AS said_at
  ) AS said
  CROSS JOIN LATERAL (
    -- Nobody can be asked any more once the mail of all came back.
    SELECT coalesce(bool_and(accounts.bounced_at IS NOT NULL) AND max(accounts.bounced_at) > said_at, false) AS is_lowered
    FROM actor_editors JOIN accounts ON accounts.id = actor_editors.account_id
    WHERE actor_editors.actor_id = actors.id
  ) AS lowered
  WHERE actors.id = ANY (ids)
$$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION refresh_actor_documents(changed integer[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  -- Of two writers on one record, the second waits here and then sees what the first has written.
  PERFORM FROM actors WHERE id = ANY (changed) ORDER BY id FOR NO KEY UPDATE;
  DELETE FROM search_documents WHERE feature = 'actors' AND record_id = ANY (changed);
  INSERT INTO search_documents
    (feature, record_id, vector, name_key, kind, countries, languages, territories, themes, skills, location, x, y, updated_at,
     fresh_until, ageing_until, unknown_until)
  WITH published AS MATERIALIZED (
    SELECT
      actors.*,
      ARRAY(SELECT concept_id FROM actor_themes WHERE actor_id = actors.id ORDER BY concept_id) AS themes,
      ARRAY(SELECT concept_id FROM actor_skills WHERE actor_id = actors.id ORDER BY concept_id) AS skills
    FROM actors
    WHERE actors.id = ANY (changed) AND actors.status = 'published'
  ), concept AS MATERIALIZED (
    -- Once for all that are tagged alike.
    SELECT themes, skills, with_ancestors(themes) AS all_themes, with_ancestors(skills) AS all_skills
    FROM (SELECT DISTINCT themes, skills FROM published) AS distinctly
  ), lexemes AS MATERIALIZED (
    SELECT *, concept_lexemes(all_themes || all_skills) AS vector FROM concept
  )
  SELECT
    'actors', actors.id,
    weighed(concat_ws(' ', actors.name, actors.short_name), 'A')
      || weighed(concat_ws(' ', actors.town, actors.region), 'B')
      || lexemes.vector
      || weighed(texts.summary, 'C')
      || weighed(concat_ws(' ', texts.description, exchanges.texts), 'D'),
    folded_words(actors.name),
    actors.kind,
    CASE WHEN actors.country_code IS NULL THEN '{}' ELSE ARRAY[actors.country_code] END,
    actors.languages,
    ARRAY(SELECT territory_code FROM actor_territories WHERE actor_id = actors.id),
    lexemes.all_themes,
    lexemes.all_skills,
    actors.location::geography,
    (ST_X(actors.location) + 180) / 360,
    (1 - asinh(tan(radians(greatest(-85.05, least(85.05, ST_Y(actors.location)))))) / pi()) / 2,
    actors.updated_at,
    freshness.fresh_until,
    freshness.ageing_until,
    freshness.unknown_until
  FROM published AS actors
  JOIN lexemes USING (themes, skills)
  JOIN actor_freshness(changed) AS freshness ON freshness.actor_id = actors.id
  CROSS JOIN LATERAL (
    SELECT
      string_agg(text, ' ') FILTER (WHERE field = 'summary') AS summary,
      string_agg(text, ' ') FILTER (WHERE field = 'description') AS description
    FROM actor_texts WHERE actor_id = actors.id
  ) AS texts
  CROSS JOIN LATERAL (
    SELECT string_agg(text, ' ') AS texts
    FROM (
      SELECT text FROM offers WHERE actor_id = actors.id AND (ends_on IS NULL OR ends_on >= current_date)
      UNION ALL
      SELECT text FROM needs WHERE actor_id = actors.id AND (ends_on IS NULL OR ends_on >= current_date)
    ) AS exchange
  ) AS exchanges;
  PERFORM remember_words('actors', changed);
END $$;
--> statement-breakpoint
CREATE FUNCTION keep_documents_of_account() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM refresh_actor_documents(ARRAY(SELECT actor_id FROM actor_editors WHERE account_id = NEW.id ORDER BY actor_id));
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER keep_documents_update AFTER UPDATE OF bounced_at ON accounts
FOR EACH ROW WHEN (OLD.bounced_at IS DISTINCT FROM NEW.bounced_at) EXECUTE FUNCTION keep_documents_of_account();
--> statement-breakpoint
CREATE FUNCTION keep_documents_of_editor() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM refresh_actor_documents(ARRAY[coalesce(NEW.actor_id, OLD.actor_id)]);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER keep_documents AFTER INSERT OR DELETE ON actor_editors
FOR EACH ROW EXECUTE FUNCTION keep_documents_of_editor();
--> statement-breakpoint
UPDATE search_documents SET
  fresh_until = freshness.fresh_until, ageing_until = freshness.ageing_until, unknown_until = freshness.unknown_until
FROM actor_freshness(ARRAY(SELECT record_id FROM search_documents WHERE feature = 'actors')) AS freshness
WHERE feature = 'actors' AND record_id = freshness.actor_id;
