CREATE TYPE "public"."actor_kind" AS ENUM('association', 'cooperative', 'social_enterprise', 'network', 'public_institution', 'foundation', 'university', 'cultural_venue', 'informal_group', 'company', 'other');--> statement-breakpoint
CREATE TYPE "public"."actor_text_field" AS ENUM('summary', 'description');--> statement-breakpoint
CREATE TYPE "public"."exchange_kind" AS ENUM('skill', 'space', 'equipment', 'training', 'funding_experience', 'network', 'partner');--> statement-breakpoint
CREATE TYPE "public"."geographic_scope" AS ENUM('local', 'regional', 'national', 'international');--> statement-breakpoint
CREATE TYPE "public"."location_precision" AS ENUM('address', 'town', 'region', 'country');--> statement-breakpoint
CREATE TYPE "public"."activity_kind" AS ENUM('training', 'meeting', 'visit', 'event');--> statement-breakpoint
CREATE TYPE "public"."activity_mode" AS ENUM('in_person', 'online');--> statement-breakpoint
CREATE TYPE "public"."collaboration_kind" AS ENUM('project', 'network', 'event', 'place_sharing', 'partnership');--> statement-breakpoint
CREATE TYPE "public"."collaboration_link_kind" AS ENUM('website', 'article', 'result', 'video');--> statement-breakpoint
CREATE TYPE "public"."collaboration_text_field" AS ENUM('title', 'summary');--> statement-breakpoint
CREATE TYPE "public"."evidence" AS ENUM('claimed', 'confirmed', 'imported', 'disputed');--> statement-breakpoint
CREATE TYPE "public"."participation_role" AS ENUM('coordinator', 'partner', 'member', 'host', 'associate');--> statement-breakpoint
CREATE TYPE "public"."date_precision" AS ENUM('year', 'month', 'day');--> statement-breakpoint
CREATE TYPE "public"."territory_scheme" AS ENUM('country', 'nuts', 'custom');--> statement-breakpoint
CREATE TYPE "public"."practice_text_field" AS ENUM('title', 'summary', 'context', 'aim', 'audience', 'duration', 'evaluation', 'results', 'transferability');--> statement-breakpoint
CREATE TYPE "public"."practitioner_role" AS ENUM('originates', 'practises', 'transmits');--> statement-breakpoint
CREATE TYPE "public"."record_status" AS ENUM('published', 'pending', 'merged', 'erased');--> statement-breakpoint
CREATE TYPE "public"."search_feature" AS ENUM('actors', 'practices', 'collaborations');--> statement-breakpoint
CREATE TYPE "public"."import_run_status" AS ENUM('running', 'finished', 'failed');--> statement-breakpoint
CREATE TYPE "public"."imported_feature" AS ENUM('actors', 'practices', 'collaborations', 'participations', 'themes', 'skills', 'activities', 'links');--> statement-breakpoint
CREATE TYPE "public"."source_kind" AS ENUM('submission', 'import', 'directory');--> statement-breakpoint
CREATE TYPE "public"."concept_scheme" AS ENUM('theme', 'skill');--> statement-breakpoint
CREATE TYPE "public"."label_kind" AS ENUM('preferred', 'synonym');--> statement-breakpoint
CREATE TYPE "public"."match_scheme" AS ENUM('sdg', 'essglobal');--> statement-breakpoint
CREATE TABLE "actor_identifiers" (
	"actor_id" integer NOT NULL,
	"scheme" text NOT NULL,
	"value" text NOT NULL,
	CONSTRAINT "actor_identifiers_actor_id_scheme_value_pk" PRIMARY KEY("actor_id","scheme","value")
);
--> statement-breakpoint
CREATE TABLE "actor_links" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "actor_links_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"actor_id" integer NOT NULL,
	"kind" text NOT NULL,
	"url" text NOT NULL,
	"title" text,
	"language" text
);
--> statement-breakpoint
CREATE TABLE "actor_skills" (
	"actor_id" integer NOT NULL,
	"concept_id" integer NOT NULL,
	CONSTRAINT "actor_skills_actor_id_concept_id_pk" PRIMARY KEY("actor_id","concept_id")
);
--> statement-breakpoint
CREATE TABLE "actor_texts" (
	"actor_id" integer NOT NULL,
	"field" "actor_text_field" NOT NULL,
	"language" text NOT NULL,
	"text" text NOT NULL,
	CONSTRAINT "actor_texts_actor_id_field_language_pk" PRIMARY KEY("actor_id","field","language")
);
--> statement-breakpoint
CREATE TABLE "actor_themes" (
	"actor_id" integer NOT NULL,
	"concept_id" integer NOT NULL,
	CONSTRAINT "actor_themes_actor_id_concept_id_pk" PRIMARY KEY("actor_id","concept_id")
);
--> statement-breakpoint
CREATE TABLE "actors" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "actors_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"short_name" text,
	"kind" "actor_kind" NOT NULL,
	"legal_form" text,
	"languages" text[] DEFAULT '{}' NOT NULL,
	"website" text,
	"founded_year" smallint,
	"street" text,
	"postal_code" text,
	"town" text,
	"region" text,
	"country_code" text,
	"place_id" integer,
	"location" geometry(Point,4326),
	"location_precision" "location_precision",
	"scope" "geographic_scope",
	"merged_into_id" integer,
	"source_id" integer NOT NULL,
	"source_url" text,
	"licence" text,
	"status" "record_status" DEFAULT 'published' NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_confirmed_at" timestamp with time zone,
	CONSTRAINT "actors_slug_unique" UNIQUE("slug"),
	CONSTRAINT "actors_name" CHECK (length(trim("actors"."name")) between 1 and 300),
	CONSTRAINT "actors_founded_year" CHECK ("actors"."founded_year" between 1000 and 2200),
	CONSTRAINT "actors_country_code" CHECK ("actors"."country_code" ~ '^[A-Z]{2}$'),
	CONSTRAINT "actors_location_on_earth" CHECK (ST_X("actors"."location") between -180 and 180 and ST_Y("actors"."location") between -90 and 90),
	CONSTRAINT "actors_location_has_precision" CHECK ("actors"."location" is null or ("actors"."location_precision" is not null and "actors"."location_precision" <> 'country')),
	CONSTRAINT "actors_merged" CHECK (("actors"."status" = 'merged') = ("actors"."merged_into_id" is not null))
);
--> statement-breakpoint
CREATE TABLE "needs" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "needs_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"actor_id" integer NOT NULL,
	"kind" "exchange_kind" NOT NULL,
	"skill_id" integer,
	"language" text NOT NULL,
	"text" text NOT NULL,
	"ends_on" date,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "offers" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "offers_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"actor_id" integer NOT NULL,
	"kind" "exchange_kind" NOT NULL,
	"skill_id" integer,
	"language" text NOT NULL,
	"text" text NOT NULL,
	"ends_on" date,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "activities" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "activities_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"collaboration_id" integer NOT NULL,
	"kind" "activity_kind" NOT NULL,
	"title" text NOT NULL,
	"language" text NOT NULL,
	"starts_on" date,
	"starts_precision" date_precision,
	"ends_on" date,
	"ends_precision" date_precision,
	"mode" "activity_mode" NOT NULL,
	"town" text,
	"country_code" text,
	"place_id" integer,
	"location" geometry(Point,4326),
	"host_actor_id" integer,
	"source_url" text,
	CONSTRAINT "activities_collaborationId_title_unique" UNIQUE("collaboration_id","title"),
	CONSTRAINT "activities_period" CHECK ("activities"."ends_on" >= "activities"."starts_on"),
	CONSTRAINT "activities_location_on_earth" CHECK (ST_X("activities"."location") between -180 and 180 and ST_Y("activities"."location") between -90 and 90)
);
--> statement-breakpoint
CREATE TABLE "activity_attendances" (
	"activity_id" integer NOT NULL,
	"actor_id" integer NOT NULL,
	CONSTRAINT "activity_attendances_activity_id_actor_id_pk" PRIMARY KEY("activity_id","actor_id")
);
--> statement-breakpoint
CREATE TABLE "collaboration_links" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "collaboration_links_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"collaboration_id" integer NOT NULL,
	"kind" "collaboration_link_kind" NOT NULL,
	"title" text,
	"url" text NOT NULL,
	"language" text,
	CONSTRAINT "collaboration_links_collaborationId_url_unique" UNIQUE("collaboration_id","url")
);
--> statement-breakpoint
CREATE TABLE "collaboration_practices" (
	"collaboration_id" integer NOT NULL,
	"practice_id" integer NOT NULL,
	CONSTRAINT "collaboration_practices_collaboration_id_practice_id_pk" PRIMARY KEY("collaboration_id","practice_id")
);
--> statement-breakpoint
CREATE TABLE "collaboration_texts" (
	"collaboration_id" integer NOT NULL,
	"field" "collaboration_text_field" NOT NULL,
	"language" text NOT NULL,
	"text" text NOT NULL,
	CONSTRAINT "collaboration_texts_collaboration_id_field_language_pk" PRIMARY KEY("collaboration_id","field","language")
);
--> statement-breakpoint
CREATE TABLE "collaboration_themes" (
	"collaboration_id" integer NOT NULL,
	"concept_id" integer NOT NULL,
	CONSTRAINT "collaboration_themes_collaboration_id_concept_id_pk" PRIMARY KEY("collaboration_id","concept_id")
);
--> statement-breakpoint
CREATE TABLE "collaborations" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "collaborations_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"slug" text NOT NULL,
	"title" text NOT NULL,
	"language" text NOT NULL,
	"kind" "collaboration_kind" NOT NULL,
	"programme" text,
	"reference" text,
	"website" text,
	"starts_on" date,
	"starts_precision" date_precision,
	"ends_on" date,
	"ends_precision" date_precision,
	"source_id" integer NOT NULL,
	"source_url" text,
	"licence" text,
	"status" "record_status" DEFAULT 'published' NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_confirmed_at" timestamp with time zone,
	CONSTRAINT "collaborations_slug_unique" UNIQUE("slug"),
	CONSTRAINT "collaborations_title" CHECK (length(trim("collaborations"."title")) between 1 and 500),
	CONSTRAINT "collaborations_period" CHECK ("collaborations"."ends_on" >= "collaborations"."starts_on")
);
--> statement-breakpoint
CREATE TABLE "participations" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "participations_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"collaboration_id" integer NOT NULL,
	"actor_id" integer NOT NULL,
	"role" "participation_role" NOT NULL,
	"evidence" "evidence" NOT NULL,
	"starts_on" date,
	"starts_precision" date_precision,
	"ends_on" date,
	"ends_precision" date_precision,
	"source_id" integer,
	"source_url" text,
	CONSTRAINT "participations_collaborationId_actorId_role_unique" UNIQUE("collaboration_id","actor_id","role"),
	CONSTRAINT "participations_period" CHECK ("participations"."ends_on" >= "participations"."starts_on")
);
--> statement-breakpoint
CREATE TABLE "actor_territories" (
	"actor_id" integer NOT NULL,
	"territory_code" text NOT NULL,
	"is_nearest" boolean DEFAULT false NOT NULL,
	CONSTRAINT "actor_territories_actor_id_territory_code_pk" PRIMARY KEY("actor_id","territory_code")
);
--> statement-breakpoint
CREATE TABLE "place_names" (
	"place_id" integer NOT NULL,
	"name_key" text NOT NULL,
	"name" text NOT NULL,
	CONSTRAINT "place_names_place_id_name_key_pk" PRIMARY KEY("place_id","name_key")
);
--> statement-breakpoint
CREATE TABLE "places" (
	"id" integer PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"country_code" text NOT NULL,
	"region" text,
	"population" integer DEFAULT 0 NOT NULL,
	"location" geometry(Point,4326) NOT NULL
);
--> statement-breakpoint
CREATE TABLE "postal_codes" (
	"country_code" text NOT NULL,
	"code_key" text NOT NULL,
	"code" text NOT NULL,
	"name" text NOT NULL,
	"name_key" text NOT NULL,
	"region" text,
	"location" geometry(Point,4326) NOT NULL,
	CONSTRAINT "postal_codes_country_code_code_key_name_key_pk" PRIMARY KEY("country_code","code_key","name_key")
);
--> statement-breakpoint
CREATE TABLE "territories" (
	"code" text PRIMARY KEY NOT NULL,
	"scheme" "territory_scheme" NOT NULL,
	"level" smallint NOT NULL,
	"name" text NOT NULL,
	"parent_code" text,
	"country_code" text,
	"version" text,
	"attribution" text,
	"border" geometry(MultiPolygon,4326),
	CONSTRAINT "territories_level" CHECK ("territories"."level" between 0 and 3)
);
--> statement-breakpoint
CREATE TABLE "territory_parts" (
	"territory_code" text NOT NULL,
	"part" geometry(Polygon,4326) NOT NULL
);
--> statement-breakpoint
CREATE TABLE "adoptions" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "adoptions_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"practice_id" integer NOT NULL,
	"actor_id" integer,
	"place_id" integer,
	"town" text,
	"country_code" text,
	"starts_on" date,
	"starts_precision" date_precision,
	"ends_on" date,
	"ends_precision" date_precision,
	"language" text NOT NULL,
	"adaptation" text,
	"outcome" text,
	CONSTRAINT "adoptions_period" CHECK ("adoptions"."ends_on" >= "adoptions"."starts_on")
);
--> statement-breakpoint
CREATE TABLE "practice_actors" (
	"practice_id" integer NOT NULL,
	"actor_id" integer NOT NULL,
	"role" "practitioner_role" NOT NULL,
	CONSTRAINT "practice_actors_practice_id_actor_id_role_pk" PRIMARY KEY("practice_id","actor_id","role")
);
--> statement-breakpoint
CREATE TABLE "practice_materials" (
	"practice_id" integer NOT NULL,
	"position" smallint NOT NULL,
	"url" text NOT NULL,
	"title" text,
	"language" text,
	CONSTRAINT "practice_materials_practice_id_position_pk" PRIMARY KEY("practice_id","position")
);
--> statement-breakpoint
CREATE TABLE "practice_resources" (
	"practice_id" integer NOT NULL,
	"position" smallint NOT NULL,
	"resource" text NOT NULL,
	CONSTRAINT "practice_resources_practice_id_position_pk" PRIMARY KEY("practice_id","position")
);
--> statement-breakpoint
CREATE TABLE "practice_roles" (
	"practice_id" integer NOT NULL,
	"position" smallint NOT NULL,
	"role" text NOT NULL,
	CONSTRAINT "practice_roles_practice_id_position_pk" PRIMARY KEY("practice_id","position")
);
--> statement-breakpoint
CREATE TABLE "practice_skills" (
	"practice_id" integer NOT NULL,
	"concept_id" integer NOT NULL,
	CONSTRAINT "practice_skills_practice_id_concept_id_pk" PRIMARY KEY("practice_id","concept_id")
);
--> statement-breakpoint
CREATE TABLE "practice_steps" (
	"practice_id" integer NOT NULL,
	"position" smallint NOT NULL,
	"title" text NOT NULL,
	"text" text,
	CONSTRAINT "practice_steps_practice_id_position_pk" PRIMARY KEY("practice_id","position")
);
--> statement-breakpoint
CREATE TABLE "practice_texts" (
	"practice_id" integer NOT NULL,
	"field" "practice_text_field" NOT NULL,
	"language" text NOT NULL,
	"text" text NOT NULL,
	CONSTRAINT "practice_texts_practice_id_field_language_pk" PRIMARY KEY("practice_id","field","language")
);
--> statement-breakpoint
CREATE TABLE "practice_themes" (
	"practice_id" integer NOT NULL,
	"concept_id" integer NOT NULL,
	CONSTRAINT "practice_themes_practice_id_concept_id_pk" PRIMARY KEY("practice_id","concept_id")
);
--> statement-breakpoint
CREATE TABLE "practices" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "practices_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"slug" text NOT NULL,
	"title" text NOT NULL,
	"language" text NOT NULL,
	"town" text,
	"country_code" text,
	"place_id" integer,
	"adapted_from_id" integer,
	"source_id" integer NOT NULL,
	"source_url" text,
	"licence" text,
	"status" "record_status" DEFAULT 'published' NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_confirmed_at" timestamp with time zone,
	CONSTRAINT "practices_slug_unique" UNIQUE("slug"),
	CONSTRAINT "practices_title" CHECK (length(trim("practices"."title")) between 1 and 300),
	CONSTRAINT "practices_not_from_itself" CHECK ("practices"."adapted_from_id" <> "practices"."id")
);
--> statement-breakpoint
CREATE TABLE "concept_words" (
	"concept_id" integer NOT NULL,
	"word" text NOT NULL,
	CONSTRAINT "concept_words_concept_id_word_pk" PRIMARY KEY("concept_id","word")
);
--> statement-breakpoint
CREATE TABLE "search_documents" (
	"feature" "search_feature" NOT NULL,
	"record_id" integer NOT NULL,
	"vector" "tsvector" NOT NULL,
	"name_key" text NOT NULL,
	"kind" text,
	"programme" text,
	"countries" text[] DEFAULT '{}' NOT NULL,
	"languages" text[] DEFAULT '{}' NOT NULL,
	"territories" text[] DEFAULT '{}' NOT NULL,
	"themes" integer[] DEFAULT '{}' NOT NULL,
	"skills" integer[] DEFAULT '{}' NOT NULL,
	"location" "geography",
	"x" double precision,
	"y" double precision,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "search_documents_feature_record_id_pk" PRIMARY KEY("feature","record_id")
);
--> statement-breakpoint
CREATE TABLE "search_words" (
	"word" text PRIMARY KEY NOT NULL
);
--> statement-breakpoint
CREATE TABLE "import_runs" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "import_runs_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"source_id" integer NOT NULL,
	"feature" "imported_feature" NOT NULL,
	"file_name" text NOT NULL,
	"file_hash" text NOT NULL,
	"mapping" jsonb NOT NULL,
	"status" "import_run_status" DEFAULT 'running' NOT NULL,
	"created" integer DEFAULT 0 NOT NULL,
	"updated" integer DEFAULT 0 NOT NULL,
	"unchanged" integer DEFAULT 0 NOT NULL,
	"rejected" integer DEFAULT 0 NOT NULL,
	"findings" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"started_at" timestamp with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "imported_records" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "imported_records_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"source_id" integer NOT NULL,
	"feature" "imported_feature" NOT NULL,
	"external_key" text NOT NULL,
	"record_id" integer NOT NULL,
	"hash" text NOT NULL,
	"fields" jsonb NOT NULL,
	"run_id" integer NOT NULL,
	"imported_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "imported_records_sourceId_feature_externalKey_unique" UNIQUE("source_id","feature","external_key")
);
--> statement-breakpoint
CREATE TABLE "sources" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "sources_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"name" text NOT NULL,
	"kind" "source_kind" DEFAULT 'import' NOT NULL,
	"url" text,
	"licence" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "sources_name_unique" UNIQUE("name")
);
--> statement-breakpoint
CREATE TABLE "concept_labels" (
	"concept_id" integer NOT NULL,
	"language" text NOT NULL,
	"kind" "label_kind" NOT NULL,
	"label" text NOT NULL,
	CONSTRAINT "concept_labels_concept_id_language_kind_label_pk" PRIMARY KEY("concept_id","language","kind","label")
);
--> statement-breakpoint
CREATE TABLE "concept_matches" (
	"concept_id" integer NOT NULL,
	"scheme" "match_scheme" NOT NULL,
	"code" text NOT NULL,
	CONSTRAINT "concept_matches_concept_id_scheme_code_pk" PRIMARY KEY("concept_id","scheme","code")
);
--> statement-breakpoint
CREATE TABLE "concepts" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "concepts_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"scheme" "concept_scheme" NOT NULL,
	"slug" text NOT NULL,
	"broader_id" integer,
	"source_url" text,
	CONSTRAINT "concepts_scheme_slug_unique" UNIQUE("scheme","slug")
);
--> statement-breakpoint
ALTER TABLE "actor_identifiers" ADD CONSTRAINT "actor_identifiers_actor_id_actors_id_fk" FOREIGN KEY ("actor_id") REFERENCES "public"."actors"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "actor_links" ADD CONSTRAINT "actor_links_actor_id_actors_id_fk" FOREIGN KEY ("actor_id") REFERENCES "public"."actors"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "actor_skills" ADD CONSTRAINT "actor_skills_actor_id_actors_id_fk" FOREIGN KEY ("actor_id") REFERENCES "public"."actors"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "actor_skills" ADD CONSTRAINT "actor_skills_concept_id_concepts_id_fk" FOREIGN KEY ("concept_id") REFERENCES "public"."concepts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "actor_texts" ADD CONSTRAINT "actor_texts_actor_id_actors_id_fk" FOREIGN KEY ("actor_id") REFERENCES "public"."actors"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "actor_themes" ADD CONSTRAINT "actor_themes_actor_id_actors_id_fk" FOREIGN KEY ("actor_id") REFERENCES "public"."actors"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "actor_themes" ADD CONSTRAINT "actor_themes_concept_id_concepts_id_fk" FOREIGN KEY ("concept_id") REFERENCES "public"."concepts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "actors" ADD CONSTRAINT "actors_place_id_places_id_fk" FOREIGN KEY ("place_id") REFERENCES "public"."places"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "actors" ADD CONSTRAINT "actors_merged_into_id_actors_id_fk" FOREIGN KEY ("merged_into_id") REFERENCES "public"."actors"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "actors" ADD CONSTRAINT "actors_source_id_sources_id_fk" FOREIGN KEY ("source_id") REFERENCES "public"."sources"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "needs" ADD CONSTRAINT "needs_actor_id_actors_id_fk" FOREIGN KEY ("actor_id") REFERENCES "public"."actors"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "needs" ADD CONSTRAINT "needs_skill_id_concepts_id_fk" FOREIGN KEY ("skill_id") REFERENCES "public"."concepts"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "offers" ADD CONSTRAINT "offers_actor_id_actors_id_fk" FOREIGN KEY ("actor_id") REFERENCES "public"."actors"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "offers" ADD CONSTRAINT "offers_skill_id_concepts_id_fk" FOREIGN KEY ("skill_id") REFERENCES "public"."concepts"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "activities" ADD CONSTRAINT "activities_collaboration_id_collaborations_id_fk" FOREIGN KEY ("collaboration_id") REFERENCES "public"."collaborations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "activities" ADD CONSTRAINT "activities_place_id_places_id_fk" FOREIGN KEY ("place_id") REFERENCES "public"."places"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "activities" ADD CONSTRAINT "activities_host_actor_id_actors_id_fk" FOREIGN KEY ("host_actor_id") REFERENCES "public"."actors"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "activity_attendances" ADD CONSTRAINT "activity_attendances_activity_id_activities_id_fk" FOREIGN KEY ("activity_id") REFERENCES "public"."activities"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "activity_attendances" ADD CONSTRAINT "activity_attendances_actor_id_actors_id_fk" FOREIGN KEY ("actor_id") REFERENCES "public"."actors"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "collaboration_links" ADD CONSTRAINT "collaboration_links_collaboration_id_collaborations_id_fk" FOREIGN KEY ("collaboration_id") REFERENCES "public"."collaborations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "collaboration_practices" ADD CONSTRAINT "collaboration_practices_collaboration_id_collaborations_id_fk" FOREIGN KEY ("collaboration_id") REFERENCES "public"."collaborations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "collaboration_practices" ADD CONSTRAINT "collaboration_practices_practice_id_practices_id_fk" FOREIGN KEY ("practice_id") REFERENCES "public"."practices"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "collaboration_texts" ADD CONSTRAINT "collaboration_texts_collaboration_id_collaborations_id_fk" FOREIGN KEY ("collaboration_id") REFERENCES "public"."collaborations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "collaboration_themes" ADD CONSTRAINT "collaboration_themes_collaboration_id_collaborations_id_fk" FOREIGN KEY ("collaboration_id") REFERENCES "public"."collaborations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "collaboration_themes" ADD CONSTRAINT "collaboration_themes_concept_id_concepts_id_fk" FOREIGN KEY ("concept_id") REFERENCES "public"."concepts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "collaborations" ADD CONSTRAINT "collaborations_source_id_sources_id_fk" FOREIGN KEY ("source_id") REFERENCES "public"."sources"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "participations" ADD CONSTRAINT "participations_collaboration_id_collaborations_id_fk" FOREIGN KEY ("collaboration_id") REFERENCES "public"."collaborations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "participations" ADD CONSTRAINT "participations_actor_id_actors_id_fk" FOREIGN KEY ("actor_id") REFERENCES "public"."actors"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "participations" ADD CONSTRAINT "participations_source_id_sources_id_fk" FOREIGN KEY ("source_id") REFERENCES "public"."sources"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "actor_territories" ADD CONSTRAINT "actor_territories_actor_id_actors_id_fk" FOREIGN KEY ("actor_id") REFERENCES "public"."actors"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "actor_territories" ADD CONSTRAINT "actor_territories_territory_code_territories_code_fk" FOREIGN KEY ("territory_code") REFERENCES "public"."territories"("code") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "place_names" ADD CONSTRAINT "place_names_place_id_places_id_fk" FOREIGN KEY ("place_id") REFERENCES "public"."places"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "territories" ADD CONSTRAINT "territories_parent_code_territories_code_fk" FOREIGN KEY ("parent_code") REFERENCES "public"."territories"("code") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "territory_parts" ADD CONSTRAINT "territory_parts_territory_code_territories_code_fk" FOREIGN KEY ("territory_code") REFERENCES "public"."territories"("code") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "adoptions" ADD CONSTRAINT "adoptions_practice_id_practices_id_fk" FOREIGN KEY ("practice_id") REFERENCES "public"."practices"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "adoptions" ADD CONSTRAINT "adoptions_actor_id_actors_id_fk" FOREIGN KEY ("actor_id") REFERENCES "public"."actors"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "adoptions" ADD CONSTRAINT "adoptions_place_id_places_id_fk" FOREIGN KEY ("place_id") REFERENCES "public"."places"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "practice_actors" ADD CONSTRAINT "practice_actors_practice_id_practices_id_fk" FOREIGN KEY ("practice_id") REFERENCES "public"."practices"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "practice_actors" ADD CONSTRAINT "practice_actors_actor_id_actors_id_fk" FOREIGN KEY ("actor_id") REFERENCES "public"."actors"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "practice_materials" ADD CONSTRAINT "practice_materials_practice_id_practices_id_fk" FOREIGN KEY ("practice_id") REFERENCES "public"."practices"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "practice_resources" ADD CONSTRAINT "practice_resources_practice_id_practices_id_fk" FOREIGN KEY ("practice_id") REFERENCES "public"."practices"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "practice_roles" ADD CONSTRAINT "practice_roles_practice_id_practices_id_fk" FOREIGN KEY ("practice_id") REFERENCES "public"."practices"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "practice_skills" ADD CONSTRAINT "practice_skills_practice_id_practices_id_fk" FOREIGN KEY ("practice_id") REFERENCES "public"."practices"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "practice_skills" ADD CONSTRAINT "practice_skills_concept_id_concepts_id_fk" FOREIGN KEY ("concept_id") REFERENCES "public"."concepts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "practice_steps" ADD CONSTRAINT "practice_steps_practice_id_practices_id_fk" FOREIGN KEY ("practice_id") REFERENCES "public"."practices"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "practice_texts" ADD CONSTRAINT "practice_texts_practice_id_practices_id_fk" FOREIGN KEY ("practice_id") REFERENCES "public"."practices"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "practice_themes" ADD CONSTRAINT "practice_themes_practice_id_practices_id_fk" FOREIGN KEY ("practice_id") REFERENCES "public"."practices"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "practice_themes" ADD CONSTRAINT "practice_themes_concept_id_concepts_id_fk" FOREIGN KEY ("concept_id") REFERENCES "public"."concepts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "practices" ADD CONSTRAINT "practices_place_id_places_id_fk" FOREIGN KEY ("place_id") REFERENCES "public"."places"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "practices" ADD CONSTRAINT "practices_adapted_from_id_practices_id_fk" FOREIGN KEY ("adapted_from_id") REFERENCES "public"."practices"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "practices" ADD CONSTRAINT "practices_source_id_sources_id_fk" FOREIGN KEY ("source_id") REFERENCES "public"."sources"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "concept_words" ADD CONSTRAINT "concept_words_concept_id_concepts_id_fk" FOREIGN KEY ("concept_id") REFERENCES "public"."concepts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "import_runs" ADD CONSTRAINT "import_runs_source_id_sources_id_fk" FOREIGN KEY ("source_id") REFERENCES "public"."sources"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "imported_records" ADD CONSTRAINT "imported_records_source_id_sources_id_fk" FOREIGN KEY ("source_id") REFERENCES "public"."sources"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "imported_records" ADD CONSTRAINT "imported_records_run_id_import_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."import_runs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "concept_labels" ADD CONSTRAINT "concept_labels_concept_id_concepts_id_fk" FOREIGN KEY ("concept_id") REFERENCES "public"."concepts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "concept_matches" ADD CONSTRAINT "concept_matches_concept_id_concepts_id_fk" FOREIGN KEY ("concept_id") REFERENCES "public"."concepts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "concepts" ADD CONSTRAINT "concepts_broader_id_concepts_id_fk" FOREIGN KEY ("broader_id") REFERENCES "public"."concepts"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "actor_identifiers_scheme_value_index" ON "actor_identifiers" USING btree ("scheme","value");--> statement-breakpoint
CREATE INDEX "actor_links_actor_id_index" ON "actor_links" USING btree ("actor_id");--> statement-breakpoint
CREATE INDEX "actor_skills_concept_id_index" ON "actor_skills" USING btree ("concept_id");--> statement-breakpoint
CREATE INDEX "actor_themes_concept_id_index" ON "actor_themes" USING btree ("concept_id");--> statement-breakpoint
CREATE INDEX "actors_location" ON "actors" USING gist ("location");--> statement-breakpoint
CREATE INDEX "actors_place_id_index" ON "actors" USING btree ("place_id");--> statement-breakpoint
CREATE INDEX "actors_source_id_index" ON "actors" USING btree ("source_id");--> statement-breakpoint
CREATE INDEX "actors_merged_into_id_index" ON "actors" USING btree ("merged_into_id");--> statement-breakpoint
CREATE INDEX "needs_actor_id_index" ON "needs" USING btree ("actor_id");--> statement-breakpoint
CREATE INDEX "needs_skill_id_index" ON "needs" USING btree ("skill_id");--> statement-breakpoint
CREATE INDEX "offers_actor_id_index" ON "offers" USING btree ("actor_id");--> statement-breakpoint
CREATE INDEX "offers_skill_id_index" ON "offers" USING btree ("skill_id");--> statement-breakpoint
CREATE INDEX "activities_place_id_index" ON "activities" USING btree ("place_id");--> statement-breakpoint
CREATE INDEX "activities_host_actor_id_index" ON "activities" USING btree ("host_actor_id");--> statement-breakpoint
CREATE INDEX "activity_attendances_actor_id_index" ON "activity_attendances" USING btree ("actor_id");--> statement-breakpoint
CREATE INDEX "collaboration_practices_practice_id_index" ON "collaboration_practices" USING btree ("practice_id");--> statement-breakpoint
CREATE INDEX "collaboration_themes_concept_id_index" ON "collaboration_themes" USING btree ("concept_id");--> statement-breakpoint
CREATE INDEX "collaborations_source_id_index" ON "collaborations" USING btree ("source_id");--> statement-breakpoint
CREATE INDEX "participations_actor_id_index" ON "participations" USING btree ("actor_id");--> statement-breakpoint
CREATE INDEX "participations_source_id_index" ON "participations" USING btree ("source_id");--> statement-breakpoint
CREATE INDEX "actor_territories_territory_code_index" ON "actor_territories" USING btree ("territory_code");--> statement-breakpoint
CREATE INDEX "place_names_prefix" ON "place_names" USING btree ("name_key" text_pattern_ops);--> statement-breakpoint
CREATE INDEX "place_names_trigram" ON "place_names" USING gin ("name_key" gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "places_location" ON "places" USING gist ("location");--> statement-breakpoint
CREATE INDEX "places_country_code_population_index" ON "places" USING btree ("country_code","population" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "postal_codes_prefix" ON "postal_codes" USING btree ("code_key" text_pattern_ops);--> statement-breakpoint
CREATE INDEX "postal_codes_name" ON "postal_codes" USING btree ("country_code","name_key");--> statement-breakpoint
CREATE INDEX "territories_parent_code_index" ON "territories" USING btree ("parent_code");--> statement-breakpoint
CREATE INDEX "territories_border" ON "territories" USING gist ("border");--> statement-breakpoint
CREATE INDEX "territory_parts_part" ON "territory_parts" USING gist ("part");--> statement-breakpoint
CREATE INDEX "territory_parts_territory_code_index" ON "territory_parts" USING btree ("territory_code");--> statement-breakpoint
CREATE INDEX "adoptions_practice_id_index" ON "adoptions" USING btree ("practice_id");--> statement-breakpoint
CREATE INDEX "adoptions_actor_id_index" ON "adoptions" USING btree ("actor_id");--> statement-breakpoint
CREATE INDEX "adoptions_place_id_index" ON "adoptions" USING btree ("place_id");--> statement-breakpoint
CREATE INDEX "practice_actors_actor_id_index" ON "practice_actors" USING btree ("actor_id");--> statement-breakpoint
CREATE INDEX "practice_skills_concept_id_index" ON "practice_skills" USING btree ("concept_id");--> statement-breakpoint
CREATE INDEX "practice_themes_concept_id_index" ON "practice_themes" USING btree ("concept_id");--> statement-breakpoint
CREATE INDEX "practices_place_id_index" ON "practices" USING btree ("place_id");--> statement-breakpoint
CREATE INDEX "practices_adapted_from_id_index" ON "practices" USING btree ("adapted_from_id");--> statement-breakpoint
CREATE INDEX "practices_source_id_index" ON "practices" USING btree ("source_id");--> statement-breakpoint
CREATE INDEX "concept_words_prefix" ON "concept_words" USING btree ("word" text_pattern_ops);--> statement-breakpoint
CREATE INDEX "search_documents_vector" ON "search_documents" USING gin ("vector");--> statement-breakpoint
CREATE INDEX "search_documents_location" ON "search_documents" USING gist ("location");--> statement-breakpoint
CREATE INDEX "search_documents_themes" ON "search_documents" USING gin ("themes");--> statement-breakpoint
CREATE INDEX "search_documents_territories" ON "search_documents" USING gin ("territories");--> statement-breakpoint
CREATE INDEX "search_documents_name" ON "search_documents" USING btree ("feature","name_key","record_id");--> statement-breakpoint
CREATE INDEX "search_documents_updated" ON "search_documents" USING btree ("feature","updated_at","record_id");--> statement-breakpoint
CREATE INDEX "search_documents_mercator" ON "search_documents" USING btree ("x","y");--> statement-breakpoint
CREATE INDEX "search_words_trigram" ON "search_words" USING gin ("word" gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "search_words_prefix" ON "search_words" USING btree ("word" text_pattern_ops);--> statement-breakpoint
CREATE INDEX "import_runs_source_id_index" ON "import_runs" USING btree ("source_id");--> statement-breakpoint
CREATE INDEX "imported_records_feature_record_id_index" ON "imported_records" USING btree ("feature","record_id");--> statement-breakpoint
CREATE INDEX "imported_records_run_id_index" ON "imported_records" USING btree ("run_id");--> statement-breakpoint
CREATE UNIQUE INDEX "concept_labels_one_preferred" ON "concept_labels" USING btree ("concept_id","language") WHERE "concept_labels"."kind" = 'preferred';--> statement-breakpoint
CREATE INDEX "concepts_broader_id_index" ON "concepts" USING btree ("broader_id");