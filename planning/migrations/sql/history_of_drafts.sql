-- As before, and a report of which only the draft was saved is let go before it is made into JSON, which
-- costs more than storing it: a save of one cell changes nothing that the history tells.
CREATE OR REPLACE FUNCTION planning_write_history() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    unit_column text := nullif(TG_ARGV[1], '');
    month_column text := nullif(TG_ARGV[2], '');
    said_actor bigint := nullif(current_setting('portal.actor', true), '')::bigint;
    said_channel text := coalesce(nullif(current_setting('portal.channel', true), ''), 'sql');
    said_reason text := coalesce(current_setting('portal.reason', true), '');
    said_batch bigint := nullif(current_setting('portal.batch', true), '')::bigint;
BEGIN
    IF TG_OP = 'UPDATE' AND TG_TABLE_NAME = 'planning_monthlyreport' THEN
        PERFORM FROM new_rows a JOIN old_rows b ON a.id = b.id
        WHERE (a.unit_id, a.month, a.state, a.figure_status, a.first_submitted_at, a.submitted_at, a.submitted_by_id,
               a.decided_at, a.decided_by_id, a.return_reason, a.return_rows, a.reconciled_at, a.reconciled_by_id)
            IS DISTINCT FROM
              (b.unit_id, b.month, b.state, b.figure_status, b.first_submitted_at, b.submitted_at, b.submitted_by_id,
               b.decided_at, b.decided_by_id, b.return_reason, b.return_rows, b.reconciled_at, b.reconciled_by_id);
        IF NOT FOUND THEN
            RETURN NULL;
        END IF;
    END IF;
    IF TG_OP = 'INSERT' THEN
        INSERT INTO planning_history (at, actor_id, channel, reason, batch_id, noun, "row", unit_id, month, verb, old, new)
        SELECT clock_timestamp(), said_actor, said_channel, said_reason, said_batch,
               TG_ARGV[0], (n ->> 'id')::bigint, (n ->> unit_column)::bigint, (n ->> month_column)::date,
               'insert', NULL, planning_told(n)
        FROM (SELECT to_jsonb(r) AS n FROM new_rows r OFFSET 0) AS changed;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO planning_history (at, actor_id, channel, reason, batch_id, noun, "row", unit_id, month, verb, old, new)
        SELECT clock_timestamp(), said_actor, said_channel, said_reason, said_batch,
               TG_ARGV[0], (o ->> 'id')::bigint, (o ->> unit_column)::bigint, (o ->> month_column)::date,
               'delete', planning_told(o), NULL
        FROM (SELECT to_jsonb(r) AS o FROM old_rows r OFFSET 0) AS changed;
    ELSE
        INSERT INTO planning_history (at, actor_id, channel, reason, batch_id, noun, "row", unit_id, month, verb, old, new)
        SELECT clock_timestamp(), said_actor, said_channel, said_reason, said_batch,
               TG_ARGV[0], (n ->> 'id')::bigint, (n ->> unit_column)::bigint, (n ->> month_column)::date,
               'update', d.old, d.new
        FROM (SELECT to_jsonb(a) AS n, to_jsonb(b) AS o
              FROM new_rows a JOIN old_rows b ON a.id = b.id OFFSET 0) AS changed
        CROSS JOIN LATERAL (SELECT planning_differences(o, n) AS old, planning_differences(n, o) AS new) AS d
        WHERE d.new IS NOT NULL;
    END IF;
    RETURN NULL;
END $$;
