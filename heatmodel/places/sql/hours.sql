-- When a cool place is closed beyond its ordinary week, as rules of OpenStreetMap's grammar; NULL:
-- at no time. Closures of its own, those of everybody with its operator, and being out of order.
CREATE OR REPLACE FUNCTION heatmodel_closed_rules(
    closures text, operator text, since date, until date, reason text
) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT NULLIF(concat_ws(
        '; ',
        NULLIF(closures, ''),
        (
            SELECT string_agg(rule.closures, '; ' ORDER BY rule.id)
            FROM heatmodel_closurerule AS rule
            WHERE rule.operator = $2
        ),
        to_char(since, 'YYYY Mon DD')
        || COALESCE('-' || to_char(until, 'YYYY Mon DD'), '+')
        || ' off "' || COALESCE(NULLIF(translate(reason, '"|;', ''), ''), 'außer Betrieb') || '"'
    ), '')
$$;

-- The hours in force: the ordinary ones, on `days` (dates in the grammar) those of warning days, and
-- above all what is closed. NULL: nothing is known. Where the ordinary ones have alternatives
-- ("||"), what overrides one overrides all.
CREATE OR REPLACE FUNCTION heatmodel_hours_in_force(
    hours text, closed text, warning_hours text DEFAULT NULL, days text[] DEFAULT '{}'
) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    WITH overriding AS (
        SELECT NULLIF(concat_ws(
            '; ',
            (
                SELECT string_agg(day || ' ' || btrim(rule), '; ' ORDER BY day, position)
                FROM unnest(days) AS day,
                    unnest(string_to_array(NULLIF(warning_hours, ''), ';'))
                    WITH ORDINALITY AS one (rule, position)
            ),
            closed
        ), '') AS rules
    )
    SELECT CASE
        WHEN rules IS NULL THEN NULLIF(hours, '')
        ELSE replace(COALESCE(NULLIF(hours, ''), 'unknown'), '||', '; ' || rules || ' ||')
            || '; ' || rules
    END
    FROM overriding
$$;
