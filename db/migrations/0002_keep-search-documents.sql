-- What lists, facets and clusters read (search_documents), kept by triggers: whoever writes a record, the
-- search is right when the statement ends. Bulk writers set maillage.defer_documents to 'on' for their
-- transaction and call the refresh functions themselves, once a batch.

-- unaccent() is only STABLE because its dictionary could be replaced; named in full it may be called immutable.
CREATE FUNCTION fold(value text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
RETURN lower(public.unaccent('public.unaccent'::regdictionary, value));
--> statement-breakpoint
-- Folded and without punctuation, so that “tiers-lieux” is two words in texts and in queries alike.
CREATE FUNCTION folded_words(value text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
RETURN trim(regexp_replace(fold(value), '[[:punct:][:space:]’‘“”«»–—…·]+', ' ', 'g'));
--> statement-breakpoint
CREATE FUNCTION weighed(value text, weight "char") RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN setweight(to_tsvector('pg_catalog.simple', coalesce(folded_words(value), '')), weight);
--> statement-breakpoint
-- A concept is one lexeme; queries translate words into it through concept_words.
CREATE FUNCTION concept_lexemes(concept_ids integer[]) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (SELECT coalesce(string_agg(format('''concept:%s'':1B', id), ' '), '')::tsvector FROM unnest(concept_ids) AS id);
--> statement-breakpoint
CREATE FUNCTION with_ancestors(concept_ids integer[]) RETURNS integer[]
LANGUAGE sql STABLE
RETURN CASE WHEN concept_ids = '{}' THEN concept_ids ELSE ARRAY(
  WITH RECURSIVE upwards(id) AS (
    SELECT unnest(concept_ids)
    UNION
    SELECT concepts.broader_id FROM upwards JOIN concepts ON concepts.id = upwards.id
    WHERE concepts.broader_id IS NOT NULL
  )
  SELECT id FROM upwards ORDER BY id
) END;
--> statement-breakpoint
-- The narrowest territory around a point, else the nearest within 20 km (coasts are generalised).
CREATE FUNCTION territory_at(location geometry, OUT code text, OUT is_nearest boolean)
LANGUAGE sql STABLE
AS $$
  (SELECT territory_code, false FROM territory_parts WHERE ST_Covers(part, location) LIMIT 1)
  UNION ALL
  (SELECT territory_code, true FROM territory_parts
   WHERE part && ST_Expand(location, 20 / (111.0 * greatest(cos(radians(ST_Y(location))), 0.05)))
     AND ST_DWithin(part::geography, location::geography, 20000)
   ORDER BY part::geography <-> location::geography LIMIT 1)
  LIMIT 1
$$;
--> statement-breakpoint
CREATE FUNCTION refresh_actor_territories(changed integer[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM actors WHERE id = ANY (changed) ORDER BY id FOR NO KEY UPDATE;
  DELETE FROM actor_territories WHERE actor_id = ANY (changed);
  INSERT INTO actor_territories (actor_id, territory_code, is_nearest)
  WITH narrowest AS (
    SELECT
      actors.id AS actor_id,
      coalesce(found.code, actors.country_code) AS code,
      coalesce(found.is_nearest, false) AS is_nearest
    FROM actors
    LEFT JOIN LATERAL territory_at(actors.location) AS found ON actors.location IS NOT NULL
    WHERE actors.id = ANY (changed)
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
CREATE FUNCTION remember_words(vectors tsvector[]) RETURNS void
LANGUAGE sql AS $$
  INSERT INTO search_words (word)
  SELECT DISTINCT word
  FROM unnest(vectors) AS vector CROSS JOIN LATERAL unnest(tsvector_to_array(vector)) AS new(word)
  WHERE length(word) BETWEEN 3 AND 40 AND word NOT LIKE 'concept:%' AND word ~ '[^0-9]'
    -- Nearly all are known: looking is cheaper than inserting in vain.
    AND NOT EXISTS (SELECT FROM search_words AS known WHERE known.word = new.word)
  -- In one order, so that two writers cannot wait for each other.
  ORDER BY word
  ON CONFLICT DO NOTHING
$$;
--> statement-breakpoint
CREATE FUNCTION refresh_actor_documents(changed integer[]) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  written tsvector[];
BEGIN
  -- Of two writers on one record, the second waits here and then sees what the first has written.
  PERFORM FROM actors WHERE id = ANY (changed) ORDER BY id FOR NO KEY UPDATE;
  DELETE FROM search_documents WHERE feature = 'actors' AND record_id = ANY (changed);
  WITH inserted AS (
    INSERT INTO search_documents
      (feature, record_id, vector, name_key, kind, countries, languages, territories, themes, skills, location, x, y, updated_at)
    SELECT
      'actors', actors.id,
      weighed(concat_ws(' ', actors.name, actors.short_name), 'A')
        || weighed(concat_ws(' ', actors.town, actors.region), 'B')
        || concept_lexemes(concept.themes || concept.skills)
        || weighed(texts.summary, 'C')
        || weighed(concat_ws(' ', texts.description, exchanges.texts), 'D'),
      folded_words(actors.name),
      actors.kind,
      CASE WHEN actors.country_code IS NULL THEN '{}' ELSE ARRAY[actors.country_code] END,
      actors.languages,
      ARRAY(SELECT territory_code FROM actor_territories WHERE actor_id = actors.id),
      concept.themes,
      concept.skills,
      actors.location::geography,
      (ST_X(actors.location) + 180) / 360,
      (1 - asinh(tan(radians(greatest(-85.05, least(85.05, ST_Y(actors.location)))))) / pi()) / 2,
      actors.updated_at
    FROM actors
    CROSS JOIN LATERAL (
      SELECT
        with_ancestors(ARRAY(SELECT concept_id FROM actor_themes WHERE actor_id = actors.id)) AS themes,
        with_ancestors(ARRAY(SELECT concept_id FROM actor_skills WHERE actor_id = actors.id)) AS skills
      OFFSET 0 -- else the planner copies the calls to every use of their result
    ) AS concept
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
    ) AS exchanges
    WHERE actors.id = ANY (changed) AND actors.status = 'published'
    RETURNING vector
  )
  SELECT array_agg(vector) INTO written FROM inserted;
  PERFORM remember_words(written);
END $$;
--> statement-breakpoint
CREATE FUNCTION refresh_practice_documents(changed integer[]) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  written tsvector[];
BEGIN
  -- Of two writers on one record, the second waits here and then sees what the first has written.
  PERFORM FROM practices WHERE id = ANY (changed) ORDER BY id FOR NO KEY UPDATE;
  DELETE FROM search_documents WHERE feature = 'practices' AND record_id = ANY (changed);
  WITH inserted AS (
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
    WHERE practices.id = ANY (changed) AND practices.status = 'published'
    RETURNING vector
  )
  SELECT array_agg(vector) INTO written FROM inserted;
  PERFORM remember_words(written);
END $$;
--> statement-breakpoint
CREATE FUNCTION refresh_collaboration_documents(changed integer[]) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  written tsvector[];
BEGIN
  -- Of two writers on one record, the second waits here and then sees what the first has written.
  PERFORM FROM collaborations WHERE id = ANY (changed) ORDER BY id FOR NO KEY UPDATE;
  DELETE FROM search_documents WHERE feature = 'collaborations' AND record_id = ANY (changed);
  WITH inserted AS (
    INSERT INTO search_documents
      (feature, record_id, vector, name_key, kind, programme, countries, languages, territories, themes, location, updated_at)
    SELECT
      'collaborations', collaborations.id,
      weighed(concat_ws(' ', collaborations.title, texts.titles, collaborations.reference), 'A')
        || weighed(collaborations.programme, 'B')
        || concept_lexemes(themes.ids)
        || weighed(texts.summary, 'C')
        || weighed(participants.names, 'D'),
      folded_words(collaborations.title),
      collaborations.kind,
      collaborations.programme,
      participants.countries,
      texts.languages,
      participants.territories,
      themes.ids,
      participants.location,
      collaborations.updated_at
    FROM collaborations
    CROSS JOIN LATERAL (
      SELECT with_ancestors(ARRAY(
        SELECT concept_id FROM collaboration_themes WHERE collaboration_id = collaborations.id
      )) AS ids
      OFFSET 0
    ) AS themes
    CROSS JOIN LATERAL (
      SELECT
        string_agg(text, ' ') FILTER (WHERE field = 'title') AS titles,
        string_agg(text, ' ') FILTER (WHERE field = 'summary') AS summary,
        ARRAY(
          SELECT collaborations.language
          UNION SELECT language FROM collaboration_texts WHERE collaboration_id = collaborations.id
        ) AS languages
      FROM collaboration_texts WHERE collaboration_id = collaborations.id
    ) AS texts
    CROSS JOIN LATERAL (
      SELECT
        string_agg(DISTINCT concat_ws(' ', actors.name, actors.short_name), ' ') AS names,
        coalesce(array_agg(DISTINCT actors.country_code) FILTER (WHERE actors.country_code IS NOT NULL), '{}') AS countries,
        ARRAY(
          SELECT DISTINCT territory_code
          FROM actor_territories JOIN participations USING (actor_id) JOIN actors ON actors.id = actor_id
          WHERE collaboration_id = collaborations.id AND actors.status = 'published'
        ) AS territories,
        ST_Collect(actors.location)::geography AS location
      FROM participations JOIN actors ON actors.id = participations.actor_id AND actors.status = 'published'
      WHERE participations.collaboration_id = collaborations.id
    ) AS participants
    WHERE collaborations.id = ANY (changed) AND collaborations.status = 'published'
    RETURNING vector
  )
  SELECT array_agg(vector) INTO written FROM inserted;
  PERFORM remember_words(written);
END $$;
--> statement-breakpoint
-- Everything that shows something of these actors.
CREATE FUNCTION refresh_actors(changed integer[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM refresh_actor_territories(changed);
  PERFORM refresh_actor_documents(changed);
  PERFORM refresh_practice_documents(ARRAY(
    SELECT DISTINCT practice_id FROM practice_actors WHERE actor_id = ANY (changed)
  ));
  PERFORM refresh_collaboration_documents(ARRAY(
    SELECT DISTINCT collaboration_id FROM participations WHERE actor_id = ANY (changed)
  ));
END $$;
--> statement-breakpoint
-- Arguments: the refresh function, and the column of the changed table that holds the record's id.
CREATE FUNCTION keep_documents() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
  ids integer[];
BEGIN
  IF current_setting('maillage.defer_documents', true) = 'on' THEN
    RETURN NULL;
  END IF;
  -- What is moved from one record to another changes both.
  EXECUTE format(
    CASE TG_OP
      WHEN 'UPDATE' THEN 'SELECT array_agg(id) FROM (SELECT %1$I AS id FROM changed UNION SELECT %1$I FROM before) AS both_sides'
      ELSE 'SELECT array_agg(DISTINCT %1$I) FROM changed'
    END,
    TG_ARGV[1]
  ) INTO ids;
  IF ids IS NOT NULL THEN
    EXECUTE format('SELECT %I($1)', TG_ARGV[0]) USING ids;
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION keep_concept_words() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM concept_words WHERE concept_id IN (SELECT concept_id FROM changed);
  INSERT INTO concept_words (concept_id, word)
  SELECT DISTINCT concept_id, word
  FROM concept_labels CROSS JOIN LATERAL unnest(string_to_array(folded_words(label), ' ')) AS word
  WHERE concept_id IN (SELECT concept_id FROM changed) AND word <> '';
  INSERT INTO search_words (word)
  SELECT DISTINCT word FROM concept_words
  WHERE concept_id IN (SELECT concept_id FROM changed) AND length(word) >= 3
  ORDER BY word
  ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
--> statement-breakpoint
DO $$
DECLARE
  kept record;
BEGIN
  FOR kept IN
    SELECT * FROM (VALUES
      ('actors', 'refresh_actors', 'id'),
      ('actor_texts', 'refresh_actor_documents', 'actor_id'),
      ('actor_themes', 'refresh_actor_documents', 'actor_id'),
      ('actor_skills', 'refresh_actor_documents', 'actor_id'),
      ('offers', 'refresh_actor_documents', 'actor_id'),
      ('needs', 'refresh_actor_documents', 'actor_id'),
      ('practices', 'refresh_practice_documents', 'id'),
      ('practice_texts', 'refresh_practice_documents', 'practice_id'),
      ('practice_roles', 'refresh_practice_documents', 'practice_id'),
      ('practice_resources', 'refresh_practice_documents', 'practice_id'),
      ('practice_steps', 'refresh_practice_documents', 'practice_id'),
      ('practice_themes', 'refresh_practice_documents', 'practice_id'),
      ('practice_skills', 'refresh_practice_documents', 'practice_id'),
      ('practice_actors', 'refresh_practice_documents', 'practice_id'),
      ('collaborations', 'refresh_collaboration_documents', 'id'),
      ('collaboration_texts', 'refresh_collaboration_documents', 'collaboration_id'),
      ('collaboration_themes', 'refresh_collaboration_documents', 'collaboration_id'),
      ('participations', 'refresh_collaboration_documents', 'collaboration_id')
    ) AS kept(table_name, refresh, key)
  LOOP
    EXECUTE format(
      'CREATE TRIGGER keep_documents_insert AFTER INSERT ON %I REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION keep_documents(%L, %L)',
      kept.table_name, kept.refresh, kept.key);
    EXECUTE format(
      'CREATE TRIGGER keep_documents_update AFTER UPDATE ON %I REFERENCING OLD TABLE AS before NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION keep_documents(%L, %L)',
      kept.table_name, kept.refresh, kept.key);
    EXECUTE format(
      'CREATE TRIGGER keep_documents_delete AFTER DELETE ON %I REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION keep_documents(%L, %L)',
      kept.table_name, kept.refresh, kept.key);
  END LOOP;
END $$;
--> statement-breakpoint
CREATE TRIGGER keep_concept_words_insert AFTER INSERT ON concept_labels
REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION keep_concept_words();
--> statement-breakpoint
CREATE TRIGGER keep_concept_words_update AFTER UPDATE ON concept_labels
REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION keep_concept_words();
--> statement-breakpoint
CREATE TRIGGER keep_concept_words_delete AFTER DELETE ON concept_labels
REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION keep_concept_words();
--> statement-breakpoint
-- A concept that gets another broader one: documents hold all of them.
CREATE FUNCTION keep_concept_documents() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
  ids integer[] := ARRAY(SELECT id FROM changed);
BEGIN
  PERFORM refresh_actor_documents(ARRAY(
    SELECT record_id FROM search_documents WHERE feature = 'actors' AND (themes && ids OR skills && ids)
  ));
  PERFORM refresh_practice_documents(ARRAY(
    SELECT record_id FROM search_documents WHERE feature = 'practices' AND (themes && ids OR skills && ids)
  ));
  PERFORM refresh_collaboration_documents(ARRAY(
    SELECT record_id FROM search_documents WHERE feature = 'collaborations' AND (themes && ids OR skills && ids)
  ));
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER keep_documents_update AFTER UPDATE ON concepts
REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION keep_concept_documents();
