DROP INDEX "territory_parts_part";--> statement-breakpoint
CREATE INDEX "territory_parts_part" ON "territory_parts" USING spgist ("part");