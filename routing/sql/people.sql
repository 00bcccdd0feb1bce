-- One row for each place where people live: EPSG:25832 and how many. The people of a census cell
-- are shared among its buildings by floor space, or stand in its middle where no building does.
WITH cells AS (
    SELECT id, geometry, inhabitants
    FROM layers_censuscell
    WHERE published AND inhabitants > 0
),
homes AS (
    SELECT
        cells.id AS cell,
        ST_PointOnSurface(building.geometry) AS place,
        ST_Area(building.geometry) * coalesce(building.levels, 1) AS room
    FROM cells
    JOIN layers_building AS building
        ON building.published AND ST_Intersects(cells.geometry, ST_Centroid(building.geometry))
       AND building.geometry && cells.geometry
)
SELECT ST_X(place), ST_Y(place),
       cells.inhabitants * room / sum(room) OVER (PARTITION BY cells.id)
FROM homes JOIN cells ON cells.id = homes.cell
UNION ALL
SELECT ST_X(middle), ST_Y(middle), inhabitants
FROM cells CROSS JOIN LATERAL (SELECT ST_Centroid(cells.geometry) AS middle) AS spot
WHERE NOT EXISTS (SELECT FROM homes WHERE homes.cell = cells.id)
