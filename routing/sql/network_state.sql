-- One row: what the network in memory depends on. Database, newest build and the kind of its
-- dataset, revision by table.
SELECT
    (SELECT oid::bigint FROM pg_database WHERE datname = current_database()),
    build.token,
    dataset.kind,
    coalesce(
        (SELECT jsonb_object_agg(table_name, revision)
         FROM layers_tablerevision WHERE table_name = ANY(%(tables)s)),
        '{}'
    )
FROM (SELECT) AS one
LEFT JOIN LATERAL (
    SELECT token, dataset_id FROM routing_networkbuild ORDER BY id DESC LIMIT 1
) AS build ON true
LEFT JOIN layers_dataset AS dataset ON dataset.id = build.dataset_id
