-- The chain of each unit (/1/20/) is derived from its parent, whoever writes it.
CREATE FUNCTION planning_unit_path() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE above text;
BEGIN
    IF NEW.parent_id IS NULL THEN
        above := '/';
    ELSE
        SELECT path INTO above FROM planning_unit WHERE id = NEW.parent_id;
        IF above LIKE '%/' || NEW.id || '/%' THEN
            RAISE EXCEPTION 'unit % cannot lie under itself', NEW.code
                USING ERRCODE = 'check_violation', CONSTRAINT = 'unit_lies_under_another';
        END IF;
    END IF;
    NEW.path := above || NEW.id || '/';
    RETURN NEW;
END $$;
CREATE TRIGGER path BEFORE INSERT OR UPDATE OF parent_id, path ON planning_unit
    FOR EACH ROW EXECUTE FUNCTION planning_unit_path();

-- A moved unit takes its subtree along; then the totals of both chains are made anew, once: within
-- the subtree nothing changes, whose units come here only because their chain is another.
CREATE FUNCTION planning_unit_moved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.path IS DISTINCT FROM NEW.path THEN
        UPDATE planning_unit SET path = path WHERE parent_id = NEW.id;
        IF OLD.parent_id IS DISTINCT FROM NEW.parent_id THEN
            PERFORM planning_rebuild_totals(
                string_to_array(trim(both '/' from OLD.path), '/')::bigint[]
                || string_to_array(trim(both '/' from NEW.path), '/')::bigint[]);
        END IF;
    ELSIF TG_OP = 'INSERT' AND NEW.parent_id IS NOT NULL THEN
        -- A unit that gets its first children, one or many at once, keeps totals by service from now on.
        IF EXISTS (SELECT FROM planning_revenuerecord WHERE unit_id = NEW.parent_id)
           AND NOT EXISTS (SELECT FROM planning_yeartotals t JOIN planning_service s ON s.code = t.node
                           WHERE t.unit_id = NEW.parent_id) THEN
            PERFORM planning_rebuild_totals(ARRAY[NEW.parent_id]);
        END IF;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER moved AFTER INSERT OR UPDATE OF parent_id, path ON planning_unit
    FOR EACH ROW EXECUTE FUNCTION planning_unit_moved();

-- Codes of lines and services share one space and never change; totals are kept by code.
CREATE FUNCTION planning_catalogue_codes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.code <> NEW.code THEN
        RAISE EXCEPTION 'the code % cannot change', OLD.code
            USING ERRCODE = 'check_violation', CONSTRAINT = 'catalogue_code_is_fixed';
    END IF;
    IF TG_TABLE_NAME = 'planning_service'
       AND EXISTS (SELECT FROM planning_serviceline WHERE code = NEW.code)
       OR TG_TABLE_NAME = 'planning_serviceline'
       AND EXISTS (SELECT FROM planning_service WHERE code = NEW.code) THEN
        RAISE EXCEPTION 'the code % names a line and a service', NEW.code
            USING ERRCODE = 'unique_violation', CONSTRAINT = 'catalogue_code_is_unique';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER codes BEFORE INSERT OR UPDATE OF code ON planning_service
    FOR EACH ROW EXECUTE FUNCTION planning_catalogue_codes();
CREATE TRIGGER codes BEFORE INSERT OR UPDATE OF code ON planning_serviceline
    FOR EACH ROW EXECUTE FUNCTION planning_catalogue_codes();

CREATE FUNCTION planning_service_line() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.line_id <> NEW.line_id
       AND EXISTS (SELECT FROM planning_revenuerecord WHERE service_id = OLD.id) THEN
        RAISE EXCEPTION 'service % has figures; its line is fixed', OLD.code
            USING ERRCODE = 'check_violation', CONSTRAINT = 'service_line_is_fixed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER line BEFORE UPDATE OF line_id ON planning_service
    FOR EACH ROW EXECUTE FUNCTION planning_service_line();
