-- The roll-up takes flat rows: a record within a record was taken apart again for every amount of it.
CREATE TYPE planning_signed_figures AS (
    sign int, unit_id bigint, service_id bigint, month date,
    revenue bigint, payroll_revenue bigint, volume bigint, balance bigint);

-- Turn signed figures into year rows. A month holds the sum of its signed amounts.
CREATE FUNCTION planning_year_rows(figures planning_signed_figures[])
RETURNS planning_year_row[] LANGUAGE sql AS $$
    WITH dated AS MATERIALIZED (
        SELECT sign, unit_id, service_id, extract(year FROM month)::int AS year,
               extract(month FROM month)::int AS number, revenue, payroll_revenue, volume, balance
        FROM unnest(figures)
    ), amounts AS (
        SELECT unit_id, service_id, year, number, 'revenue' AS measure, sign * revenue AS amount
        FROM dated WHERE revenue <> 0
        UNION ALL SELECT unit_id, service_id, year, number, 'payroll_revenue' AS measure, sign * payroll_revenue AS amount
        FROM dated WHERE payroll_revenue <> 0
        UNION ALL SELECT unit_id, service_id, year, number, 'volume' AS measure, sign * volume AS amount
        FROM dated WHERE volume <> 0
        UNION ALL SELECT unit_id, service_id, year, number, 'balance' AS measure, sign * balance AS amount
        FROM dated WHERE balance <> 0
    )
    SELECT coalesce(array_agg(ROW(unit_id, service_id, year, measure, months)::planning_year_row), '{}')
    FROM (
        SELECT unit_id, service_id, year, measure, ARRAY[
            coalesce(sum(amount) FILTER (WHERE number = 1), 0), coalesce(sum(amount) FILTER (WHERE number = 2), 0),
            coalesce(sum(amount) FILTER (WHERE number = 3), 0), coalesce(sum(amount) FILTER (WHERE number = 4), 0),
            coalesce(sum(amount) FILTER (WHERE number = 5), 0), coalesce(sum(amount) FILTER (WHERE number = 6), 0),
            coalesce(sum(amount) FILTER (WHERE number = 7), 0), coalesce(sum(amount) FILTER (WHERE number = 8), 0),
            coalesce(sum(amount) FILTER (WHERE number = 9), 0), coalesce(sum(amount) FILTER (WHERE number = 10), 0),
            coalesce(sum(amount) FILTER (WHERE number = 11), 0), coalesce(sum(amount) FILTER (WHERE number = 12), 0)
        ]::bigint[] AS months
        FROM amounts GROUP BY unit_id, service_id, year, measure
    ) AS years
    WHERE months <> array_fill(0::bigint, ARRAY[12]);
$$;

CREATE OR REPLACE FUNCTION planning_roll_up() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE figures planning_signed_figures[];
BEGIN
    IF TG_OP = 'INSERT' THEN
        SELECT array_agg(ROW(1, unit_id, service_id, month, revenue, payroll_revenue, volume, balance)::planning_signed_figures)
        INTO figures FROM new_rows;
    ELSIF TG_OP = 'DELETE' THEN
        SELECT array_agg(ROW(-1, unit_id, service_id, month, revenue, payroll_revenue, volume, balance)::planning_signed_figures)
        INTO figures FROM old_rows;
    ELSE
        SELECT array_agg(ROW(sign, unit_id, service_id, month, revenue, payroll_revenue, volume, balance)::planning_signed_figures)
        INTO figures
        FROM (SELECT 1 AS sign, * FROM new_rows UNION ALL SELECT -1, * FROM old_rows) AS both_sides;
    END IF;
    IF figures IS NOT NULL THEN
        PERFORM planning_add_totals(planning_year_rows(figures), NULL);
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION planning_rebuild_totals(units bigint[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE figures planning_signed_figures[];
BEGIN
    PERFORM pg_advisory_xact_lock(7101, 0);
    DELETE FROM planning_yeartotals WHERE units IS NULL OR unit_id = ANY (units);
    SELECT array_agg(ROW(1, unit_id, service_id, month, revenue, payroll_revenue, volume, balance)::planning_signed_figures)
    INTO figures
    FROM planning_revenuerecord r JOIN planning_unit u ON u.id = r.unit_id
    WHERE units IS NULL
       OR string_to_array(trim(both '/' from u.path), '/')::bigint[] && units;
    IF figures IS NOT NULL THEN
        PERFORM planning_add_totals(planning_year_rows(figures), units);
    END IF;
END $$;

DROP FUNCTION planning_year_rows(planning_signed_record[]);
DROP TYPE planning_signed_record;
