-- Documents carry the points that lists search by; nothing asks for those of actors.
DROP INDEX "actors_location";--> statement-breakpoint
-- The same decision as `freshness.rules.ts`, as the moments at which it changes, for a row at hand: joined by their ids,
-- actors were looked up a second time, and each time among all ids that were asked for.
CREATE FUNCTION freshness_of(
  actor actors, OUT fresh_until timestamptz, OUT ageing_until timestamptz, OUT unknown_until timestamptz
) RETURNS SETOF record
LANGUAGE sql STABLE ROWS 1
AS $$
  SELECT
    CASE WHEN NOT is_lowered THEN said_at + interval '1 year' END,
    CASE WHEN is_lowered THEN said_at + interval '1 year' ELSE said_at + interval '2 years' END,
    CASE WHEN said_at IS NULL THEN actor.updated_at + interval '2 years' END
  FROM (
    SELECT said_at, coalesce((
      -- Nobody can be asked any more once the mail of all came back.
      SELECT bool_and(accounts.bounced_at IS NOT NULL) AND max(accounts.bounced_at) > said_at
      FROM actor_editors JOIN accounts ON accounts.id = actor_editors.account_id
      WHERE actor_editors.actor_id = actor.id
    ), false) AS is_lowered
    FROM (
      SELECT coalesce(actor.last_confirmed_at, CASE WHEN kind = 'submission' THEN actor.created_at END) AS said_at
      FROM sources WHERE id = actor.source_id
      OFFSET 0
    ) AS said
    OFFSET 0
  ) AS known
$$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION add_actor_documents(added integer[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO search_documents
    (feature, record_id, vector, name_key, kind, countries, languages, territories, themes, skills, location, x, y, updated_at,
     fresh_until, ageing_until, unknown_until)
  WITH published AS MATERIALIZED (
    SELECT
      actors.*, freshness.*,
      ARRAY(SELECT concept_id FROM actor_themes WHERE actor_id = actors.id ORDER BY concept_id) AS themes,
      ARRAY(SELECT concept_id FROM actor_skills WHERE actor_id = actors.id ORDER BY concept_id) AS skills
    FROM actors
    CROSS JOIN LATERAL freshness_of(actors) AS freshness
    WHERE actors.id = ANY (added) AND actors.status = 'published'
  ), used AS MATERIALIZED (
    -- Once for every theme and skill, and below once for all that are tagged alike.
    SELECT id, with_ancestors(ARRAY[id]) AS upwards
    FROM (SELECT DISTINCT unnest(themes || skills) AS id FROM published) AS distinctly
  ), concept AS MATERIALIZED (
    SELECT
      themes, skills,
      ARRAY(SELECT DISTINCT unnest(upwards) FROM used WHERE id = ANY (themes) ORDER BY 1) AS all_themes,
      ARRAY(SELECT DISTINCT unnest(upwards) FROM used WHERE id = ANY (skills) ORDER BY 1) AS all_skills
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
    actors.fresh_until,
    actors.ageing_until,
    actors.unknown_until
  FROM published AS actors
  JOIN lexemes USING (themes, skills)
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
DROP FUNCTION actor_freshness(integer[]);
