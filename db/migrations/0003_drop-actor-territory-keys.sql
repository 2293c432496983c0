ALTER TABLE "actor_territories" DROP CONSTRAINT "actor_territories_actor_id_actors_id_fk";
--> statement-breakpoint
ALTER TABLE "actor_territories" DROP CONSTRAINT "actor_territories_territory_code_territories_code_fk";
