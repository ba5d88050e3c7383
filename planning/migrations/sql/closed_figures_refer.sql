-- The units and services of a snapshot, asked for once a statement: a foreign key asks twice a row,
-- some ninety thousand times for a year of an office. What is found is held as a foreign key holds it.
CREATE FUNCTION planning_closed_figures_refer() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE held bigint;
BEGIN
    PERFORM FROM planning_unit WHERE id IN (SELECT unit_id FROM new_rows) ORDER BY id FOR KEY SHARE;
    GET DIAGNOSTICS held = ROW_COUNT;
    IF held < (SELECT count(DISTINCT unit_id) FROM new_rows) THEN
        RAISE EXCEPTION 'a closed figure names a unit that is not there' USING ERRCODE = 'foreign_key_violation';
    END IF;
    PERFORM FROM planning_service WHERE id IN (SELECT service_id FROM new_rows) ORDER BY id FOR KEY SHARE;
    GET DIAGNOSTICS held = ROW_COUNT;
    IF held < (SELECT count(DISTINCT service_id) FROM new_rows) THEN
        RAISE EXCEPTION 'a closed figure names a service that is not there' USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER refer AFTER INSERT ON planning_closedfigure
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION planning_closed_figures_refer();

-- The other side: what a snapshot names stays.
CREATE FUNCTION planning_keep_referred() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_TABLE_NAME = 'planning_unit' AND EXISTS (SELECT FROM planning_closedfigure WHERE unit_id = OLD.id)
    OR TG_TABLE_NAME = 'planning_service' AND EXISTS (SELECT FROM planning_closedfigure WHERE service_id = OLD.id) THEN
        RAISE EXCEPTION 'row % of % is named by closed figures', OLD.id, TG_TABLE_NAME
            USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER named AFTER DELETE OR UPDATE OF id ON planning_unit
    FOR EACH ROW EXECUTE FUNCTION planning_keep_referred();
CREATE TRIGGER named AFTER DELETE OR UPDATE OF id ON planning_service
    FOR EACH ROW EXECUTE FUNCTION planning_keep_referred();
