-- 150,000 areas like buildings and 50,000 points like trees around Hamm, clustered like a town:
-- a dense core, a thinner edge. The same rows at every run.
SELECT setseed(0.4242);

CREATE UNLOGGED TABLE bench_buildings AS
WITH neighbourhood AS (
  SELECT 7.65 + 0.34 * (0.5 + 0.42 * (random() + random() + random() - 1.5)) AS lon,
         51.58 + 0.17 * (0.5 + 0.42 * (random() + random() + random() - 1.5)) AS lat,
         0.002 + random() * 0.006 AS spread
  FROM generate_series(1, 400)
), house AS (
  SELECT row_number() OVER () AS id,
         ST_Transform(ST_SetSRID(ST_MakePoint(
           lon + spread * (random() + random() + random() - 1.5) * 1.6,
           lat + spread * (random() + random() + random() - 1.5)), 4326), 25832) AS g,
         6 + random() * 14 AS w, 6 + random() * 10 AS d, random() * pi() AS a, random() AS r
  FROM neighbourhood, generate_series(1, 375)
)
SELECT 'b' || id AS source_id,
       (ARRAY['Wohnhaus', 'Garage', 'Schule', 'Kita', 'Laden', 'Halle', 'Amt', 'Kirche']
       )[1 + floor(r * 8)::int] AS kind,
       'Musterstraße ' || (id % 2000) || ' Nr. ' || (id % 97) AS name,
       2 + r * 18 AS height_m,
       ST_Multi(ST_Rotate(CASE WHEN r < 0.5
         THEN ST_MakePolygon(ST_MakeLine(ARRAY[
           g, ST_Translate(g, w, 0), ST_Translate(g, w, d), ST_Translate(g, 0, d), g]))
         ELSE ST_MakePolygon(ST_MakeLine(ARRAY[
           g, ST_Translate(g, w, 0), ST_Translate(g, w, d * 0.6),
           ST_Translate(g, w * 0.55, d * 0.6), ST_Translate(g, w * 0.55, d),
           ST_Translate(g, 0, d), g])) END, a, g)) AS geometry
FROM house;

CREATE UNLOGGED TABLE bench_trees AS
SELECT 't' || id AS source_id,
       (ARRAY['Linde', 'Eiche', 'Ahorn', 'Platane', 'Buche'])[1 + floor(random() * 5)::int] AS species,
       ST_Transform(ST_SetSRID(ST_MakePoint(
         7.65 + 0.34 * (0.5 + 0.4 * (random() + random() - 1)),
         51.58 + 0.17 * (0.5 + 0.4 * (random() + random() - 1))), 4326), 25832) AS geometry
FROM generate_series(1, 50000) AS id;
