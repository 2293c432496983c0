-- A trigram index finds equal words too, a hundred times as slowly, and is known to bitmap scans only.
ALTER FUNCTION remember_words(search_feature, integer[]) SET enable_bitmapscan = off;
