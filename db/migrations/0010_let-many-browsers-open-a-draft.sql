CREATE TYPE "public"."draft_key_kind" AS ENUM('browser', 'mail');--> statement-breakpoint
CREATE TABLE "draft_keys" (
	"token_hash" text PRIMARY KEY NOT NULL,
	"draft_id" integer NOT NULL,
	"kind" "draft_key_kind" NOT NULL,
	"email" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "drafts" DROP CONSTRAINT "drafts_tokenHash_unique";--> statement-breakpoint
ALTER TABLE "draft_keys" ADD CONSTRAINT "draft_keys_draft_id_drafts_id_fk" FOREIGN KEY ("draft_id") REFERENCES "public"."drafts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "draft_keys_draft_id_index" ON "draft_keys" USING btree ("draft_id");--> statement-breakpoint
ALTER TABLE "drafts" DROP COLUMN "token_hash";