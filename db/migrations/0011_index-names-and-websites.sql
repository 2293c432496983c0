-- What “Is this you already?” looks up: names by their pieces, websites by their domain and all below it.

-- elpmaxe.www of https://www.example/page: a domain and its subdomains begin alike.
CREATE FUNCTION reversed_host(website text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
RETURN reverse(lower(substring(website from '^(?:[A-Za-z][A-Za-z0-9+.-]*://)?(?:[^/?#@]*@)?([^/:?#]+)')));
--> statement-breakpoint
CREATE INDEX "actors_website_host" ON "actors" USING btree (reversed_host("website") text_pattern_ops);--> statement-breakpoint
CREATE INDEX "search_documents_name_trigram" ON "search_documents" USING gin ("name_key" gin_trgm_ops) WHERE "search_documents"."feature" = 'actors';