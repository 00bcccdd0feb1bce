-- The overview: for each cell of a grid the greatest feature in it, at levels 13 down to 8.
-- A tile is 64 × 64 cells, so that its cost is bounded however much is stored.
-- Loaded by migration 0002; safe to run again.

CREATE OR REPLACE FUNCTION layers_overview_x(shape geometry) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  -- Column at level 13 of the middle of a shape in EPSG:3857; 2^19 columns span the world.
  SELECT floor(((ST_XMin(shape) + ST_XMax(shape)) / 2 + 20037508.342789244) / 76.43702828517625)::int
$$;

CREATE OR REPLACE FUNCTION layers_overview_y(shape geometry) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  -- Row at level 13, counted from the south.
  SELECT floor(((ST_YMin(shape) + ST_YMax(shape)) / 2 + 20037508.342789244) / 76.43702828517625)::int
$$;

CREATE OR REPLACE FUNCTION layers_overview_plane(source text, level integer) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  -- A table and a level in one number, for half the time that two columns take in the index.
  SELECT (('x' || left(md5(source), 7))::bit(28)::int << 3) + level - 8
$$;

CREATE OR REPLACE FUNCTION layers_overview_box(x integer, y integer) RETURNS geometry
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT ST_MakeEnvelope(x * 76.43702828517625 - 20037508.342789244,
                         y * 76.43702828517625 - 20037508.342789244,
                         (x + 1) * 76.43702828517625 - 20037508.342789244,
                         (y + 1) * 76.43702828517625 - 20037508.342789244, 3857)
$$;

CREATE OR REPLACE FUNCTION layers_overview_shape(shape geometry, level integer) RETURNS geometry
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  -- As coarse as a pixel of that level (a tile has 512); small areas stay visible as squares.
  SELECT CASE
    WHEN ST_Dimension(shape) = 0 THEN shape
    WHEN ST_Dimension(shape) = 2
         AND greatest(ST_XMax(shape) - ST_XMin(shape), ST_YMax(shape) - ST_YMin(shape)) < 2 * pixel
    THEN ST_Envelope(ST_Expand(ST_Centroid(ST_Envelope(shape)), 0.75 * pixel))
    ELSE ST_Simplify(shape, pixel / 2, true)
  END
  FROM (SELECT 40075016.68557849 / 2 ^ (level + 9) AS pixel) AS p
$$;

CREATE OR REPLACE FUNCTION layers_overview_ancestors(source_table text, at_level integer)
RETURNS void LANGUAGE sql AS $$
  -- One level from the four cells below each; touched cells are those of this transaction.
  WITH plane AS (
    SELECT layers_overview_plane(source_table, at_level) AS here,
           layers_overview_plane(source_table, at_level + 1) AS below
  ), cell AS MATERIALIZED (
    SELECT DISTINCT x >> (13 - at_level) AS x, y >> (13 - at_level) AS y
    FROM layers_overviewtouch
    WHERE transaction_id = pg_current_xact_id()::text::bigint AND source = source_table AND x >= 0
  ), winner AS MATERIALIZED (
    SELECT DISTINCT ON (c.x, c.y) c.x, c.y, o.feature_id, o.weight, o.shape
    FROM cell c
    CROSS JOIN (VALUES (0, 0), (0, 1), (1, 0), (1, 1)) AS quarter(dx, dy)
    JOIN layers_overviewcell o ON o.plane = (SELECT below FROM plane)
      AND o.x = 2 * c.x + dx AND o.y = 2 * c.y + dy
    ORDER BY c.x, c.y, o.weight DESC, o.feature_id
  ), emptied AS (
    DELETE FROM layers_overviewcell o USING cell c
    WHERE o.plane = (SELECT here FROM plane) AND o.x = c.x AND o.y = c.y
      AND NOT EXISTS (SELECT FROM winner w WHERE w.x = c.x AND w.y = c.y)
  )
  INSERT INTO layers_overviewcell AS o (plane, x, y, feature_id, weight, shape)
  SELECT (SELECT here FROM plane), x, y, feature_id, weight, layers_overview_shape(shape, at_level)
  FROM winner
  ON CONFLICT (plane, x, y) DO UPDATE
  SET feature_id = excluded.feature_id, weight = excluded.weight, shape = excluded.shape
  WHERE (o.feature_id, o.weight, o.shape)
        IS DISTINCT FROM (excluded.feature_id, excluded.weight, excluded.shape)
$$;

CREATE OR REPLACE FUNCTION layers_overview_refresh(source_table text) RETURNS void
LANGUAGE plpgsql AS $$
-- The cells this transaction touched, from what is committed and what it wrote itself.
DECLARE
  this bigint := pg_current_xact_id()::text::bigint;
  touched bigint;
  candidates text;
  nested_loops text := current_setting('enable_nestloop');
BEGIN
  -- Whoever waits here sees the other's rows afterwards; held only while committing.
  PERFORM pg_advisory_xact_lock(hashtext('layers_overview'), hashtext(source_table));
  SELECT count(*) INTO touched FROM layers_overviewtouch
  WHERE transaction_id = this AND source = source_table AND x >= 0;
  -- Few cells are looked up one by one; for many, one pass over the table is cheaper.
  -- The planner knows nothing of rows just written: told nothing, it joins them row by row.
  IF touched > 2000 THEN
    PERFORM set_config('enable_nestloop', 'off', true);
  END IF;
  candidates := CASE WHEN touched <= 2000 THEN $q$
      SELECT c.x, c.y, f.* FROM cell c CROSS JOIN LATERAL (
        SELECT id, tile_geometry AS shape, ST_Area(tile_geometry) + ST_Length(tile_geometry) AS weight
        FROM %2$I
        WHERE published AND tile_geometry && layers_overview_box(c.x, c.y)
          AND layers_overview_x(tile_geometry) = c.x AND layers_overview_y(tile_geometry) = c.y
        ORDER BY weight DESC, id LIMIT 1) f $q$
    ELSE $q$
      SELECT DISTINCT ON (c.x, c.y) c.x, c.y, f.id, f.shape, f.weight
      FROM cell c JOIN (
        SELECT id, tile_geometry AS shape, ST_Area(tile_geometry) + ST_Length(tile_geometry) AS weight,
               layers_overview_x(tile_geometry) AS x, layers_overview_y(tile_geometry) AS y
        FROM %2$I WHERE published) f USING (x, y)
      ORDER BY c.x, c.y, f.weight DESC, f.id $q$
    END;
  EXECUTE format($q$
    WITH cell AS MATERIALIZED (
      SELECT x, y FROM layers_overviewtouch
      WHERE transaction_id = %3$L AND source = %1$L AND x >= 0
    ), winner AS MATERIALIZED ($q$ || candidates || $q$), emptied AS (
      DELETE FROM layers_overviewcell o USING cell c
      WHERE o.plane = layers_overview_plane(%1$L, 13) AND o.x = c.x AND o.y = c.y
        AND NOT EXISTS (SELECT FROM winner w WHERE w.x = c.x AND w.y = c.y)
    )
    INSERT INTO layers_overviewcell AS o (plane, x, y, feature_id, weight, shape)
    SELECT layers_overview_plane(%1$L, 13), x, y, id, weight, layers_overview_shape(shape, 13) FROM winner
    ON CONFLICT (plane, x, y) DO UPDATE
    SET feature_id = excluded.feature_id, weight = excluded.weight, shape = excluded.shape
    WHERE (o.feature_id, o.weight, o.shape)
          IS DISTINCT FROM (excluded.feature_id, excluded.weight, excluded.shape) $q$,
    source_table, source_table, this);
  FOR level IN REVERSE 12..8 LOOP
    PERFORM layers_overview_ancestors(source_table, level);
  END LOOP;
  PERFORM set_config('enable_nestloop', nested_loops, true);
  DELETE FROM layers_overviewtouch WHERE transaction_id = this AND source = source_table;
END $$;

CREATE OR REPLACE FUNCTION layers_overview_at_commit() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  -- Checked early (SET CONSTRAINTS), this runs again for what is written later.
  PERFORM layers_overview_refresh(NEW.source);
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION layers_overview_clear(source_table text) RETURNS void
LANGUAGE sql AS $$
  DELETE FROM layers_overviewtouch
  WHERE transaction_id = pg_current_xact_id()::text::bigint AND source = source_table;
  DELETE FROM layers_overviewcell
  WHERE plane BETWEEN layers_overview_plane(source_table, 8)
                  AND layers_overview_plane(source_table, 13);
$$;

CREATE OR REPLACE FUNCTION layers_overview_rebuild(source_table text) RETURNS void
LANGUAGE plpgsql AS $$
-- For a table that had rows before it had the triggers.
BEGIN
  PERFORM layers_overview_clear(source_table);
  EXECUTE format($q$
    INSERT INTO layers_overviewtouch (transaction_id, source, x, y)
    SELECT DISTINCT pg_current_xact_id()::text::bigint, %L,
           layers_overview_x(tile_geometry), layers_overview_y(tile_geometry)
    FROM %I WHERE published ON CONFLICT DO NOTHING $q$, source_table, source_table);
  PERFORM layers_overview_refresh(source_table);
END $$;
