-- The units and services of the books, asked for once a statement as those of a snapshot are, and by the same
-- functions: two foreign keys ask twice a row, some ninety thousand times for a year of an office.
CREATE FUNCTION planning_refer() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE held bigint;
BEGIN
    PERFORM FROM planning_unit WHERE id IN (SELECT unit_id FROM new_rows) ORDER BY id FOR KEY SHARE;
    GET DIAGNOSTICS held = ROW_COUNT;
    IF held < (SELECT count(DISTINCT unit_id) FROM new_rows) THEN
        RAISE EXCEPTION '% names a unit that is not there', TG_ARGV[0] USING ERRCODE = 'foreign_key_violation';
    END IF;
    PERFORM FROM planning_service WHERE id IN (SELECT service_id FROM new_rows) ORDER BY id FOR KEY SHARE;
    GET DIAGNOSTICS held = ROW_COUNT;
    IF held < (SELECT count(DISTINCT service_id) FROM new_rows) THEN
        RAISE EXCEPTION '% names a service that is not there', TG_ARGV[0] USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER refer ON planning_closedfigure;
DROP FUNCTION planning_closed_figures_refer();
CREATE TRIGGER refer AFTER INSERT ON planning_closedfigure
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION planning_refer('a closed figure');
CREATE TRIGGER refer_insert AFTER INSERT ON planning_revenuerecord
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION planning_refer('a record');

-- A snapshot is never changed; a record may come to name another unit or service, one at a time.
CREATE FUNCTION planning_refer_anew() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM planning_unit WHERE id = NEW.unit_id FOR KEY SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'a record names a unit that is not there' USING ERRCODE = 'foreign_key_violation';
    END IF;
    PERFORM FROM planning_service WHERE id = NEW.service_id FOR KEY SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'a record names a service that is not there' USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER refer_update AFTER UPDATE ON planning_revenuerecord FOR EACH ROW
    WHEN (OLD.unit_id IS DISTINCT FROM NEW.unit_id OR OLD.service_id IS DISTINCT FROM NEW.service_id)
    EXECUTE FUNCTION planning_refer_anew();

-- The other side: what the books or a snapshot name stays. A transaction that looks with an old snapshot would not
-- see who came to name it, so it may not take anything away.
CREATE OR REPLACE FUNCTION planning_keep_referred() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'units and services go under READ COMMITTED alone' USING ERRCODE = 'serialization_failure';
    END IF;
    IF TG_TABLE_NAME = 'planning_unit' AND EXISTS (SELECT FROM planning_closedfigure WHERE unit_id = OLD.id)
    OR TG_TABLE_NAME = 'planning_service' AND EXISTS (SELECT FROM planning_closedfigure WHERE service_id = OLD.id) THEN
        RAISE EXCEPTION 'row % of % is named by closed figures', OLD.id, TG_TABLE_NAME
            USING ERRCODE = 'foreign_key_violation';
    END IF;
    IF TG_TABLE_NAME = 'planning_unit' AND EXISTS (SELECT FROM planning_revenuerecord WHERE unit_id = OLD.id)
    OR TG_TABLE_NAME = 'planning_service' AND EXISTS (SELECT FROM planning_revenuerecord WHERE service_id = OLD.id) THEN
        RAISE EXCEPTION 'row % of % is named by the books', OLD.id, TG_TABLE_NAME
            USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN NULL;
END $$;
DROP TRIGGER named ON planning_unit;
DROP TRIGGER named ON planning_service;
CREATE TRIGGER named_deleted AFTER DELETE ON planning_unit
    FOR EACH ROW EXECUTE FUNCTION planning_keep_referred();
CREATE TRIGGER named_deleted AFTER DELETE ON planning_service
    FOR EACH ROW EXECUTE FUNCTION planning_keep_referred();
CREATE TRIGGER named_changed AFTER UPDATE OF id ON planning_unit
    FOR EACH ROW WHEN (OLD.id IS DISTINCT FROM NEW.id) EXECUTE FUNCTION planning_keep_referred();
CREATE TRIGGER named_changed AFTER UPDATE OF id ON planning_service
    FOR EACH ROW WHEN (OLD.id IS DISTINCT FROM NEW.id) EXECUTE FUNCTION planning_keep_referred();

-- A table is emptied together with the books or not at all.
CREATE FUNCTION planning_keep_all_referred() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM planning_revenuerecord) OR EXISTS (SELECT FROM planning_closedfigure) THEN
        RAISE EXCEPTION 'rows of % are named by the books', TG_TABLE_NAME USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER named_emptied AFTER TRUNCATE ON planning_unit
    FOR EACH STATEMENT EXECUTE FUNCTION planning_keep_all_referred();
CREATE TRIGGER named_emptied AFTER TRUNCATE ON planning_service
    FOR EACH STATEMENT EXECUTE FUNCTION planning_keep_all_referred();
