-- Database functions of the ground. Loaded by migration 0001; safe to run again.

CREATE OR REPLACE FUNCTION layers_inside_utm32(shape geometry) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  -- EPSG:25832 is used in Germany from 5.8 to 15 degrees east. NaN sorts above every number.
  SELECT coalesce(ST_XMin(shape) >= 100000 AND ST_XMax(shape) <= 900000
              AND ST_YMin(shape) >= 4200000 AND ST_YMax(shape) <= 9400000, false)
$$;

CREATE OR REPLACE FUNCTION layers_geometry_ok(shape geometry) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT layers_inside_utm32(shape) AND ST_IsValid(shape)
$$;

CREATE OR REPLACE FUNCTION layers_fold(words text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  -- One spelling for all: lower case, umlauts and their transcriptions to the bare vowel,
  -- "str." and "strasse" alike, marks of other languages dropped.
  SELECT btrim(regexp_replace(regexp_replace(regexp_replace(
           translate(normalize(replace(lower(words), 'ß', 'ss'), NFD),
                     U&'\0300\0301\0302\0303\0304\0306\0307\0308\030A\030B\030C\0327\0328', ''),
           '([aou])e', '\1', 'g'),
           'strass?e?\M|str\.|str\M', 'str', 'g'),
           '[^[:alnum:]]+', ' ', 'g'))
$$;

CREATE OR REPLACE FUNCTION layers_assert_inside_city(shape geometry) RETURNS void
LANGUAGE plpgsql STABLE AS $$
DECLARE extent geometry; city text;
BEGIN
  IF NOT layers_inside_utm32(shape) THEN  -- before the copy in EPSG:3857 is computed and fails
    RAISE EXCEPTION 'empty, not finite or outside UTM zone 32'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'layers_geometry_ok';
  END IF;
  SELECT ST_Expand(ST_Envelope(boundary), margin_m), name INTO extent, city FROM layers_city;
  IF FOUND AND NOT shape @ extent THEN
    RAISE EXCEPTION 'outside the extent of %', city
      USING ERRCODE = 'check_violation', CONSTRAINT = 'layers_inside_city';
  END IF;
END $$;

CREATE OR REPLACE FUNCTION layers_note_change(changed_table text) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO layers_touch (table_name, transaction_id)
  VALUES (changed_table, pg_current_xact_id()::text::bigint) ON CONFLICT DO NOTHING;
END $$;

CREATE OR REPLACE FUNCTION layers_raise_revisions() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  -- All tables of the transaction at once and in order of name, so that two commits cannot deadlock.
  WITH touched AS (
    DELETE FROM layers_touch WHERE transaction_id = NEW.transaction_id RETURNING table_name
  )
  INSERT INTO layers_tablerevision (table_name, revision)
  SELECT table_name, 1 FROM touched ORDER BY table_name
  ON CONFLICT (table_name) DO UPDATE SET revision = layers_tablerevision.revision + 1;
  RETURN NULL;
END $$;
