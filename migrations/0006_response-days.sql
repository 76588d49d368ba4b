-- The days that leadership has to answer are pinned when a petition opens, as its threshold is: a setting that is changed
-- later holds for later petitions.
ALTER TABLE "published"."petition" ADD COLUMN "response_days" integer;--> statement-breakpoint
CREATE OR REPLACE FUNCTION "published"."petition_stands"() RETURNS trigger
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF NEW.id IS DISTINCT FROM OLD.id OR NEW.organizer_name IS DISTINCT FROM OLD.organizer_name THEN
    RAISE EXCEPTION 'a petition keeps its name and its organizer' USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.state NOT IN ('waiting', 'sent-back') AND (
    NEW.title IS DISTINCT FROM OLD.title
    OR NEW.demands IS DISTINCT FROM OLD.demands
    OR NEW.background IS DISTINCT FROM OLD.background
    OR NEW.text_digest IS DISTINCT FROM OLD.text_digest
    OR NEW.critical_mass IS DISTINCT FROM OLD.critical_mass
  ) THEN
    RAISE EXCEPTION 'the text of a petition stands once it is moderated' USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.state IN ('open', 'closed', 'archived') AND (
    NEW.register_id IS DISTINCT FROM OLD.register_id
    OR NEW.threshold IS DISTINCT FROM OLD.threshold
    OR NEW.response_days IS DISTINCT FROM OLD.response_days
    OR NEW.opened_day IS DISTINCT FROM OLD.opened_day
    OR NEW.closes_day IS DISTINCT FROM OLD.closes_day
  ) THEN
    RAISE EXCEPTION 'an open petition stays pinned' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.state IS DISTINCT FROM OLD.state AND (OLD.state, NEW.state) NOT IN (
    ('waiting', 'accepted'),
    ('waiting', 'sent-back'),
    ('waiting', 'rejected'),
    ('sent-back', 'waiting'),
    ('accepted', 'open'),
    ('open', 'closed'),
    ('closed', 'archived')
  ) THEN
    RAISE EXCEPTION 'a petition cannot go from % to %', OLD.state, NEW.state USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END
$$;
