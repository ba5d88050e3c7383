-- One entry a changed row, as before; who, how and why are read once a statement, and a row is made
-- into JSON once: without OFFSET 0 it would be made again for every column that is taken from it.
CREATE OR REPLACE FUNCTION planning_write_history() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    unit_column text := nullif(TG_ARGV[1], '');
    month_column text := nullif(TG_ARGV[2], '');
    said_actor bigint := nullif(current_setting('portal.actor', true), '')::bigint;
    said_channel text := coalesce(nullif(current_setting('portal.channel', true), ''), 'sql');
    said_reason text := coalesce(current_setting('portal.reason', true), '');
    said_batch bigint := nullif(current_setting('portal.batch', true), '')::bigint;
BEGIN
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
