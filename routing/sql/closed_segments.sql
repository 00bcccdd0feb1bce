-- One row for each segment that lies in closures by more than half a metre: for whom it is closed
-- (1 on foot, 2 by bicycle, 4 on wheels), who better avoids it, and no more risk.
SELECT
    segment.id,
    bit_or(CASE WHEN closure.effect = 'closed' THEN who.bits ELSE 0 END),
    bit_or(CASE WHEN closure.effect = 'avoid' THEN who.bits ELSE 0 END),
    0
FROM routing_closure AS closure
JOIN routing_segment AS segment ON ST_Intersects(segment.geometry, closure.geometry)
CROSS JOIN LATERAL (
    SELECT closure.foot::int + 2 * closure.bike::int + 4 * closure.wheels::int AS bits
) AS who
WHERE closure.published
  AND segment.published
  AND ST_Length(ST_Intersection(segment.geometry, closure.geometry)) > 0.5
GROUP BY segment.id
