CREATE TYPE "public"."editor_act" AS ENUM('claimed', 'invited', 'joined', 'left', 'removed', 'handed_over', 'role_changed');--> statement-breakpoint
CREATE TABLE "editor_events" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "editor_events_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"actor_id" integer NOT NULL,
	"act" "editor_act" NOT NULL,
	"role" "actor_role" NOT NULL,
	"account_id" integer,
	"by_id" integer,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "contact_drafts" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "contact_drafts_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"token_hash" text NOT NULL,
	"actor_id" integer NOT NULL,
	"sender_name" text NOT NULL,
	"subject" text NOT NULL,
	"text" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	CONSTRAINT "contact_drafts_tokenHash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
ALTER TABLE "threads" ADD COLUMN "sender_name" text NOT NULL;--> statement-breakpoint
ALTER TABLE "editor_events" ADD CONSTRAINT "editor_events_actor_id_actors_id_fk" FOREIGN KEY ("actor_id") REFERENCES "public"."actors"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "editor_events" ADD CONSTRAINT "editor_events_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "editor_events" ADD CONSTRAINT "editor_events_by_id_accounts_id_fk" FOREIGN KEY ("by_id") REFERENCES "public"."accounts"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contact_drafts" ADD CONSTRAINT "contact_drafts_actor_id_actors_id_fk" FOREIGN KEY ("actor_id") REFERENCES "public"."actors"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "editor_events_actor_id_created_at_index" ON "editor_events" USING btree ("actor_id","created_at");--> statement-breakpoint
CREATE INDEX "editor_events_account_id_index" ON "editor_events" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "editor_events_by_id_index" ON "editor_events" USING btree ("by_id");--> statement-breakpoint
CREATE INDEX "contact_drafts_actor_id_index" ON "contact_drafts" USING btree ("actor_id");--> statement-breakpoint
CREATE INDEX "contact_drafts_expires_at_index" ON "contact_drafts" USING btree ("expires_at");