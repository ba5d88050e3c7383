-- YearTotals is the sum of RevenueRecord over each unit's chain, kept in the facts' transaction.
-- Writers of facts go one at a time (one advisory lock), so that upserts never deadlock.
CREATE FUNCTION planning_lock_books() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(7101, 0);
    RETURN NULL;
END $$;
CREATE TRIGGER a_books BEFORE INSERT OR UPDATE OR DELETE ON planning_revenuerecord
    FOR EACH STATEMENT EXECUTE FUNCTION planning_lock_books();

-- Amounts by (unit, service, year, measure): twelve months side by side.
CREATE TYPE planning_year_row AS (
    unit_id bigint, service_id bigint, year int, measure text, months bigint[]);

-- Spread rows over their chain and nodes and add them to the totals, in one order of rows.
CREATE FUNCTION planning_add_totals(rows planning_year_row[], only_units bigint[])
RETURNS void LANGUAGE sql AS $$
    INSERT INTO planning_yeartotals AS t
        (unit_id, node, measure, year, m01, m02, m03, m04, m05, m06, m07, m08, m09, m10, m11, m12)
    SELECT above.id, nodes.node, r.measure, r.year,
           sum(r.months[1]), sum(r.months[2]), sum(r.months[3]), sum(r.months[4]),
           sum(r.months[5]), sum(r.months[6]), sum(r.months[7]), sum(r.months[8]),
           sum(r.months[9]), sum(r.months[10]), sum(r.months[11]), sum(r.months[12])
    FROM unnest(rows) AS r
    JOIN planning_unit u ON u.id = r.unit_id
    JOIN planning_service s ON s.id = r.service_id
    JOIN planning_serviceline l ON l.id = s.line_id
    CROSS JOIN LATERAL (
        SELECT chain.id::bigint AS id,
               EXISTS (SELECT FROM planning_unit c WHERE c.parent_id = chain.id::bigint) AS has_children
        FROM unnest(string_to_array(trim(both '/' from u.path), '/')) AS chain(id)
    ) AS above
    CROSS JOIN LATERAL (
        SELECT s.code AS node WHERE above.has_children
        UNION ALL SELECT l.code WHERE r.measure <> 'volume'
        UNION ALL SELECT 'ALL' WHERE r.measure <> 'volume'
    ) AS nodes
    WHERE only_units IS NULL OR above.id = ANY (only_units)
    GROUP BY above.id, nodes.node, r.measure, r.year
    ORDER BY above.id, r.year, r.measure, nodes.node
    ON CONFLICT (unit_id, year, measure, node) DO UPDATE SET
        m01 = t.m01 + excluded.m01, m02 = t.m02 + excluded.m02, m03 = t.m03 + excluded.m03,
        m04 = t.m04 + excluded.m04, m05 = t.m05 + excluded.m05, m06 = t.m06 + excluded.m06,
        m07 = t.m07 + excluded.m07, m08 = t.m08 + excluded.m08, m09 = t.m09 + excluded.m09,
        m10 = t.m10 + excluded.m10, m11 = t.m11 + excluded.m11, m12 = t.m12 + excluded.m12;
$$;

-- Turn (sign, record) pairs into year rows. A month holds the sum of its signed amounts.
CREATE TYPE planning_signed_record AS (sign int, record planning_revenuerecord);
CREATE FUNCTION planning_year_rows(pairs planning_signed_record[])
RETURNS planning_year_row[] LANGUAGE sql AS $$
    WITH amounts AS (
        SELECT ((p).record).unit_id, ((p).record).service_id,
               extract(year FROM ((p).record).month)::int AS year,
               extract(month FROM ((p).record).month)::int AS number,
               m.measure, (p).sign * m.amount AS amount
        FROM unnest(pairs) AS p
        CROSS JOIN LATERAL (VALUES
            ('revenue', ((p).record).revenue), ('payroll_revenue', ((p).record).payroll_revenue),
            ('volume', ((p).record).volume), ('balance', ((p).record).balance)
        ) AS m(measure, amount)
        WHERE m.amount <> 0
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
    WHERE EXISTS (SELECT FROM unnest(months) AS amount WHERE amount <> 0);
$$;

CREATE FUNCTION planning_roll_up() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE pairs planning_signed_record[];
BEGIN
    IF TG_OP = 'INSERT' THEN
        SELECT array_agg(ROW(1, n)::planning_signed_record) INTO pairs FROM new_rows n;
    ELSIF TG_OP = 'DELETE' THEN
        SELECT array_agg(ROW(-1, o)::planning_signed_record) INTO pairs FROM old_rows o;
    ELSE
        SELECT array_agg(pair) INTO pairs FROM (
            SELECT ROW(1, n)::planning_signed_record AS pair FROM new_rows n
            UNION ALL SELECT ROW(-1, o)::planning_signed_record FROM old_rows o) AS both_sides;
    END IF;
    IF pairs IS NOT NULL THEN
        PERFORM planning_add_totals(planning_year_rows(pairs), NULL);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER d_rollup_insert AFTER INSERT ON planning_revenuerecord
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION planning_roll_up();
CREATE TRIGGER d_rollup_update AFTER UPDATE ON planning_revenuerecord
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION planning_roll_up();
CREATE TRIGGER d_rollup_delete AFTER DELETE ON planning_revenuerecord
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION planning_roll_up();

-- Make the totals of some units anew from the records; NULL means every unit.
CREATE FUNCTION planning_rebuild_totals(units bigint[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE pairs planning_signed_record[];
BEGIN
    PERFORM pg_advisory_xact_lock(7101, 0);
    DELETE FROM planning_yeartotals WHERE units IS NULL OR unit_id = ANY (units);
    SELECT array_agg(ROW(1, r)::planning_signed_record) INTO pairs
    FROM planning_revenuerecord r JOIN planning_unit u ON u.id = r.unit_id
    WHERE units IS NULL
       OR string_to_array(trim(both '/' from u.path), '/')::bigint[] && units;
    IF pairs IS NOT NULL THEN
        PERFORM planning_add_totals(planning_year_rows(pairs), units);
    END IF;
END $$;

ALTER TABLE planning_yeartotals SET (fillfactor = 80);
