"""A snapshot lasts as long as its round is closed: an undone import reopens a month and takes it along."""

from django.db import migrations

_LASTS = """
CREATE FUNCTION planning_keep_snapshot() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' OR EXISTS (
        SELECT FROM planning_reportingmonth r WHERE r.month = OLD.month
        AND CASE OLD.round WHEN 1 THEN r.closed_1_at ELSE r.closed_2_at END IS NOT NULL) THEN
        RAISE EXCEPTION 'a snapshot of a closed round is never changed'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'rows_are_never_changed';
    END IF;
    RETURN OLD;
END $$;
DROP TRIGGER frozen ON planning_closedfigure;
CREATE TRIGGER frozen BEFORE UPDATE OR DELETE ON planning_closedfigure
    FOR EACH ROW EXECUTE FUNCTION planning_keep_snapshot();
"""
_FOR_EVER = """
DROP TRIGGER frozen ON planning_closedfigure;
CREATE TRIGGER frozen BEFORE UPDATE OR DELETE ON planning_closedfigure
    FOR EACH ROW EXECUTE FUNCTION planning_refuse_change();
DROP FUNCTION planning_keep_snapshot();
"""


class Migration(migrations.Migration):
    dependencies = [("planning", "0008_estimates")]
    operations = [migrations.RunSQL(_LASTS, _FOR_EVER)]
