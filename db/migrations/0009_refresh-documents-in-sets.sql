-- The functions of 0002 made cheaper. What is the same for many records is found once, not for each of them.

-- unaccent() is STABLE; functions that claim more than what they call are not inlined.
ALTER FUNCTION fold(text) STABLE;
--> statement-breakpoint
ALTER FUNCTION folded_words(text) STABLE;
--> statement-breakpoint
ALTER FUNCTION weighed(text, "char") STABLE;
--> statement-breakpoint
DROP FUNCTION territory_at(geometry);
--> statement-breakpoint
-- The narrowest territory around a point, else the nearest within 20 km (coasts are generalised). Where outlines of
-- different makers overlap it is always the same one.
CREATE FUNCTION territory_at(location geometry) RETURNS TABLE (code text, is_nearest boolean)
LANGUAGE sql STABLE ROWS 1
AS $$
  SELECT territory_code, is_nearest
  FROM (
    (SELECT territory_code, false AS is_nearest
     FROM territory_parts
     WHERE ST_Covers(part, location)
     ORDER BY length(territory_code) DESC, territory_code LIMIT 1)
    UNION ALL
    (SELECT territory_code, true
     FROM (
       -- Degrees of longitude as short as they are here: measuring on the ellipsoid takes five times as long.
       SELECT territory_code, part
       FROM territory_parts, cos(radians(ST_Y(location))) AS shortened
       WHERE part && ST_Expand(location, 20 / (111.0 * greatest(shortened, 0.05)))
       ORDER BY ST_Distance(ST_Scale(part, shortened, 1), ST_Scale(location, shortened, 1)), territory_code LIMIT 1
     ) AS nearest
     WHERE ST_DWithin(part::geography, location::geography, 20000))
  ) AS found
  LIMIT 1
$$;
--> statement-breakpoint
DROP FUNCTION remember_words(tsvector[]);
--> statement-breakpoint
CREATE FUNCTION remember_words(written search_feature, ids integer[]) RETURNS void
LANGUAGE sql AS $$
  INSERT INTO search_words (word)
  SELECT word
  FROM ts_stat(format('SELECT vector FROM search_documents WHERE feature = %L AND record_id = ANY (%L)', written, ids)) AS new
  WHERE length(word) BETWEEN 3 AND 40 AND word NOT LIKE 'concept:%' AND word ~ '[^0-9]'
    -- Nearly all are known: looking is cheaper than inserting in vain.
    AND NOT EXISTS (SELECT FROM search_words AS known WHERE known.word = new.word)
  -- In one order, so that two writers cannot wait for each other.
  ORDER BY word
  ON CONFLICT DO NOTHING
$$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION refresh_actor_documents(changed integer[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  -- Of two writers on one record, the second waits here and then sees what the first has written.
  PERFORM FROM actors WHERE id = ANY (changed) ORDER BY id FOR NO KEY UPDATE;
  DELETE FROM search_documents WHERE feature = 'actors' AND record_id = ANY (changed);
  INSERT INTO search_documents
    (feature, record_id, vector, name_key, kind, countries, languages, territories, themes, skills, location, x, y, updated_at)
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
    actors.updated_at
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
  PERFORM remember_words('actors', changed);
END $$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION refresh_practice_documents(changed integer[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  -- Of two writers on one record, the second waits here and then sees what the first has written.
  PERFORM FROM practices WHERE id = ANY (changed) ORDER BY id FOR NO KEY UPDATE;
  DELETE FROM search_documents WHERE feature = 'practices' AND record_id = ANY (changed);
  INSERT INTO search_documents
    (feature, record_id, vector, name_key, countries, languages, territories, themes, skills, location, updated_at)
  SELECT
    'practices', practices.id,
    weighed(concat_ws(' ', practices.title, texts.titles), 'A')
      || weighed(concat_ws(' ', practices.town, practitioners.names), 'B')
      || concept_lexemes(concept.themes || concept.skills)
      || weighed(texts.summary, 'C')
      || weighed(concat_ws(' ', texts.rest, parts.texts), 'D'),
    folded_words(practices.title),
    ARRAY(
      SELECT practices.country_code WHERE practices.country_code IS NOT NULL
      UNION SELECT unnest(practitioners.countries)
    ),
    texts.languages,
    practitioners.territories,
    concept.themes,
    concept.skills,
    practitioners.location,
    practices.updated_at
  FROM practices
  CROSS JOIN LATERAL (
    SELECT
      with_ancestors(ARRAY(SELECT concept_id FROM practice_themes WHERE practice_id = practices.id)) AS themes,
      with_ancestors(ARRAY(SELECT concept_id FROM practice_skills WHERE practice_id = practices.id)) AS skills
    OFFSET 0
  ) AS concept
  CROSS JOIN LATERAL (
    SELECT
      string_agg(text, ' ') FILTER (WHERE field = 'title') AS titles,
      string_agg(text, ' ') FILTER (WHERE field = 'summary') AS summary,
      string_agg(text, ' ') FILTER (WHERE field NOT IN ('title', 'summary')) AS rest,
      ARRAY(
        SELECT practices.language UNION SELECT language FROM practice_texts WHERE practice_id = practices.id
      ) AS languages
    FROM practice_texts WHERE practice_id = practices.id
  ) AS texts
  CROSS JOIN LATERAL (
    SELECT string_agg(text, ' ') AS texts
    FROM (
      SELECT role AS text FROM practice_roles WHERE practice_id = practices.id
      UNION ALL SELECT resource FROM practice_resources WHERE practice_id = practices.id
      UNION ALL SELECT concat_ws(' ', title, text) FROM practice_steps WHERE practice_id = practices.id
    ) AS part
  ) AS parts
  CROSS JOIN LATERAL (
    SELECT
      string_agg(concat_ws(' ', actors.name, actors.short_name), ' ') AS names,
      coalesce(array_agg(DISTINCT actors.country_code) FILTER (WHERE actors.country_code IS NOT NULL), '{}') AS countries,
      ARRAY(
        SELECT DISTINCT territory_code
        FROM actor_territories JOIN practice_actors USING (actor_id) JOIN actors ON actors.id = actor_id
        WHERE practice_id = practices.id AND actors.status = 'published'
      ) AS territories,
      ST_Collect(actors.location)::geography AS location
    FROM practice_actors JOIN actors ON actors.id = practice_actors.actor_id AND actors.status = 'published'
    WHERE practice_actors.practice_id = practices.id
  ) AS practitioners
  WHERE practices.id = ANY (changed) AND practices.status = 'published';
  PERFORM remember_words('practices', changed);
END $$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION refresh_collaboration_documents(changed integer[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  -- Of two writers on one record, the second waits here and then sees what the first has written.
  PERFORM FROM collaborations WHERE id = ANY (changed) ORDER BY id FOR NO KEY UPDATE;
  DELETE FROM search_documents WHERE feature = 'collaborations' AND record_id = ANY (changed);
  INSERT INTO search_documents
    (feature, record_id, vector, name_key, kind, programme, countries, languages, territories, themes, location, updated_at)
  WITH published AS MATERIALIZED (
    SELECT
      collaborations.*,
      ARRAY(
        SELECT concept_id FROM collaboration_themes WHERE collaboration_id = collaborations.id ORDER BY concept_id
      ) AS themes
    FROM collaborations
    WHERE collaborations.id = ANY (changed) AND collaborations.status = 'published'
  ), concept AS MATERIALIZED (
    -- Once for all that are tagged alike.
    SELECT themes, with_ancestors(themes) AS all_themes
    FROM (SELECT DISTINCT themes FROM published) AS distinctly
  ), lexemes AS MATERIALIZED (
    SELECT *, concept_lexemes(all_themes) AS vector FROM concept
  ), participants AS MATERIALIZED (
    -- All at once: for each on its own, the planner may read all actors as often.
    SELECT collaboration_id, actors.*
    FROM participations JOIN actors ON actors.id = actor_id AND actors.status = 'published'
    WHERE collaboration_id = ANY (changed)
  ), described AS MATERIALIZED (
    SELECT
      collaboration_id,
      string_agg(DISTINCT concat_ws(' ', name, short_name), ' ') AS names,
      array_agg(DISTINCT country_code) FILTER (WHERE country_code IS NOT NULL) AS countries,
      ST_Collect(location)::geography AS location
    FROM participants GROUP BY collaboration_id
  ), areas AS MATERIALIZED (
    SELECT collaboration_id, array_agg(DISTINCT territory_code) AS territories
    FROM participants JOIN actor_territories ON actor_id = participants.id
    GROUP BY collaboration_id
  )
  SELECT
    'collaborations', collaborations.id,
    weighed(concat_ws(' ', collaborations.title, texts.titles, collaborations.reference), 'A')
      || weighed(collaborations.programme, 'B')
      || lexemes.vector
      || weighed(texts.summary, 'C')
      || weighed(described.names, 'D'),
    folded_words(collaborations.title),
    collaborations.kind,
    collaborations.programme,
    coalesce(described.countries, '{}'),
    texts.languages,
    coalesce(areas.territories, '{}'),
    lexemes.all_themes,
    described.location,
    collaborations.updated_at
  FROM published AS collaborations
  JOIN lexemes USING (themes)
  LEFT JOIN described ON described.collaboration_id = collaborations.id
  LEFT JOIN areas ON areas.collaboration_id = collaborations.id
  CROSS JOIN LATERAL (
    SELECT
      string_agg(text, ' ') FILTER (WHERE field = 'title') AS titles,
      string_agg(text, ' ') FILTER (WHERE field = 'summary') AS summary,
      ARRAY(
        SELECT collaborations.language
        UNION SELECT language FROM collaboration_texts WHERE collaboration_id = collaborations.id
      ) AS languages
    FROM collaboration_texts WHERE collaboration_id = collaborations.id
  ) AS texts;
  PERFORM remember_words('collaborations', changed);
END $$;
