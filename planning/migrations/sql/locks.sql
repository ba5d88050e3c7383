-- The month lock. Savers share it, closing takes it alone; taken here too, so that no path can
-- race a close. Key: (7102, months since year 0).
CREATE FUNCTION planning_month_key(month date) RETURNS int LANGUAGE sql IMMUTABLE AS $$
    SELECT (extract(year FROM month) * 12 + extract(month FROM month))::int - 1;
$$;

-- The portal's time: actions set it, everything else has the real one.
CREATE FUNCTION planning_now() RETURNS timestamptz LANGUAGE sql STABLE AS $$
    SELECT coalesce(nullif(current_setting('portal.now', true), '')::timestamptz, now());
$$;

-- An action holds its months before the books, so this waits for nobody. Whoever writes around the
-- portal has the books by now: waiting for a month that is being closed or imported would be a
-- deadlock, so that one is told to try again.
CREATE FUNCTION planning_share_month(month date) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF coalesce(current_setting('portal.now', true), '') <> '' THEN
        PERFORM pg_advisory_xact_lock_shared(7102, planning_month_key(month));
    ELSIF NOT pg_try_advisory_xact_lock_shared(7102, planning_month_key(month)) THEN
        RAISE EXCEPTION 'month % is being closed or imported, try again', to_char(month, 'YYYY-MM')
            USING ERRCODE = 'lock_not_available';
    END IF;
END $$;

-- Refuse rows of months that are closed for good, and of locked ones without a grace.
-- Only an adjustment, which names itself for its transaction, may pass.
CREATE FUNCTION planning_refuse_locked(units bigint[], months date[]) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE refused record;
BEGIN
    PERFORM planning_share_month(m) FROM (SELECT DISTINCT unnest(months) AS m ORDER BY 1) AS touched;
    IF coalesce(current_setting('portal.adjustment', true), '') <> '' THEN
        RETURN;
    END IF;
    SELECT r.month, r.closed_2_at IS NOT NULL AS closed, written.unit_id INTO refused
    FROM unnest(units, months) AS written(unit_id, month)
    JOIN planning_reportingmonth r ON r.month = written.month
    WHERE r.closed_2_at IS NOT NULL
       OR (r.locks_at <= planning_now() AND NOT EXISTS (
            SELECT FROM planning_grace g
            WHERE g.unit_id = written.unit_id AND g.month = written.month
              AND g.given_at <= planning_now() AND g.expires_at > planning_now()))
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'month % is %', to_char(refused.month, 'YYYY-MM'),
            CASE WHEN refused.closed THEN 'closed' ELSE 'locked' END
            USING ERRCODE = 'check_violation', CONSTRAINT = 'month_is_open';
    END IF;
END $$;

CREATE FUNCTION planning_month_lock() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE units bigint[]; months date[];
BEGIN
    IF TG_OP <> 'DELETE' THEN
        SELECT array_agg(unit_id), array_agg(month) INTO units, months
        FROM (SELECT DISTINCT unit_id, month FROM new_rows) AS touched;
        IF units IS NOT NULL THEN PERFORM planning_refuse_locked(units, months); END IF;
    END IF;
    IF TG_OP <> 'INSERT' THEN
        SELECT array_agg(unit_id), array_agg(month) INTO units, months
        FROM (SELECT DISTINCT unit_id, month FROM old_rows) AS touched;
        IF units IS NOT NULL THEN PERFORM planning_refuse_locked(units, months); END IF;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER b_lock_insert AFTER INSERT ON planning_revenuerecord
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION planning_month_lock();
CREATE TRIGGER b_lock_update AFTER UPDATE ON planning_revenuerecord
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION planning_month_lock();
CREATE TRIGGER b_lock_delete AFTER DELETE ON planning_revenuerecord
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION planning_month_lock();

-- A snapshot of a closed month never changes.
CREATE FUNCTION planning_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are never changed', TG_TABLE_NAME
        USING ERRCODE = 'check_violation', CONSTRAINT = 'rows_are_never_changed';
END $$;
CREATE TRIGGER frozen BEFORE UPDATE OR DELETE ON planning_closedfigure
    FOR EACH ROW EXECUTE FUNCTION planning_refuse_change();
CREATE TRIGGER frozen BEFORE UPDATE OR DELETE ON planning_adjustment
    FOR EACH ROW EXECUTE FUNCTION planning_refuse_change();
