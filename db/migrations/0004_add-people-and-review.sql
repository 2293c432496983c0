CREATE TYPE "public"."actor_role" AS ENUM('editor', 'owner');--> statement-breakpoint
CREATE TYPE "public"."claim_proof" AS ENUM('domain', 'moderator');--> statement-breakpoint
CREATE TYPE "public"."claim_status" AS ENUM('pending', 'accepted', 'refused', 'withdrawn');--> statement-breakpoint
CREATE TYPE "public"."consent_kind" AS ENUM('privacy', 'publication', 'contact');--> statement-breakpoint
CREATE TYPE "public"."instance_role" AS ENUM('person', 'moderator', 'administrator');--> statement-breakpoint
CREATE TYPE "public"."mail_state" AS ENUM('queued', 'handing_over', 'sent', 'failed', 'bounced', 'uncertain');--> statement-breakpoint
CREATE TYPE "public"."thread_side" AS ENUM('sender', 'actor');--> statement-breakpoint
CREATE TYPE "public"."thread_state" AS ENUM('waiting', 'answered', 'declined', 'reported', 'closed');--> statement-breakpoint
CREATE TYPE "public"."author_role" AS ENUM('person', 'editor', 'owner', 'moderator', 'administrator', 'import');--> statement-breakpoint
CREATE TYPE "public"."freshness_answer" AS ENUM('true', 'changed', 'closed');--> statement-breakpoint
CREATE TYPE "public"."participation_answer" AS ENUM('confirm', 'correct', 'dispute');--> statement-breakpoint
CREATE TYPE "public"."proposal_kind" AS ENUM('create', 'update', 'erase');--> statement-breakpoint
CREATE TYPE "public"."proposal_status" AS ENUM('pending', 'accepted', 'rejected', 'withdrawn', 'superseded');--> statement-breakpoint
CREATE TYPE "public"."record_feature" AS ENUM('actors', 'practices', 'collaborations');--> statement-breakpoint
CREATE TYPE "public"."report_kind" AS ENUM('wrong', 'outdated', 'duplicate', 'closed', 'abuse', 'privacy', 'suggestion');--> statement-breakpoint
CREATE TYPE "public"."report_status" AS ENUM('open', 'resolved', 'dismissed');--> statement-breakpoint
CREATE TYPE "public"."revision_act" AS ENUM('create', 'update', 'confirm', 'merge', 'unmerge', 'restore', 'erase', 'import');--> statement-breakpoint
CREATE TYPE "public"."practice_part" AS ENUM('role', 'resource', 'step_title', 'step_text');--> statement-breakpoint
CREATE TYPE "public"."image_role" AS ENUM('logo', 'picture');--> statement-breakpoint
CREATE TYPE "public"."suggestion_status" AS ENUM('open', 'accepted', 'folded', 'refused');--> statement-breakpoint
CREATE TYPE "public"."text_origin" AS ENUM('original', 'person', 'machine');--> statement-breakpoint
CREATE TABLE "accounts" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "accounts_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"email" text NOT NULL,
	"name" text,
	"language" text DEFAULT 'en' NOT NULL,
	"role" "instance_role" DEFAULT 'person' NOT NULL,
	"bounced_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_seen_at" timestamp with time zone,
	CONSTRAINT "accounts_email_unique" UNIQUE("email"),
	CONSTRAINT "accounts_email" CHECK ("accounts"."email" = lower(trim("accounts"."email")))
);
--> statement-breakpoint
CREATE TABLE "actor_editors" (
	"actor_id" integer NOT NULL,
	"account_id" integer NOT NULL,
	"role" "actor_role" NOT NULL,
	"invited_by_id" integer,
	"since" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "actor_editors_actor_id_account_id_pk" PRIMARY KEY("actor_id","account_id")
);
--> statement-breakpoint
CREATE TABLE "claims" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "claims_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"actor_id" integer NOT NULL,
	"account_id" integer NOT NULL,
	"proof" "claim_proof" NOT NULL,
	"email" text,
	"token_hash" text,
	"message" text,
	"status" "claim_status" DEFAULT 'pending' NOT NULL,
	"reason" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone,
	"decided_at" timestamp with time zone,
	"decided_by_id" integer,
	CONSTRAINT "claims_tokenHash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "consents" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "consents_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"account_id" integer NOT NULL,
	"kind" "consent_kind" NOT NULL,
	"text_version" text NOT NULL,
	"language" text NOT NULL,
	"given_at" timestamp with time zone DEFAULT now() NOT NULL,
	"withdrawn_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "erasures" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "erasures_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"subject" text NOT NULL,
	"subject_hash" text NOT NULL,
	"erased_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "erasures_subject_subjectHash_unique" UNIQUE("subject","subject_hash")
);
--> statement-breakpoint
CREATE TABLE "invitations" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "invitations_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"actor_id" integer NOT NULL,
	"email" text NOT NULL,
	"role" "actor_role" NOT NULL,
	"token_hash" text NOT NULL,
	"invited_by_id" integer,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"accepted_at" timestamp with time zone,
	"withdrawn_at" timestamp with time zone,
	CONSTRAINT "invitations_tokenHash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "moderator_scopes" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "moderator_scopes_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"account_id" integer NOT NULL,
	"territory_code" text,
	"theme_id" integer,
	CONSTRAINT "moderator_scopes_one" CHECK (num_nonnulls("moderator_scopes"."territory_code", "moderator_scopes"."theme_id") = 1)
);
--> statement-breakpoint
CREATE TABLE "second_factors" (
	"account_id" integer PRIMARY KEY NOT NULL,
	"secret" text NOT NULL,
	"confirmed_at" timestamp with time zone,
	"last_step" bigint DEFAULT 0 NOT NULL,
	"recovery_hashes" text[] DEFAULT '{}' NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "sessions_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"account_id" integer NOT NULL,
	"token_hash" text NOT NULL,
	"device" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"strong_since" timestamp with time zone,
	CONSTRAINT "sessions_tokenHash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "sign_ins" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "sign_ins_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"email" text NOT NULL,
	"token_hash" text NOT NULL,
	"code_hash" text NOT NULL,
	"browser_hash" text NOT NULL,
	"language" text NOT NULL,
	"return_to" text,
	"attempts" smallint DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone,
	CONSTRAINT "sign_ins_tokenHash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "contact_pauses" (
	"actor_id" integer PRIMARY KEY NOT NULL,
	"account_id" integer,
	"until" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "idempotency_keys" (
	"scope" text NOT NULL,
	"key" text NOT NULL,
	"request_hash" text NOT NULL,
	"status" smallint,
	"answer" jsonb,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "idempotency_keys_scope_key_pk" PRIMARY KEY("scope","key")
);
--> statement-breakpoint
CREATE TABLE "instance_secrets" (
	"name" text PRIMARY KEY NOT NULL,
	"secret" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "mails" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "mails_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"key" text,
	"template" text NOT NULL,
	"language" text NOT NULL,
	"account_id" integer,
	"address" text NOT NULL,
	"params" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"message_id" text NOT NULL,
	"state" "mail_state" DEFAULT 'queued' NOT NULL,
	"attempts" smallint DEFAULT 0 NOT NULL,
	"error" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"sent_at" timestamp with time zone,
	CONSTRAINT "mails_key_unique" UNIQUE("key"),
	CONSTRAINT "mails_messageId_unique" UNIQUE("message_id")
);
--> statement-breakpoint
CREATE TABLE "thread_messages" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "thread_messages_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"thread_id" integer NOT NULL,
	"side" "thread_side" NOT NULL,
	"account_id" integer,
	"text" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "threads" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "threads_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"reference" text NOT NULL,
	"actor_id" integer NOT NULL,
	"sender_id" integer NOT NULL,
	"language" text NOT NULL,
	"subject" text NOT NULL,
	"state" "thread_state" DEFAULT 'waiting' NOT NULL,
	"reason" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "threads_reference_unique" UNIQUE("reference")
);
--> statement-breakpoint
CREATE TABLE "freshness_requests" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "freshness_requests_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"actor_id" integer NOT NULL,
	"account_id" integer NOT NULL,
	"token_hash" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"answered_at" timestamp with time zone,
	"answer" "freshness_answer",
	CONSTRAINT "freshness_requests_tokenHash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "merges" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "merges_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"kept_id" integer NOT NULL,
	"merged_id" integer NOT NULL,
	"before" jsonb NOT NULL,
	"why" text,
	"account_id" integer,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"undone_at" timestamp with time zone,
	"undone_by_id" integer,
	CONSTRAINT "merges_two" CHECK ("merges"."kept_id" <> "merges"."merged_id")
);
--> statement-breakpoint
CREATE TABLE "not_duplicates" (
	"actor_id" integer NOT NULL,
	"other_actor_id" integer NOT NULL,
	"account_id" integer,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "not_duplicates_actor_id_other_actor_id_pk" PRIMARY KEY("actor_id","other_actor_id"),
	CONSTRAINT "not_duplicates_ordered" CHECK ("not_duplicates"."actor_id" < "not_duplicates"."other_actor_id")
);
--> statement-breakpoint
CREATE TABLE "participation_replies" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "participation_replies_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"participation_id" integer NOT NULL,
	"account_id" integer,
	"answer" "participation_answer" NOT NULL,
	"note" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "proposals" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "proposals_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"reference" text NOT NULL,
	"feature" "record_feature" NOT NULL,
	"record_id" integer NOT NULL,
	"kind" "proposal_kind" NOT NULL,
	"base_version" integer NOT NULL,
	"document" jsonb NOT NULL,
	"changed_fields" text[] DEFAULT '{}' NOT NULL,
	"risks" text[] DEFAULT '{}' NOT NULL,
	"why" text,
	"account_id" integer,
	"draft_id" integer,
	"status" "proposal_status" DEFAULT 'pending' NOT NULL,
	"went_live" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"decided_at" timestamp with time zone,
	"decided_by_id" integer,
	"reason" text,
	CONSTRAINT "proposals_reference_unique" UNIQUE("reference")
);
--> statement-breakpoint
CREATE TABLE "reports" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "reports_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"reference" text NOT NULL,
	"feature" "record_feature" NOT NULL,
	"record_id" integer NOT NULL,
	"kind" "report_kind" NOT NULL,
	"message" text NOT NULL,
	"language" text NOT NULL,
	"email" text,
	"account_id" integer,
	"signals" text[] DEFAULT '{}' NOT NULL,
	"status" "report_status" DEFAULT 'open' NOT NULL,
	"answer" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"decided_at" timestamp with time zone,
	"decided_by_id" integer,
	CONSTRAINT "reports_reference_unique" UNIQUE("reference")
);
--> statement-breakpoint
CREATE TABLE "revisions" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "revisions_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"feature" "record_feature" NOT NULL,
	"record_id" integer NOT NULL,
	"version" integer NOT NULL,
	"act" "revision_act" NOT NULL,
	"document" jsonb,
	"changed_fields" text[] DEFAULT '{}' NOT NULL,
	"author_role" "author_role" NOT NULL,
	"account_id" integer,
	"why" text,
	"proposal_id" integer,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "revisions_feature_recordId_version_unique" UNIQUE("feature","record_id","version")
);
--> statement-breakpoint
CREATE TABLE "practice_part_texts" (
	"practice_id" integer NOT NULL,
	"position" smallint NOT NULL,
	"part" "practice_part" NOT NULL,
	"language" text NOT NULL,
	"text" text NOT NULL,
	"origin" text_origin DEFAULT 'original' NOT NULL,
	"original_hash" text,
	CONSTRAINT "practice_part_texts_practice_id_part_position_language_pk" PRIMARY KEY("practice_id","part","position","language")
);
--> statement-breakpoint
CREATE TABLE "actor_private_locations" (
	"actor_id" integer PRIMARY KEY NOT NULL,
	"location" geometry(Point,4326),
	"street" text,
	"postal_code" text
);
--> statement-breakpoint
CREATE TABLE "actor_suggestions" (
	"actor_id" integer NOT NULL,
	"suggestion_id" integer NOT NULL,
	CONSTRAINT "actor_suggestions_actor_id_suggestion_id_pk" PRIMARY KEY("actor_id","suggestion_id")
);
--> statement-breakpoint
CREATE TABLE "concept_suggestions" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "concept_suggestions_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"scheme" "concept_scheme" NOT NULL,
	"label" text NOT NULL,
	"language" text NOT NULL,
	"status" "suggestion_status" DEFAULT 'open' NOT NULL,
	"concept_id" integer,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"decided_at" timestamp with time zone,
	"decided_by_id" integer,
	CONSTRAINT "concept_suggestions_label" CHECK (length(trim("concept_suggestions"."label")) between 1 and 100)
);
--> statement-breakpoint
CREATE TABLE "drafts" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "drafts_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"reference" text NOT NULL,
	"token_hash" text NOT NULL,
	"account_id" integer,
	"email" text,
	"email_confirmed_at" timestamp with time zone,
	"language" text NOT NULL,
	"answers" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"actor_id" integer,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"submitted_at" timestamp with time zone,
	CONSTRAINT "drafts_reference_unique" UNIQUE("reference"),
	CONSTRAINT "drafts_tokenHash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "image_files" (
	"image_id" integer NOT NULL,
	"width" integer NOT NULL,
	"media_type" text NOT NULL,
	"bytes" "bytea" NOT NULL,
	CONSTRAINT "image_files_image_id_width_pk" PRIMARY KEY("image_id","width")
);
--> statement-breakpoint
CREATE TABLE "images" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "images_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"key" text NOT NULL,
	"draft_id" integer,
	"actor_id" integer,
	"practice_id" integer,
	"uploaded_by_id" integer,
	"role" "image_role" NOT NULL,
	"position" smallint DEFAULT 0 NOT NULL,
	"alt" jsonb NOT NULL,
	"credit" text,
	"width" integer NOT NULL,
	"height" integer NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "images_key_unique" UNIQUE("key"),
	CONSTRAINT "images_of_something" CHECK (num_nonnulls("images"."draft_id", "images"."actor_id", "images"."practice_id", "images"."uploaded_by_id") > 0)
);
--> statement-breakpoint
CREATE TABLE "practice_suggestions" (
	"practice_id" integer NOT NULL,
	"suggestion_id" integer NOT NULL,
	CONSTRAINT "practice_suggestions_practice_id_suggestion_id_pk" PRIMARY KEY("practice_id","suggestion_id")
);
--> statement-breakpoint
ALTER TABLE "actor_texts" ADD COLUMN "origin" text_origin DEFAULT 'original' NOT NULL;--> statement-breakpoint
ALTER TABLE "actor_texts" ADD COLUMN "original_hash" text;--> statement-breakpoint
ALTER TABLE "collaboration_texts" ADD COLUMN "origin" text_origin DEFAULT 'original' NOT NULL;--> statement-breakpoint
ALTER TABLE "collaboration_texts" ADD COLUMN "original_hash" text;--> statement-breakpoint
ALTER TABLE "practice_texts" ADD COLUMN "origin" text_origin DEFAULT 'original' NOT NULL;--> statement-breakpoint
ALTER TABLE "practice_texts" ADD COLUMN "original_hash" text;--> statement-breakpoint
ALTER TABLE "actor_editors" ADD CONSTRAINT "actor_editors_actor_id_actors_id_fk" FOREIGN KEY ("actor_id") REFERENCES "public"."actors"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "actor_editors" ADD CONSTRAINT "actor_editors_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "actor_editors" ADD CONSTRAINT "actor_editors_invited_by_id_accounts_id_fk" FOREIGN KEY ("invited_by_id") REFERENCES "public"."accounts"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "claims" ADD CONSTRAINT "claims_actor_id_actors_id_fk" FOREIGN KEY ("actor_id") REFERENCES "public"."actors"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "claims" ADD CONSTRAINT "claims_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "claims" ADD CONSTRAINT "claims_decided_by_id_accounts_id_fk" FOREIGN KEY ("decided_by_id") REFERENCES "public"."accounts"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consents" ADD CONSTRAINT "consents_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_actor_id_actors_id_fk" FOREIGN KEY ("actor_id") REFERENCES "public"."actors"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_invited_by_id_accounts_id_fk" FOREIGN KEY ("invited_by_id") REFERENCES "public"."accounts"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "moderator_scopes" ADD CONSTRAINT "moderator_scopes_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "moderator_scopes" ADD CONSTRAINT "moderator_scopes_territory_code_territories_code_fk" FOREIGN KEY ("territory_code") REFERENCES "public"."territories"("code") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "moderator_scopes" ADD CONSTRAINT "moderator_scopes_theme_id_concepts_id_fk" FOREIGN KEY ("theme_id") REFERENCES "public"."concepts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "second_factors" ADD CONSTRAINT "second_factors_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contact_pauses" ADD CONSTRAINT "contact_pauses_actor_id_actors_id_fk" FOREIGN KEY ("actor_id") REFERENCES "public"."actors"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contact_pauses" ADD CONSTRAINT "contact_pauses_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mails" ADD CONSTRAINT "mails_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "thread_messages" ADD CONSTRAINT "thread_messages_thread_id_threads_id_fk" FOREIGN KEY ("thread_id") REFERENCES "public"."threads"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "thread_messages" ADD CONSTRAINT "thread_messages_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "threads" ADD CONSTRAINT "threads_actor_id_actors_id_fk" FOREIGN KEY ("actor_id") REFERENCES "public"."actors"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "threads" ADD CONSTRAINT "threads_sender_id_accounts_id_fk" FOREIGN KEY ("sender_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "freshness_requests" ADD CONSTRAINT "freshness_requests_actor_id_actors_id_fk" FOREIGN KEY ("actor_id") REFERENCES "public"."actors"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "freshness_requests" ADD CONSTRAINT "freshness_requests_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "merges" ADD CONSTRAINT "merges_kept_id_actors_id_fk" FOREIGN KEY ("kept_id") REFERENCES "public"."actors"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "merges" ADD CONSTRAINT "merges_merged_id_actors_id_fk" FOREIGN KEY ("merged_id") REFERENCES "public"."actors"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "merges" ADD CONSTRAINT "merges_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "merges" ADD CONSTRAINT "merges_undone_by_id_accounts_id_fk" FOREIGN KEY ("undone_by_id") REFERENCES "public"."accounts"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "not_duplicates" ADD CONSTRAINT "not_duplicates_actor_id_actors_id_fk" FOREIGN KEY ("actor_id") REFERENCES "public"."actors"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "not_duplicates" ADD CONSTRAINT "not_duplicates_other_actor_id_actors_id_fk" FOREIGN KEY ("other_actor_id") REFERENCES "public"."actors"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "not_duplicates" ADD CONSTRAINT "not_duplicates_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "participation_replies" ADD CONSTRAINT "participation_replies_participation_id_participations_id_fk" FOREIGN KEY ("participation_id") REFERENCES "public"."participations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "participation_replies" ADD CONSTRAINT "participation_replies_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "proposals" ADD CONSTRAINT "proposals_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "proposals" ADD CONSTRAINT "proposals_draft_id_drafts_id_fk" FOREIGN KEY ("draft_id") REFERENCES "public"."drafts"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "proposals" ADD CONSTRAINT "proposals_decided_by_id_accounts_id_fk" FOREIGN KEY ("decided_by_id") REFERENCES "public"."accounts"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reports" ADD CONSTRAINT "reports_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reports" ADD CONSTRAINT "reports_decided_by_id_accounts_id_fk" FOREIGN KEY ("decided_by_id") REFERENCES "public"."accounts"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "revisions" ADD CONSTRAINT "revisions_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "revisions" ADD CONSTRAINT "revisions_proposal_id_proposals_id_fk" FOREIGN KEY ("proposal_id") REFERENCES "public"."proposals"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "practice_part_texts" ADD CONSTRAINT "practice_part_texts_practice_id_practices_id_fk" FOREIGN KEY ("practice_id") REFERENCES "public"."practices"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "actor_private_locations" ADD CONSTRAINT "actor_private_locations_actor_id_actors_id_fk" FOREIGN KEY ("actor_id") REFERENCES "public"."actors"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "actor_suggestions" ADD CONSTRAINT "actor_suggestions_actor_id_actors_id_fk" FOREIGN KEY ("actor_id") REFERENCES "public"."actors"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "actor_suggestions" ADD CONSTRAINT "actor_suggestions_suggestion_id_concept_suggestions_id_fk" FOREIGN KEY ("suggestion_id") REFERENCES "public"."concept_suggestions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "concept_suggestions" ADD CONSTRAINT "concept_suggestions_concept_id_concepts_id_fk" FOREIGN KEY ("concept_id") REFERENCES "public"."concepts"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "concept_suggestions" ADD CONSTRAINT "concept_suggestions_decided_by_id_accounts_id_fk" FOREIGN KEY ("decided_by_id") REFERENCES "public"."accounts"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drafts" ADD CONSTRAINT "drafts_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drafts" ADD CONSTRAINT "drafts_actor_id_actors_id_fk" FOREIGN KEY ("actor_id") REFERENCES "public"."actors"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "image_files" ADD CONSTRAINT "image_files_image_id_images_id_fk" FOREIGN KEY ("image_id") REFERENCES "public"."images"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "images" ADD CONSTRAINT "images_draft_id_drafts_id_fk" FOREIGN KEY ("draft_id") REFERENCES "public"."drafts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "images" ADD CONSTRAINT "images_actor_id_actors_id_fk" FOREIGN KEY ("actor_id") REFERENCES "public"."actors"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "images" ADD CONSTRAINT "images_practice_id_practices_id_fk" FOREIGN KEY ("practice_id") REFERENCES "public"."practices"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "images" ADD CONSTRAINT "images_uploaded_by_id_accounts_id_fk" FOREIGN KEY ("uploaded_by_id") REFERENCES "public"."accounts"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "practice_suggestions" ADD CONSTRAINT "practice_suggestions_practice_id_practices_id_fk" FOREIGN KEY ("practice_id") REFERENCES "public"."practices"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "practice_suggestions" ADD CONSTRAINT "practice_suggestions_suggestion_id_concept_suggestions_id_fk" FOREIGN KEY ("suggestion_id") REFERENCES "public"."concept_suggestions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "actor_editors_account_id_index" ON "actor_editors" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "actor_editors_invited_by_id_index" ON "actor_editors" USING btree ("invited_by_id");--> statement-breakpoint
CREATE INDEX "claims_actor_id_index" ON "claims" USING btree ("actor_id");--> statement-breakpoint
CREATE INDEX "claims_account_id_index" ON "claims" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "claims_decided_by_id_index" ON "claims" USING btree ("decided_by_id");--> statement-breakpoint
CREATE INDEX "claims_status_index" ON "claims" USING btree ("status");--> statement-breakpoint
CREATE INDEX "consents_account_id_index" ON "consents" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "invitations_actor_id_index" ON "invitations" USING btree ("actor_id");--> statement-breakpoint
CREATE INDEX "invitations_email_index" ON "invitations" USING btree ("email");--> statement-breakpoint
CREATE INDEX "invitations_invited_by_id_index" ON "invitations" USING btree ("invited_by_id");--> statement-breakpoint
CREATE INDEX "moderator_scopes_account_id_index" ON "moderator_scopes" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "moderator_scopes_territory_code_index" ON "moderator_scopes" USING btree ("territory_code");--> statement-breakpoint
CREATE INDEX "moderator_scopes_theme_id_index" ON "moderator_scopes" USING btree ("theme_id");--> statement-breakpoint
CREATE INDEX "sessions_account_id_index" ON "sessions" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "sessions_expires_at_index" ON "sessions" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "sign_ins_email_index" ON "sign_ins" USING btree ("email");--> statement-breakpoint
CREATE INDEX "sign_ins_expires_at_index" ON "sign_ins" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "contact_pauses_account_id_index" ON "contact_pauses" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "idempotency_keys_created_at_index" ON "idempotency_keys" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "mails_account_id_index" ON "mails" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "mails_state_created_at_index" ON "mails" USING btree ("state","created_at");--> statement-breakpoint
CREATE INDEX "mails_address_index" ON "mails" USING btree ("address");--> statement-breakpoint
CREATE INDEX "thread_messages_thread_id_index" ON "thread_messages" USING btree ("thread_id");--> statement-breakpoint
CREATE INDEX "thread_messages_account_id_index" ON "thread_messages" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "threads_actor_id_updated_at_index" ON "threads" USING btree ("actor_id","updated_at");--> statement-breakpoint
CREATE INDEX "threads_sender_id_updated_at_index" ON "threads" USING btree ("sender_id","updated_at");--> statement-breakpoint
CREATE INDEX "freshness_requests_actor_id_created_at_index" ON "freshness_requests" USING btree ("actor_id","created_at");--> statement-breakpoint
CREATE INDEX "freshness_requests_account_id_index" ON "freshness_requests" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "merges_kept_id_index" ON "merges" USING btree ("kept_id");--> statement-breakpoint
CREATE INDEX "merges_merged_id_index" ON "merges" USING btree ("merged_id");--> statement-breakpoint
CREATE INDEX "merges_account_id_index" ON "merges" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "merges_undone_by_id_index" ON "merges" USING btree ("undone_by_id");--> statement-breakpoint
CREATE INDEX "not_duplicates_other_actor_id_index" ON "not_duplicates" USING btree ("other_actor_id");--> statement-breakpoint
CREATE INDEX "not_duplicates_account_id_index" ON "not_duplicates" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "participation_replies_participation_id_index" ON "participation_replies" USING btree ("participation_id");--> statement-breakpoint
CREATE INDEX "participation_replies_account_id_index" ON "participation_replies" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "proposals_feature_record_id_index" ON "proposals" USING btree ("feature","record_id");--> statement-breakpoint
CREATE INDEX "proposals_status_created_at_index" ON "proposals" USING btree ("status","created_at");--> statement-breakpoint
CREATE INDEX "proposals_account_id_index" ON "proposals" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "proposals_draft_id_index" ON "proposals" USING btree ("draft_id");--> statement-breakpoint
CREATE INDEX "proposals_decided_by_id_index" ON "proposals" USING btree ("decided_by_id");--> statement-breakpoint
CREATE INDEX "reports_feature_record_id_index" ON "reports" USING btree ("feature","record_id");--> statement-breakpoint
CREATE INDEX "reports_status_created_at_index" ON "reports" USING btree ("status","created_at");--> statement-breakpoint
CREATE INDEX "reports_account_id_index" ON "reports" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "reports_decided_by_id_index" ON "reports" USING btree ("decided_by_id");--> statement-breakpoint
CREATE INDEX "revisions_account_id_index" ON "revisions" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "revisions_proposal_id_index" ON "revisions" USING btree ("proposal_id");--> statement-breakpoint
CREATE INDEX "revisions_created_at_index" ON "revisions" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "actor_suggestions_suggestion_id_index" ON "actor_suggestions" USING btree ("suggestion_id");--> statement-breakpoint
CREATE INDEX "concept_suggestions_concept_id_index" ON "concept_suggestions" USING btree ("concept_id");--> statement-breakpoint
CREATE INDEX "concept_suggestions_decided_by_id_index" ON "concept_suggestions" USING btree ("decided_by_id");--> statement-breakpoint
CREATE INDEX "concept_suggestions_status_index" ON "concept_suggestions" USING btree ("status");--> statement-breakpoint
CREATE INDEX "drafts_account_id_index" ON "drafts" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "drafts_actor_id_index" ON "drafts" USING btree ("actor_id");--> statement-breakpoint
CREATE INDEX "drafts_expires_at_index" ON "drafts" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "images_draft_id_index" ON "images" USING btree ("draft_id");--> statement-breakpoint
CREATE INDEX "images_actor_id_index" ON "images" USING btree ("actor_id");--> statement-breakpoint
CREATE INDEX "images_practice_id_index" ON "images" USING btree ("practice_id");--> statement-breakpoint
CREATE INDEX "images_uploaded_by_id_index" ON "images" USING btree ("uploaded_by_id");--> statement-breakpoint
CREATE INDEX "practice_suggestions_suggestion_id_index" ON "practice_suggestions" USING btree ("suggestion_id");