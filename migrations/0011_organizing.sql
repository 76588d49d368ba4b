-- Units are disclosed with signatures as with witnesses: one machinery, so its tables say which of the two it is. What waits is
-- rewritten as whole rows, so its table is made anew with its columns in their order.
ALTER TABLE "anonymous"."waiting_unit" RENAME TO "waiting_unit_of_pledges";
--> statement-breakpoint
ALTER TABLE "anonymous"."waiting_unit_of_pledges" DROP CONSTRAINT "waiting_unit_pledge_id_nullifier_pk";
--> statement-breakpoint
ALTER TABLE "anonymous"."waiting_unit_of_pledges" DROP CONSTRAINT "waiting_unit_nullifier_length";
--> statement-breakpoint
CREATE TABLE "anonymous"."waiting_unit" (
	"kind" text NOT NULL,
	"subject_id" text NOT NULL,
	"nullifier" "bytea" NOT NULL,
	"unit_path" text NOT NULL,
	"register_id" integer NOT NULL,
	"edition" integer NOT NULL,
	"proof" "bytea" NOT NULL,
	CONSTRAINT "waiting_unit_kind_subject_id_nullifier_pk" PRIMARY KEY("kind","subject_id","nullifier"),
	CONSTRAINT "waiting_unit_nullifier_length" CHECK (octet_length("anonymous"."waiting_unit"."nullifier") = 32)
);
--> statement-breakpoint
INSERT INTO "anonymous"."waiting_unit" ("kind", "subject_id", "nullifier", "unit_path", "register_id", "edition", "proof")
SELECT 'witness', "pledge_id", "nullifier", "unit_path", "register_id", "edition", "proof"
FROM "anonymous"."waiting_unit_of_pledges" ORDER BY "pledge_id" COLLATE "C", "nullifier";
--> statement-breakpoint
DROP TABLE "anonymous"."waiting_unit_of_pledges";
--> statement-breakpoint
ALTER TABLE "published"."disclosed_unit" RENAME COLUMN "pledge_id" TO "subject_id";
--> statement-breakpoint
ALTER TABLE "published"."unit_release" RENAME COLUMN "pledge_id" TO "subject_id";
--> statement-breakpoint
ALTER TABLE "published"."unit_figure" RENAME COLUMN "pledge_id" TO "subject_id";
--> statement-breakpoint
ALTER TABLE "published"."disclosed_unit" ADD COLUMN "kind" text DEFAULT 'witness' NOT NULL;
--> statement-breakpoint
ALTER TABLE "published"."disclosed_unit" ALTER COLUMN "kind" DROP DEFAULT;
--> statement-breakpoint
ALTER TABLE "published"."disclosed_unit" DROP CONSTRAINT "disclosed_unit_pledge_id_nullifier_pk";
--> statement-breakpoint
ALTER TABLE "published"."disclosed_unit" ADD CONSTRAINT "disclosed_unit_kind_subject_id_nullifier_pk" PRIMARY KEY("kind","subject_id","nullifier");
--> statement-breakpoint
ALTER TABLE "published"."unit_release" ADD COLUMN "kind" text DEFAULT 'witness' NOT NULL;
--> statement-breakpoint
ALTER TABLE "published"."unit_release" ALTER COLUMN "kind" DROP DEFAULT;
--> statement-breakpoint
ALTER TABLE "published"."unit_release" DROP CONSTRAINT "unit_release_pledge_id_publication_pk";
--> statement-breakpoint
ALTER TABLE "published"."unit_release" ADD CONSTRAINT "unit_release_kind_subject_id_publication_pk" PRIMARY KEY("kind","subject_id","publication");
--> statement-breakpoint
ALTER TABLE "published"."unit_figure" ADD COLUMN "kind" text DEFAULT 'witness' NOT NULL;
--> statement-breakpoint
ALTER TABLE "published"."unit_figure" ALTER COLUMN "kind" DROP DEFAULT;
--> statement-breakpoint
ALTER TABLE "published"."unit_figure" DROP CONSTRAINT "unit_figure_pledge_id_publication_unit_path_choice_pk";
--> statement-breakpoint
ALTER TABLE "published"."unit_figure" ADD CONSTRAINT "unit_figure_kind_subject_id_publication_unit_path_choice_pk" PRIMARY KEY("kind","subject_id","publication","unit_path","choice");
--> statement-breakpoint
ALTER TABLE "published"."petition"
  ADD COLUMN "asked_unit" text,
  ADD COLUMN "organizer_key" "bytea",
  ADD COLUMN "sponsors_wanted" integer DEFAULT 0 NOT NULL,
  ADD COLUMN "sponsor_link" "bytea",
  ADD COLUMN "moderation_days" smallint DEFAULT 3 NOT NULL,
  ADD COLUMN "acts_applied" smallint DEFAULT 0 NOT NULL;
--> statement-breakpoint
ALTER TABLE "published"."petition" DROP CONSTRAINT "petition_state";
--> statement-breakpoint
ALTER TABLE "published"."petition" ADD CONSTRAINT "petition_state" CHECK ("published"."petition"."state" in ('gathering', 'lapsed', 'waiting', 'sent-back', 'rejected', 'appealed', 'accepted', 'open', 'closed', 'archived'));
--> statement-breakpoint
ALTER TABLE "published"."petition" ADD CONSTRAINT "petition_organizer" CHECK (("published"."petition"."organizer_name" = '') = ("published"."petition"."organizer_key" is not null));
--> statement-breakpoint
ALTER TABLE "published"."petition" ADD CONSTRAINT "petition_organizer_key_unique" UNIQUE("organizer_key");
--> statement-breakpoint
ALTER TABLE "published"."choice" DROP CONSTRAINT "choice_fits";
--> statement-breakpoint
ALTER TABLE "published"."choice" ADD CONSTRAINT "choice_fits" CHECK (case "published"."choice"."kind" when 'verdict' then "published"."choice"."choice" in ('answered', 'partly', 'not') when 'witness' then "published"."choice"."choice" in ('done', 'not-done') when 'support' then "published"."choice"."choice" in ('support', 'none') else "published"."choice"."choice" in ('sponsor', 'none') end);
--> statement-breakpoint
ALTER TABLE "published"."choice_subject" DROP CONSTRAINT "choice_subject_kind";
--> statement-breakpoint
ALTER TABLE "published"."choice_subject" ADD CONSTRAINT "choice_subject_kind" CHECK ("published"."choice_subject"."kind" in ('verdict', 'witness', 'support', 'sponsor'));
--> statement-breakpoint
ALTER TABLE "identified"."draft"
  ADD COLUMN "critical_mass" integer,
  ADD COLUMN "asked_unit" text,
  ADD COLUMN "sponsors_wanted" integer DEFAULT 0 NOT NULL;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION "published"."petition_stands"() RETURNS trigger
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF NEW.id IS DISTINCT FROM OLD.id OR NEW.organizer_name IS DISTINCT FROM OLD.organizer_name
    OR NEW.organizer_key IS DISTINCT FROM OLD.organizer_key THEN
    RAISE EXCEPTION 'a petition keeps its name and its organizer' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.acts_applied < OLD.acts_applied THEN
    RAISE EXCEPTION 'an act of an organizer takes effect once' USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.state NOT IN ('waiting', 'sent-back') AND (
    NEW.title IS DISTINCT FROM OLD.title
    OR NEW.demands IS DISTINCT FROM OLD.demands
    OR NEW.background IS DISTINCT FROM OLD.background
    OR NEW.text_digest IS DISTINCT FROM OLD.text_digest
    OR NEW.critical_mass IS DISTINCT FROM OLD.critical_mass
    OR NEW.asked_unit IS DISTINCT FROM OLD.asked_unit
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
    ('gathering', 'waiting'),
    ('gathering', 'lapsed'),
    ('waiting', 'accepted'),
    ('waiting', 'sent-back'),
    ('waiting', 'rejected'),
    ('sent-back', 'waiting'),
    ('rejected', 'appealed'),
    ('appealed', 'accepted'),
    ('appealed', 'rejected'),
    ('accepted', 'open'),
    ('open', 'closed'),
    ('closed', 'archived')
  ) THEN
    RAISE EXCEPTION 'a petition cannot go from % to %', OLD.state, NEW.state USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END
$$;
--> statement-breakpoint
-- The anonymous wing hands petitions of unknown organizers to the moderators, and no others, and no further.
CREATE FUNCTION "published"."petition_begins"() RETURNS trigger
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF current_user = 'anonymous' AND (NEW.organizer_key IS NULL OR NEW.state NOT IN ('gathering', 'waiting')
    OR NEW.register_id IS NOT NULL OR NEW.opened_day IS NOT NULL) THEN
    RAISE EXCEPTION 'a petition of somebody unknown begins with the moderators' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION "published"."petition_begins"() FROM PUBLIC;
--> statement-breakpoint
CREATE TRIGGER "petition_begins" BEFORE INSERT ON "published"."petition"
  FOR EACH ROW EXECUTE FUNCTION "published"."petition_begins"();
--> statement-breakpoint
CREATE TABLE "anonymous"."opening_slot" (
	"day" date NOT NULL,
	"nullifier" "bytea" NOT NULL,
	CONSTRAINT "opening_slot_day_nullifier_pk" PRIMARY KEY("day","nullifier"),
	CONSTRAINT "opening_slot_nullifier_length" CHECK (octet_length("anonymous"."opening_slot"."nullifier") = 32)
);
--> statement-breakpoint
CREATE TABLE "anonymous"."waiting_organizer_act" (
	"petition_id" text NOT NULL,
	"number" smallint NOT NULL,
	"act" text NOT NULL,
	"body" text NOT NULL,
	"signature" "bytea" NOT NULL,
	CONSTRAINT "waiting_organizer_act_petition_id_number_pk" PRIMARY KEY("petition_id","number"),
	CONSTRAINT "waiting_organizer_act_signature_length" CHECK (octet_length("anonymous"."waiting_organizer_act"."signature") = 64)
);
--> statement-breakpoint
CREATE TABLE "anonymous"."waiting_petition" (
	"id" text PRIMARY KEY NOT NULL,
	"organizer_key" "bytea" NOT NULL,
	"title" text NOT NULL,
	"demands" jsonb NOT NULL,
	"background" text NOT NULL,
	"closes_day" date NOT NULL,
	"critical_mass" integer NOT NULL,
	"asked_unit" text,
	"programme_id" text,
	"programme_field" text,
	"sponsors_wanted" integer NOT NULL,
	"sponsor_link" "bytea",
	CONSTRAINT "waiting_petition_organizerKey_unique" UNIQUE("organizer_key"),
	CONSTRAINT "waiting_petition_key_length" CHECK (octet_length("anonymous"."waiting_petition"."organizer_key") = 32)
);
--> statement-breakpoint
CREATE TABLE "identified"."letter_sent" (
	"week" text PRIMARY KEY NOT NULL,
	"day" date NOT NULL,
	"takers" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "identified"."letter_taker" (
	"person_number" text PRIMARY KEY NOT NULL,
	"since_day" date NOT NULL
);
--> statement-breakpoint
CREATE TABLE "identified"."moderation_decision" (
	"petition_id" text NOT NULL,
	"number" smallint NOT NULL,
	"person_number" text NOT NULL,
	CONSTRAINT "moderation_decision_petition_id_number_pk" PRIMARY KEY("petition_id","number")
);
--> statement-breakpoint
CREATE TABLE "identified"."organizer_invitation" (
	"petition_id" text NOT NULL,
	"person_number" text NOT NULL,
	"invited_by" text NOT NULL,
	"day" date NOT NULL,
	CONSTRAINT "organizer_invitation_petition_id_person_number_pk" PRIMARY KEY("petition_id","person_number")
);
--> statement-breakpoint
CREATE TABLE "published"."merge_proposal" (
	"petition_id" text NOT NULL,
	"number" smallint NOT NULL,
	"into_id" text NOT NULL,
	"act" text NOT NULL,
	"day" date NOT NULL,
	CONSTRAINT "merge_proposal_petition_id_number_pk" PRIMARY KEY("petition_id","number"),
	CONSTRAINT "merge_proposal_other" CHECK ("published"."merge_proposal"."petition_id" <> "published"."merge_proposal"."into_id")
);
--> statement-breakpoint
CREATE TABLE "published"."organizer_act" (
	"petition_id" text NOT NULL,
	"number" smallint NOT NULL,
	"act" text NOT NULL,
	"body" text NOT NULL,
	"signature" "bytea" NOT NULL,
	"day" date NOT NULL,
	CONSTRAINT "organizer_act_petition_id_number_pk" PRIMARY KEY("petition_id","number"),
	CONSTRAINT "organizer_act_signature_length" CHECK (octet_length("published"."organizer_act"."signature") = 64)
);
--> statement-breakpoint
CREATE TABLE "published"."organizer_change" (
	"petition_id" text NOT NULL,
	"number" smallint NOT NULL,
	"act" text NOT NULL,
	"name" text NOT NULL,
	"day" date NOT NULL,
	CONSTRAINT "organizer_change_petition_id_number_pk" PRIMARY KEY("petition_id","number")
);
--> statement-breakpoint
CREATE TABLE "published"."petition_ending" (
	"petition_id" text PRIMARY KEY NOT NULL,
	"how" text NOT NULL,
	"into_id" text,
	"reason" text NOT NULL,
	"publication" integer NOT NULL,
	"day" date NOT NULL,
	CONSTRAINT "petition_ending_into" CHECK (("published"."petition_ending"."how" = 'merged') = ("published"."petition_ending"."into_id" is not null))
);
--> statement-breakpoint
ALTER TABLE "identified"."letter_taker" ADD CONSTRAINT "letter_taker_person_number_person_person_number_fk" FOREIGN KEY ("person_number") REFERENCES "identified"."person"("person_number") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "identified"."moderation_decision" ADD CONSTRAINT "moderation_decision_person_number_person_person_number_fk" FOREIGN KEY ("person_number") REFERENCES "identified"."person"("person_number") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "identified"."organizer_invitation" ADD CONSTRAINT "organizer_invitation_person_number_person_person_number_fk" FOREIGN KEY ("person_number") REFERENCES "identified"."person"("person_number") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "identified"."organizer_invitation" ADD CONSTRAINT "organizer_invitation_invited_by_person_person_number_fk" FOREIGN KEY ("invited_by") REFERENCES "identified"."person"("person_number") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "published"."merge_proposal" ADD CONSTRAINT "merge_proposal_petition_id_petition_id_fk" FOREIGN KEY ("petition_id") REFERENCES "published"."petition"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "published"."merge_proposal" ADD CONSTRAINT "merge_proposal_into_id_petition_id_fk" FOREIGN KEY ("into_id") REFERENCES "published"."petition"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "published"."organizer_act" ADD CONSTRAINT "organizer_act_petition_id_petition_id_fk" FOREIGN KEY ("petition_id") REFERENCES "published"."petition"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "published"."organizer_change" ADD CONSTRAINT "organizer_change_petition_id_petition_id_fk" FOREIGN KEY ("petition_id") REFERENCES "published"."petition"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "published"."petition_ending" ADD CONSTRAINT "petition_ending_petition_id_petition_id_fk" FOREIGN KEY ("petition_id") REFERENCES "published"."petition"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "published"."petition_ending" ADD CONSTRAINT "petition_ending_into_id_petition_id_fk" FOREIGN KEY ("into_id") REFERENCES "published"."petition"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
CREATE INDEX "moderation_decision_person" ON "identified"."moderation_decision" USING btree ("person_number");
--> statement-breakpoint
CREATE INDEX "organizer_invitation_person" ON "identified"."organizer_invitation" USING btree ("person_number");
--> statement-breakpoint
CREATE TRIGGER "organizer_change_stands" BEFORE UPDATE OR DELETE ON "published"."organizer_change"
  FOR EACH ROW EXECUTE FUNCTION "published"."stands"();
--> statement-breakpoint
CREATE TRIGGER "organizer_change_stays" BEFORE TRUNCATE ON "published"."organizer_change"
  FOR EACH STATEMENT EXECUTE FUNCTION "published"."stands"();
--> statement-breakpoint
CREATE TRIGGER "organizer_act_stands" BEFORE UPDATE OR DELETE ON "published"."organizer_act"
  FOR EACH ROW EXECUTE FUNCTION "published"."stands"();
--> statement-breakpoint
CREATE TRIGGER "organizer_act_stays" BEFORE TRUNCATE ON "published"."organizer_act"
  FOR EACH STATEMENT EXECUTE FUNCTION "published"."stands"();
--> statement-breakpoint
CREATE TRIGGER "merge_proposal_stands" BEFORE UPDATE OR DELETE ON "published"."merge_proposal"
  FOR EACH ROW EXECUTE FUNCTION "published"."stands"();
--> statement-breakpoint
CREATE TRIGGER "merge_proposal_stays" BEFORE TRUNCATE ON "published"."merge_proposal"
  FOR EACH STATEMENT EXECUTE FUNCTION "published"."stands"();
--> statement-breakpoint
CREATE TRIGGER "petition_ending_stands" BEFORE UPDATE OR DELETE ON "published"."petition_ending"
  FOR EACH ROW EXECUTE FUNCTION "published"."stands"();
--> statement-breakpoint
CREATE TRIGGER "petition_ending_stays" BEFORE TRUNCATE ON "published"."petition_ending"
  FOR EACH STATEMENT EXECUTE FUNCTION "published"."stands"();
--> statement-breakpoint
-- Nothing of what waits may stand anywhere but in its own table (see 0005).
ALTER TABLE "anonymous"."waiting_petition"
  ALTER COLUMN "id" SET STATISTICS 0,
  ALTER COLUMN "organizer_key" SET STATISTICS 0,
  ALTER COLUMN "title" SET STATISTICS 0,
  ALTER COLUMN "demands" SET STATISTICS 0,
  ALTER COLUMN "background" SET STATISTICS 0,
  ALTER COLUMN "closes_day" SET STATISTICS 0,
  ALTER COLUMN "critical_mass" SET STATISTICS 0,
  ALTER COLUMN "asked_unit" SET STATISTICS 0,
  ALTER COLUMN "programme_id" SET STATISTICS 0,
  ALTER COLUMN "programme_field" SET STATISTICS 0,
  ALTER COLUMN "sponsors_wanted" SET STATISTICS 0,
  ALTER COLUMN "sponsor_link" SET STATISTICS 0;
--> statement-breakpoint
ALTER TABLE "anonymous"."waiting_organizer_act"
  ALTER COLUMN "petition_id" SET STATISTICS 0,
  ALTER COLUMN "number" SET STATISTICS 0,
  ALTER COLUMN "act" SET STATISTICS 0,
  ALTER COLUMN "body" SET STATISTICS 0,
  ALTER COLUMN "signature" SET STATISTICS 0;
--> statement-breakpoint
ALTER TABLE "anonymous"."opening_slot"
  ALTER COLUMN "day" SET STATISTICS 0,
  ALTER COLUMN "nullifier" SET STATISTICS 0;
--> statement-breakpoint
ALTER TABLE "anonymous"."waiting_unit"
  ALTER COLUMN "kind" SET STATISTICS 0,
  ALTER COLUMN "subject_id" SET STATISTICS 0,
  ALTER COLUMN "nullifier" SET STATISTICS 0,
  ALTER COLUMN "unit_path" SET STATISTICS 0,
  ALTER COLUMN "register_id" SET STATISTICS 0,
  ALTER COLUMN "edition" SET STATISTICS 0,
  ALTER COLUMN "proof" SET STATISTICS 0;
