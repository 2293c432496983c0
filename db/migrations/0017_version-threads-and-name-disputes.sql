ALTER TYPE "public"."revision_act" ADD VALUE 'dispute' BEFORE 'restore';--> statement-breakpoint
ALTER TABLE "threads" ADD COLUMN "version" integer DEFAULT 1 NOT NULL;