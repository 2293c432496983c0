CREATE TABLE "territory_reports" (
	"reference" text PRIMARY KEY NOT NULL,
	"territory_code" text,
	"area" text,
	"filters" jsonb NOT NULL,
	"data_version" bigint NOT NULL,
	"counts" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
