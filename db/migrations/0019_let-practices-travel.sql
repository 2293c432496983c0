ALTER TABLE "offers" ADD COLUMN "words" "tsvector" DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "adoptions" ADD COLUMN "from_actor_id" integer;--> statement-breakpoint
ALTER TABLE "adoptions" ADD CONSTRAINT "adoptions_from_actor_id_actors_id_fk" FOREIGN KEY ("from_actor_id") REFERENCES "public"."actors"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "offers_words" ON "offers" USING gin ("words");--> statement-breakpoint
CREATE INDEX "adoptions_from_actor_id_index" ON "adoptions" USING btree ("from_actor_id");
--> statement-breakpoint
CREATE FUNCTION keep_offer_words() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  NEW.words := to_tsvector('pg_catalog.simple', folded_words(NEW.text));
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER keep_offer_words BEFORE INSERT OR UPDATE OF text, words ON offers
FOR EACH ROW EXECUTE FUNCTION keep_offer_words();
--> statement-breakpoint
-- What search documents hold of offers stays as it is.
ALTER TABLE offers DISABLE TRIGGER USER;
--> statement-breakpoint
UPDATE offers SET words = to_tsvector('pg_catalog.simple', folded_words(text));
--> statement-breakpoint
ALTER TABLE offers ENABLE TRIGGER USER;
--> statement-breakpoint
-- Documents of practices say who took them up; nobody could before.
UPDATE revisions SET document = document || '{"adoptions": []}'
WHERE feature = 'practices' AND document ? 'title' AND NOT document ? 'adoptions';
--> statement-breakpoint
UPDATE proposals SET document = document || '{"adoptions": []}'
WHERE feature = 'practices' AND document ? 'title' AND NOT document ? 'adoptions';
