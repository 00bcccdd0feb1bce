-- One row: what the network in memory depends on. Database, newest build, revision by table.
SELECT
    (SELECT oid::bigint FROM pg_database WHERE datname = current_database()),
    (SELECT token FROM routing_networkbuild ORDER BY id DESC LIMIT 1),
    coalesce(
        (SELECT jsonb_object_agg(table_name, revision)
         FROM layers_tablerevision WHERE table_name = ANY(%(tables)s)),
        '{}'
    )
