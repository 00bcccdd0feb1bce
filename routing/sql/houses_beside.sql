-- One row for each of the points (EPSG:25832) with a house beside it: its number and the nearest.
SELECT spot.number, house.street || ' ' || house.house_number
FROM unnest(%(x)s::float8[], %(y)s::float8[]) WITH ORDINALITY AS spot (x, y, number)
CROSS JOIN LATERAL (SELECT ST_SetSRID(ST_MakePoint(spot.x, spot.y), 25832) AS place) AS at
CROSS JOIN LATERAL (
    SELECT street, house_number
    FROM layers_address
    WHERE published AND ST_DWithin(geometry, at.place, %(within_m)s)
    ORDER BY geometry <-> at.place
    LIMIT 1
) AS house
