ALTER TABLE "imported_records" DROP CONSTRAINT "imported_records_run_id_import_runs_id_fk";
--> statement-breakpoint
DROP INDEX "imported_records_run_id_index";--> statement-breakpoint
ALTER TABLE "imported_records" DROP COLUMN "run_id";
--> statement-breakpoint
-- Territories of actors that have none yet: there is nothing to wait for, and nothing to delete.
CREATE FUNCTION add_actor_territories(added integer[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO actor_territories (actor_id, territory_code, is_nearest)
  WITH narrowest AS (
    SELECT
      actors.id AS actor_id,
      coalesce(found.code, actors.country_code) AS code,
      coalesce(found.is_nearest, false) AS is_nearest
    FROM actors
    LEFT JOIN LATERAL territory_at(actors.location) AS found ON actors.location IS NOT NULL
    WHERE actors.id = ANY (added)
  )
  SELECT narrowest.actor_id, upwards.code, narrowest.is_nearest
  FROM narrowest
  JOIN territories t0 ON t0.code = narrowest.code
  LEFT JOIN territories t1 ON t1.code = t0.parent_code
  LEFT JOIN territories t2 ON t2.code = t1.parent_code
  LEFT JOIN territories t3 ON t3.code = t2.parent_code
  CROSS JOIN LATERAL unnest(ARRAY[t0.code, t1.code, t2.code, t3.code]) AS upwards(code)
  WHERE upwards.code IS NOT NULL;
END $$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION refresh_actor_territories(changed integer[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM actors WHERE id = ANY (changed) ORDER BY id FOR NO KEY UPDATE;
  DELETE FROM actor_territories WHERE actor_id = ANY (changed);
  PERFORM add_actor_territories(changed);
END $$;
--> statement-breakpoint
-- Documents of actors that have none yet: there is nothing to wait for, and nothing to delete.
CREATE FUNCTION add_actor_documents(added integer[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO search_documents
    (feature, record_id, vector, name_key, kind, countries, languages, territories, themes, skills, location, x, y, updated_at,
     fresh_until, ageing_until, unknown_until)
  WITH published AS MATERIALIZED (
    SELECT
      actors.*,
      ARRAY(SELECT concept_id FROM actor_themes WHERE actor_id = actors.id ORDER BY concept_id) AS themes,
      ARRAY(SELECT concept_id FROM actor_skills WHERE actor_id = actors.id ORDER BY concept_id) AS skills
    FROM actors
    WHERE actors.id = ANY (added) AND actors.status = 'published'
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
  JOIN actor_freshness(added) AS freshness ON freshness.actor_id = actors.id
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
  PERFORM remember_words('actors', added);
END $$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION refresh_actor_documents(changed integer[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  -- Of two writers on one record, the second waits here and then sees what the first has written.
  PERFORM FROM actors WHERE id = ANY (changed) ORDER BY id FOR NO KEY UPDATE;
  DELETE FROM search_documents WHERE feature = 'actors' AND record_id = ANY (changed);
  PERFORM add_actor_documents(changed);
END $$;
