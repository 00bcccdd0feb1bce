-- One row for each segment with hazards beside it: closed and to be avoided for nobody, and by how
-- much the worst of them raises its risk.
SELECT segment.id, 0, 0, max((%(weights)s::jsonb ->> coalesce(hazard.severity, 'unknown'))::int)
FROM routing_hazard AS hazard
JOIN routing_segment AS segment ON ST_DWithin(segment.geometry, hazard.geometry, %(within_m)s)
WHERE hazard.published
  AND segment.published
GROUP BY segment.id
