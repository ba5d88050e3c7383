-- Give a table its history: who changed which row, written by statement triggers. Kept for later tables.
CREATE FUNCTION planning_keep_history(tab text, noun text, unit_column text, month_column text)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('CREATE TRIGGER c_history_insert AFTER INSERT ON %I REFERENCING NEW TABLE AS new_rows
        FOR EACH STATEMENT EXECUTE FUNCTION planning_write_history(%L, %L, %L)', tab, noun, unit_column, month_column);
    EXECUTE format('CREATE TRIGGER c_history_update AFTER UPDATE ON %I REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
        FOR EACH STATEMENT EXECUTE FUNCTION planning_write_history(%L, %L, %L)', tab, noun, unit_column, month_column);
    EXECUTE format('CREATE TRIGGER c_history_delete AFTER DELETE ON %I REFERENCING OLD TABLE AS old_rows
        FOR EACH STATEMENT EXECUTE FUNCTION planning_write_history(%L, %L, %L)', tab, noun, unit_column, month_column);
END $$;
