-- A target's months add up to its year, whoever wrote them.
CREATE FUNCTION planning_sum(amounts bigint[]) RETURNS numeric LANGUAGE sql IMMUTABLE AS $$
    SELECT sum(amount) FROM unnest(amounts) AS amount;
$$;
ALTER TABLE planning_annualtarget ADD CONSTRAINT target_months_sum_to_total
    CHECK (planning_sum(months) = total);
