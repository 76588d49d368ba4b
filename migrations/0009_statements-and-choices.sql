CREATE TABLE "anonymous"."question_slot" (
	"day" date NOT NULL,
	"nullifier" "bytea" NOT NULL,
	CONSTRAINT "question_slot_day_nullifier_pk" PRIMARY KEY("day","nullifier"),
	CONSTRAINT "question_slot_nullifier_length" CHECK (octet_length("anonymous"."question_slot"."nullifier") = 32)
);
--> statement-breakpoint
CREATE TABLE "anonymous"."waiting_choice" (
	"kind" text NOT NULL,
	"subject_id" text NOT NULL,
	"nullifier" "bytea" NOT NULL,
	"n" smallint NOT NULL,
	"choice" text NOT NULL,
	"revision" integer NOT NULL,
	"register_id" integer NOT NULL,
	"edition" integer NOT NULL,
	"proof" "bytea" NOT NULL,
	CONSTRAINT "waiting_choice_kind_subject_id_nullifier_n_pk" PRIMARY KEY("kind","subject_id","nullifier","n"),
	CONSTRAINT "waiting_choice_nullifier_length" CHECK (octet_length("anonymous"."waiting_choice"."nullifier") = 32)
);
--> statement-breakpoint
CREATE TABLE "anonymous"."waiting_question" (
	"id" text PRIMARY KEY NOT NULL,
	"petition_id" text NOT NULL,
	"about" text NOT NULL,
	"body" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "anonymous"."waiting_unit" (
	"pledge_id" text NOT NULL,
	"nullifier" "bytea" NOT NULL,
	"unit_path" text NOT NULL,
	"register_id" integer NOT NULL,
	"edition" integer NOT NULL,
	"proof" "bytea" NOT NULL,
	CONSTRAINT "waiting_unit_pledge_id_nullifier_pk" PRIMARY KEY("pledge_id","nullifier"),
	CONSTRAINT "waiting_unit_nullifier_length" CHECK (octet_length("anonymous"."waiting_unit"."nullifier") = 32)
);
--> statement-breakpoint
CREATE TABLE "identified"."answer_case" (
	"subject" text NOT NULL,
	"subject_id" text NOT NULL,
	"owner" text NOT NULL,
	"delegate" text,
	CONSTRAINT "answer_case_subject_subject_id_pk" PRIMARY KEY("subject","subject_id")
);
--> statement-breakpoint
CREATE TABLE "identified"."answer_comment" (
	"draft_id" text NOT NULL,
	"number" integer NOT NULL,
	"person_number" text,
	"version" integer NOT NULL,
	"about" text NOT NULL,
	"body" text NOT NULL,
	"day" date NOT NULL,
	CONSTRAINT "answer_comment_draft_id_number_pk" PRIMARY KEY("draft_id","number")
);
--> statement-breakpoint
CREATE TABLE "identified"."answer_draft" (
	"id" text PRIMARY KEY NOT NULL,
	"state" text NOT NULL,
	"version" integer NOT NULL,
	"body" text NOT NULL,
	"items" jsonb NOT NULL,
	"programme_id" text,
	"programme_field" text,
	"reason" text NOT NULL,
	"announce" text NOT NULL,
	"writer" text NOT NULL,
	"publish_on" date,
	"publish_hour" smallint,
	"scheduled_by" text,
	"changed_day" date NOT NULL,
	CONSTRAINT "answer_draft_state" CHECK ("identified"."answer_draft"."state" in ('drafting', 'in-review', 'scheduled')),
	CONSTRAINT "answer_draft_scheduled" CHECK (("identified"."answer_draft"."state" = 'scheduled') = ("identified"."answer_draft"."publish_on" is not null and "identified"."answer_draft"."publish_hour" is not null and "identified"."answer_draft"."scheduled_by" is not null))
);
--> statement-breakpoint
CREATE TABLE "identified"."answer_draft_subject" (
	"subject" text NOT NULL,
	"subject_id" text NOT NULL,
	"draft_id" text NOT NULL,
	"base" integer NOT NULL,
	CONSTRAINT "answer_draft_subject_subject_subject_id_pk" PRIMARY KEY("subject","subject_id"),
	CONSTRAINT "answer_draft_subject" CHECK ("identified"."answer_draft_subject"."subject" in ('petition', 'summary'))
);
--> statement-breakpoint
CREATE TABLE "identified"."answer_reviewer" (
	"draft_id" text NOT NULL,
	"person_number" text NOT NULL,
	"capacity" text NOT NULL,
	"opinion" text,
	"version" integer,
	"day" date,
	CONSTRAINT "answer_reviewer_draft_id_person_number_pk" PRIMARY KEY("draft_id","person_number"),
	CONSTRAINT "answer_reviewer_opinion" CHECK (("identified"."answer_reviewer"."opinion" is null) = ("identified"."answer_reviewer"."version" is null))
);
--> statement-breakpoint
CREATE TABLE "identified"."leader_holder" (
	"leader_id" text PRIMARY KEY NOT NULL,
	"person_number" text NOT NULL,
	CONSTRAINT "leader_holder_personNumber_unique" UNIQUE("person_number")
);
--> statement-breakpoint
CREATE TABLE "identified"."reminder" (
	"subject" text NOT NULL,
	"subject_id" text NOT NULL,
	"due_day" date NOT NULL,
	"stage" text NOT NULL,
	CONSTRAINT "reminder_subject_subject_id_due_day_stage_pk" PRIMARY KEY("subject","subject_id","due_day","stage")
);
--> statement-breakpoint
CREATE TABLE "identified"."statement_author" (
	"kind" text NOT NULL,
	"id" text NOT NULL,
	"revision" integer NOT NULL,
	"person_number" text NOT NULL,
	CONSTRAINT "statement_author_kind_id_revision_pk" PRIMARY KEY("kind","id","revision")
);
--> statement-breakpoint
CREATE TABLE "published"."answer_owner" (
	"subject" text NOT NULL,
	"subject_id" text NOT NULL,
	"number" integer NOT NULL,
	"leader_id" text NOT NULL,
	"unit" text NOT NULL,
	"day" date NOT NULL,
	CONSTRAINT "answer_owner_subject_subject_id_number_pk" PRIMARY KEY("subject","subject_id","number"),
	CONSTRAINT "answer_owner_subject" CHECK ("published"."answer_owner"."subject" in ('petition', 'summary', 'pledge'))
);
--> statement-breakpoint
CREATE TABLE "published"."answer_reopened" (
	"petition_id" text NOT NULL,
	"demand" smallint NOT NULL,
	"revision" integer NOT NULL,
	"day" date NOT NULL,
	"due_day" date NOT NULL,
	CONSTRAINT "answer_reopened_petition_id_demand_pk" PRIMARY KEY("petition_id","demand")
);
--> statement-breakpoint
CREATE TABLE "published"."holiday" (
	"date" date PRIMARY KEY NOT NULL,
	"name" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "published"."leader" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"day" date NOT NULL
);
--> statement-breakpoint
CREATE TABLE "published"."pledge" (
	"id" text PRIMARY KEY NOT NULL,
	"petition_id" text NOT NULL,
	"leader_id" text NOT NULL,
	"unit" text NOT NULL,
	"revision" integer NOT NULL,
	"status" text NOT NULL,
	"due_day" date NOT NULL,
	"first_due_day" date NOT NULL,
	"ended_day" date,
	"day" date NOT NULL,
	CONSTRAINT "pledge_status" CHECK ("published"."pledge"."status" in ('not-started', 'in-progress', 'kept', 'partly-kept', 'broken', 'superseded')),
	CONSTRAINT "pledge_ended" CHECK (("published"."pledge"."ended_day" is null) = ("published"."pledge"."status" in ('not-started', 'in-progress')))
);
--> statement-breakpoint
CREATE TABLE "published"."choice" (
	"kind" text NOT NULL,
	"subject_id" text NOT NULL,
	"nullifier" "bytea" NOT NULL,
	"n" smallint NOT NULL,
	"choice" text NOT NULL,
	"revision" integer NOT NULL,
	"register_id" integer NOT NULL,
	"edition" integer NOT NULL,
	"proof" "bytea" NOT NULL,
	"day" date NOT NULL,
	CONSTRAINT "choice_kind_subject_id_nullifier_n_pk" PRIMARY KEY("kind","subject_id","nullifier","n"),
	CONSTRAINT "choice_nullifier_length" CHECK (octet_length("published"."choice"."nullifier") = 32),
	CONSTRAINT "choice_fits" CHECK (case "published"."choice"."kind" when 'verdict' then "published"."choice"."choice" in ('answered', 'partly', 'not') when 'witness' then "published"."choice"."choice" in ('done', 'not-done') else "published"."choice"."choice" in ('support', 'none') end)
);
--> statement-breakpoint
CREATE TABLE "published"."choice_figure" (
	"kind" text NOT NULL,
	"subject_id" text NOT NULL,
	"choice" text NOT NULL,
	"day" date NOT NULL,
	"keys" integer NOT NULL,
	CONSTRAINT "choice_figure_kind_subject_id_day_choice_pk" PRIMARY KEY("kind","subject_id","day","choice")
);
--> statement-breakpoint
CREATE TABLE "published"."choice_subject" (
	"kind" text NOT NULL,
	"id" text NOT NULL,
	"register_id" integer NOT NULL,
	"revision" integer NOT NULL,
	"text_digest" "bytea" NOT NULL,
	"publication" integer NOT NULL,
	"day" date NOT NULL,
	"until_day" date NOT NULL,
	CONSTRAINT "choice_subject_kind_id_pk" PRIMARY KEY("kind","id"),
	CONSTRAINT "choice_subject_kind" CHECK ("published"."choice_subject"."kind" in ('verdict', 'witness', 'support')),
	CONSTRAINT "choice_subject_digest_length" CHECK (octet_length("published"."choice_subject"."text_digest") = 32)
);
--> statement-breakpoint
CREATE TABLE "published"."choice_tally" (
	"kind" text NOT NULL,
	"subject_id" text NOT NULL,
	"choice" text NOT NULL,
	"keys" integer NOT NULL,
	"publication" integer NOT NULL,
	CONSTRAINT "choice_tally_kind_subject_id_choice_pk" PRIMARY KEY("kind","subject_id","choice")
);
--> statement-breakpoint
CREATE TABLE "published"."disclosed_unit" (
	"pledge_id" text NOT NULL,
	"nullifier" "bytea" NOT NULL,
	"unit_path" text NOT NULL,
	"register_id" integer NOT NULL,
	"edition" integer NOT NULL,
	"proof" "bytea" NOT NULL,
	"day" date NOT NULL,
	CONSTRAINT "disclosed_unit_pledge_id_nullifier_pk" PRIMARY KEY("pledge_id","nullifier")
);
--> statement-breakpoint
CREATE TABLE "published"."unit_figure" (
	"pledge_id" text NOT NULL,
	"publication" integer NOT NULL,
	"unit_path" text NOT NULL,
	"choice" text NOT NULL,
	"keys" integer NOT NULL,
	CONSTRAINT "unit_figure_pledge_id_publication_unit_path_choice_pk" PRIMARY KEY("pledge_id","publication","unit_path","choice")
);
--> statement-breakpoint
CREATE TABLE "published"."unit_release" (
	"pledge_id" text NOT NULL,
	"publication" integer NOT NULL,
	"day" date NOT NULL,
	"total" integer NOT NULL,
	CONSTRAINT "unit_release_pledge_id_publication_pk" PRIMARY KEY("pledge_id","publication")
);
--> statement-breakpoint
CREATE TABLE "published"."question" (
	"id" text PRIMARY KEY NOT NULL,
	"petition_id" text NOT NULL,
	"about" text NOT NULL,
	"body" text NOT NULL,
	"state" text NOT NULL,
	"day" date NOT NULL,
	"opened_day" date,
	CONSTRAINT "question_about" CHECK ("published"."question"."about" in ('petition', 'response')),
	CONSTRAINT "question_state" CHECK ("published"."question"."state" in ('waiting', 'open', 'rejected')),
	CONSTRAINT "question_opened" CHECK (("published"."question"."state" = 'open') = ("published"."question"."opened_day" is not null))
);
--> statement-breakpoint
CREATE TABLE "published"."question_decision" (
	"question_id" text PRIMARY KEY NOT NULL,
	"act" text NOT NULL,
	"reason_code" text NOT NULL,
	"reason_text" text NOT NULL,
	"moderator_name" text NOT NULL,
	"day" date NOT NULL
);
--> statement-breakpoint
CREATE TABLE "published"."announcement" (
	"id" text PRIMARY KEY NOT NULL,
	"petition_id" text,
	"day" date NOT NULL,
	"mailed" boolean NOT NULL
);
--> statement-breakpoint
CREATE TABLE "published"."clarification" (
	"petition_id" text NOT NULL,
	"number" integer NOT NULL,
	"question" text NOT NULL,
	"asker_name" text NOT NULL,
	"asked_day" date NOT NULL,
	"answer" text,
	"answered_day" date,
	CONSTRAINT "clarification_petition_id_number_pk" PRIMARY KEY("petition_id","number"),
	CONSTRAINT "clarification_answered" CHECK (("published"."clarification"."answer" is null) = ("published"."clarification"."answered_day" is null))
);
--> statement-breakpoint
CREATE TABLE "published"."contradiction" (
	"id" text PRIMARY KEY NOT NULL,
	"petition_id" text NOT NULL,
	"earlier_kind" text NOT NULL,
	"earlier_id" text NOT NULL,
	"earlier_revision" integer NOT NULL,
	"earlier_quote" text NOT NULL,
	"later_kind" text NOT NULL,
	"later_id" text NOT NULL,
	"later_revision" integer NOT NULL,
	"later_quote" text NOT NULL,
	"words" text NOT NULL,
	"organizer_name" text NOT NULL,
	"day" date NOT NULL,
	"withdrawn_day" date,
	"withdrawn_reason" text,
	CONSTRAINT "contradiction_withdrawn" CHECK (("published"."contradiction"."withdrawn_day" is null) = ("published"."contradiction"."withdrawn_reason" is null))
);
--> statement-breakpoint
CREATE TABLE "published"."statement_revision" (
	"kind" text NOT NULL,
	"id" text NOT NULL,
	"revision" integer NOT NULL,
	"document" jsonb NOT NULL,
	"digest" "bytea" NOT NULL,
	"author_name" text NOT NULL,
	"reason" text NOT NULL,
	"day" date NOT NULL,
	CONSTRAINT "statement_revision_kind_id_revision_pk" PRIMARY KEY("kind","id","revision"),
	CONSTRAINT "statement_kind" CHECK ("published"."statement_revision"."kind" in ('response', 'summary-response', 'pledge', 'answer', 'announcement')),
	CONSTRAINT "statement_reason" CHECK (("published"."statement_revision"."revision" = 1) = ("published"."statement_revision"."reason" = ''))
);
--> statement-breakpoint
ALTER TABLE "published"."response" ADD COLUMN "revision" integer NOT NULL DEFAULT 1;--> statement-breakpoint
ALTER TABLE "published"."response" ADD COLUMN "answered_day" date;--> statement-breakpoint
ALTER TABLE "published"."response" ADD COLUMN "together" text;--> statement-breakpoint
ALTER TABLE "published"."response" ADD COLUMN "verdict_quorum" integer NOT NULL DEFAULT 50;--> statement-breakpoint
ALTER TABLE "published"."response" ADD COLUMN "verdict_percent" smallint NOT NULL DEFAULT 50;--> statement-breakpoint
ALTER TABLE "identified"."answer_case" ADD CONSTRAINT "answer_case_owner_person_person_number_fk" FOREIGN KEY ("owner") REFERENCES "identified"."person"("person_number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identified"."answer_case" ADD CONSTRAINT "answer_case_delegate_person_person_number_fk" FOREIGN KEY ("delegate") REFERENCES "identified"."person"("person_number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identified"."answer_comment" ADD CONSTRAINT "answer_comment_draft_id_answer_draft_id_fk" FOREIGN KEY ("draft_id") REFERENCES "identified"."answer_draft"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identified"."answer_comment" ADD CONSTRAINT "answer_comment_person_number_person_person_number_fk" FOREIGN KEY ("person_number") REFERENCES "identified"."person"("person_number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identified"."answer_draft" ADD CONSTRAINT "answer_draft_writer_person_person_number_fk" FOREIGN KEY ("writer") REFERENCES "identified"."person"("person_number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identified"."answer_draft" ADD CONSTRAINT "answer_draft_scheduled_by_person_person_number_fk" FOREIGN KEY ("scheduled_by") REFERENCES "identified"."person"("person_number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identified"."answer_draft_subject" ADD CONSTRAINT "answer_draft_subject_draft_id_answer_draft_id_fk" FOREIGN KEY ("draft_id") REFERENCES "identified"."answer_draft"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identified"."answer_reviewer" ADD CONSTRAINT "answer_reviewer_draft_id_answer_draft_id_fk" FOREIGN KEY ("draft_id") REFERENCES "identified"."answer_draft"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identified"."answer_reviewer" ADD CONSTRAINT "answer_reviewer_person_number_person_person_number_fk" FOREIGN KEY ("person_number") REFERENCES "identified"."person"("person_number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identified"."leader_holder" ADD CONSTRAINT "leader_holder_person_number_person_person_number_fk" FOREIGN KEY ("person_number") REFERENCES "identified"."person"("person_number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identified"."statement_author" ADD CONSTRAINT "statement_author_person_number_person_person_number_fk" FOREIGN KEY ("person_number") REFERENCES "identified"."person"("person_number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "published"."answer_owner" ADD CONSTRAINT "answer_owner_leader_id_leader_id_fk" FOREIGN KEY ("leader_id") REFERENCES "published"."leader"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "published"."answer_reopened" ADD CONSTRAINT "answer_reopened_petition_id_petition_id_fk" FOREIGN KEY ("petition_id") REFERENCES "published"."petition"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "published"."pledge" ADD CONSTRAINT "pledge_petition_id_response_petition_id_fk" FOREIGN KEY ("petition_id") REFERENCES "published"."response"("petition_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "published"."pledge" ADD CONSTRAINT "pledge_leader_id_leader_id_fk" FOREIGN KEY ("leader_id") REFERENCES "published"."leader"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "published"."choice_subject" ADD CONSTRAINT "choice_subject_register_id_register_id_fk" FOREIGN KEY ("register_id") REFERENCES "published"."register"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "published"."choice_tally" ADD CONSTRAINT "choice_tally_publication_publication_number_fk" FOREIGN KEY ("publication") REFERENCES "published"."publication"("number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "published"."unit_release" ADD CONSTRAINT "unit_release_publication_publication_number_fk" FOREIGN KEY ("publication") REFERENCES "published"."publication"("number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "published"."question" ADD CONSTRAINT "question_petition_id_petition_id_fk" FOREIGN KEY ("petition_id") REFERENCES "published"."petition"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "published"."question_decision" ADD CONSTRAINT "question_decision_question_id_question_id_fk" FOREIGN KEY ("question_id") REFERENCES "published"."question"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "published"."announcement" ADD CONSTRAINT "announcement_petition_id_petition_id_fk" FOREIGN KEY ("petition_id") REFERENCES "published"."petition"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "published"."contradiction" ADD CONSTRAINT "contradiction_petition_id_petition_id_fk" FOREIGN KEY ("petition_id") REFERENCES "published"."petition"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "published"."clarification" ADD CONSTRAINT "clarification_petition_id_petition_id_fk" FOREIGN KEY ("petition_id") REFERENCES "published"."petition"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "answer_draft_subject_draft" ON "identified"."answer_draft_subject" USING btree ("draft_id");--> statement-breakpoint
CREATE INDEX "answer_reviewer_person" ON "identified"."answer_reviewer" USING btree ("person_number");--> statement-breakpoint
CREATE INDEX "statement_author_person" ON "identified"."statement_author" USING btree ("person_number");--> statement-breakpoint
CREATE INDEX "answer_owner_leader" ON "published"."answer_owner" USING btree ("leader_id");--> statement-breakpoint
CREATE INDEX "answer_reopened_due" ON "published"."answer_reopened" USING btree ("due_day");--> statement-breakpoint
CREATE INDEX "pledge_due" ON "published"."pledge" USING btree ("due_day","id");--> statement-breakpoint
CREATE INDEX "pledge_leader" ON "published"."pledge" USING btree ("leader_id");--> statement-breakpoint
CREATE INDEX "pledge_petition" ON "published"."pledge" USING btree ("petition_id");--> statement-breakpoint
CREATE INDEX "question_petition" ON "published"."question" USING btree ("petition_id","state");--> statement-breakpoint
CREATE INDEX "announcement_day" ON "published"."announcement" USING btree ("day","id");--> statement-breakpoint
CREATE UNIQUE INDEX "announcement_mailed_day" ON "published"."announcement" USING btree ("day") WHERE mailed;--> statement-breakpoint
ALTER TABLE "identified"."mail_outbox" ADD COLUMN "for_all" boolean DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX "mail_outbox_next" ON "identified"."mail_outbox" USING btree ("for_all","failures");--> statement-breakpoint
CREATE INDEX "contradiction_petition" ON "published"."contradiction" USING btree ("petition_id");--> statement-breakpoint
CREATE INDEX "contradiction_earlier" ON "published"."contradiction" USING btree ("earlier_kind","earlier_id");--> statement-breakpoint
CREATE INDEX "contradiction_later" ON "published"."contradiction" USING btree ("later_kind","later_id");--> statement-breakpoint
CREATE INDEX "statement_revision_day" ON "published"."statement_revision" USING btree ("kind","day");--> statement-breakpoint
-- What was said before is the first revision of a statement from now on. `labelled` is H of docs/protocol.md, section 0.
CREATE FUNCTION "published".labelled(VARIADIC fields text[]) RETURNS bytea LANGUAGE sql AS $$
  SELECT sha256(string_agg(int4send(octet_length(convert_to(f, 'UTF8'))) || convert_to(f, 'UTF8'), ''::bytea ORDER BY place))
  FROM unnest(fields) WITH ORDINALITY AS t (f, place)
$$;--> statement-breakpoint
INSERT INTO "published"."statement_revision" (kind, id, revision, document, digest, author_name, reason, day)
  SELECT 'response', r.petition_id, 1, d.text::jsonb,
    "published".labelled('statement/v1', 'response', r.petition_id, '1', d.text), r.author_name, '', r.day
  FROM "published"."response" r CROSS JOIN LATERAL (
    SELECT format('{"body":%s,"items":[%s]}', to_json(r.body), coalesce(string_agg(
      format('{"answer":%s,"reason":%s}', to_json(i.answer), to_json(i.reason)), ',' ORDER BY i.demand), '')) AS text
    FROM "published"."response_item" i WHERE i.petition_id = r.petition_id
  ) d;--> statement-breakpoint
INSERT INTO "published"."statement_revision" (kind, id, revision, document, digest, author_name, reason, day)
  SELECT 'summary-response', r.summary_id, 1, d.text::jsonb,
    "published".labelled('statement/v1', 'summary-response', r.summary_id, '1', d.text), r.writer_name, '', r.day
  FROM "published"."summary_response" r CROSS JOIN LATERAL (SELECT format('{"body":%s}', to_json(r.body)) AS text) d;--> statement-breakpoint
UPDATE "published"."response" SET answered_day = day;--> statement-breakpoint
INSERT INTO "identified"."statement_author" (kind, id, revision, person_number)
  SELECT 'response', petition_id, 1, person_number FROM "identified"."response_author";--> statement-breakpoint
DROP FUNCTION "published".labelled(text[]);--> statement-breakpoint
ALTER TABLE "published"."response" ALTER COLUMN "revision" DROP DEFAULT, ALTER COLUMN "verdict_quorum" DROP DEFAULT, ALTER COLUMN "verdict_percent" DROP DEFAULT;--> statement-breakpoint
DROP TABLE "identified"."response_author" CASCADE;--> statement-breakpoint
DROP TABLE "published"."response_item" CASCADE;--> statement-breakpoint
DROP TABLE "published"."summary_response" CASCADE;--> statement-breakpoint
ALTER TABLE "published"."response" DROP COLUMN "author_name";--> statement-breakpoint
ALTER TABLE "published"."response" DROP COLUMN "body";
--> statement-breakpoint
-- What was published stands, whoever tries: the application's roles by their rights, and every role, the owner's mistakes
-- included, by this. The arguments name the columns that may still change; one after `once:` only while it is empty.
CREATE FUNCTION "published"."stands"() RETURNS trigger
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  before jsonb;
  after jsonb;
  name text;
BEGIN
  IF TG_OP <> 'UPDATE' THEN
    RAISE EXCEPTION 'what is published in % stands', TG_TABLE_NAME USING ERRCODE = 'check_violation';
  END IF;
  before := to_jsonb(OLD);
  after := to_jsonb(NEW);
  FOREACH name IN ARRAY coalesce(TG_ARGV, '{}') LOOP
    IF name LIKE 'once:%' THEN
      name := substr(name, 6);
      CONTINUE WHEN before -> name <> 'null'::jsonb;
    END IF;
    before := before - name;
    after := after - name;
  END LOOP;
  IF before IS DISTINCT FROM after THEN
    RAISE EXCEPTION 'what is published in % stands', TG_TABLE_NAME USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION "published"."stands"() FROM PUBLIC;
--> statement-breakpoint
CREATE TRIGGER "statement_revision_stands" BEFORE UPDATE OR DELETE ON "published"."statement_revision"
  FOR EACH ROW EXECUTE FUNCTION "published"."stands"();
--> statement-breakpoint
CREATE TRIGGER "statement_revision_stays" BEFORE TRUNCATE ON "published"."statement_revision"
  FOR EACH STATEMENT EXECUTE FUNCTION "published"."stands"();
--> statement-breakpoint
CREATE TRIGGER "contradiction_stands" BEFORE UPDATE OR DELETE ON "published"."contradiction"
  FOR EACH ROW EXECUTE FUNCTION "published"."stands"('once:withdrawn_day', 'once:withdrawn_reason');
--> statement-breakpoint
CREATE TRIGGER "contradiction_stays" BEFORE TRUNCATE ON "published"."contradiction"
  FOR EACH STATEMENT EXECUTE FUNCTION "published"."stands"();
--> statement-breakpoint
CREATE TRIGGER "clarification_stands" BEFORE UPDATE OR DELETE ON "published"."clarification"
  FOR EACH ROW EXECUTE FUNCTION "published"."stands"('once:answer', 'once:answered_day');
--> statement-breakpoint
CREATE TRIGGER "clarification_stays" BEFORE TRUNCATE ON "published"."clarification"
  FOR EACH STATEMENT EXECUTE FUNCTION "published"."stands"();
--> statement-breakpoint
CREATE TRIGGER "announcement_stands" BEFORE UPDATE OR DELETE ON "published"."announcement"
  FOR EACH ROW EXECUTE FUNCTION "published"."stands"();
--> statement-breakpoint
CREATE TRIGGER "announcement_stays" BEFORE TRUNCATE ON "published"."announcement"
  FOR EACH STATEMENT EXECUTE FUNCTION "published"."stands"();
--> statement-breakpoint
CREATE TRIGGER "leader_stands" BEFORE UPDATE OR DELETE ON "published"."leader"
  FOR EACH ROW EXECUTE FUNCTION "published"."stands"();
--> statement-breakpoint
CREATE TRIGGER "leader_stays" BEFORE TRUNCATE ON "published"."leader"
  FOR EACH STATEMENT EXECUTE FUNCTION "published"."stands"();
--> statement-breakpoint
CREATE TRIGGER "answer_owner_stands" BEFORE UPDATE OR DELETE ON "published"."answer_owner"
  FOR EACH ROW EXECUTE FUNCTION "published"."stands"();
--> statement-breakpoint
CREATE TRIGGER "answer_owner_stays" BEFORE TRUNCATE ON "published"."answer_owner"
  FOR EACH STATEMENT EXECUTE FUNCTION "published"."stands"();
--> statement-breakpoint
CREATE TRIGGER "answer_reopened_stands" BEFORE UPDATE OR DELETE ON "published"."answer_reopened"
  FOR EACH ROW EXECUTE FUNCTION "published"."stands"();
--> statement-breakpoint
CREATE TRIGGER "answer_reopened_stays" BEFORE TRUNCATE ON "published"."answer_reopened"
  FOR EACH STATEMENT EXECUTE FUNCTION "published"."stands"();
--> statement-breakpoint
CREATE TRIGGER "response_stands" BEFORE UPDATE OR DELETE ON "published"."response"
  FOR EACH ROW EXECUTE FUNCTION "published"."stands"('revision', 'once:answered_day');
--> statement-breakpoint
CREATE TRIGGER "response_stays" BEFORE TRUNCATE ON "published"."response"
  FOR EACH STATEMENT EXECUTE FUNCTION "published"."stands"();
--> statement-breakpoint
CREATE TRIGGER "pledge_stands" BEFORE UPDATE OR DELETE ON "published"."pledge"
  FOR EACH ROW EXECUTE FUNCTION "published"."stands"('revision', 'status', 'due_day', 'ended_day', 'leader_id', 'unit');
--> statement-breakpoint
CREATE TRIGGER "pledge_stays" BEFORE TRUNCATE ON "published"."pledge"
  FOR EACH STATEMENT EXECUTE FUNCTION "published"."stands"();
--> statement-breakpoint
CREATE TRIGGER "choice_subject_stands" BEFORE UPDATE OR DELETE ON "published"."choice_subject"
  FOR EACH ROW EXECUTE FUNCTION "published"."stands"('revision', 'text_digest', 'publication', 'until_day');
--> statement-breakpoint
CREATE TRIGGER "choice_subject_stays" BEFORE TRUNCATE ON "published"."choice_subject"
  FOR EACH STATEMENT EXECUTE FUNCTION "published"."stands"();
--> statement-breakpoint
CREATE TRIGGER "choice_stands" BEFORE UPDATE OR DELETE ON "published"."choice"
  FOR EACH ROW EXECUTE FUNCTION "published"."stands"();
--> statement-breakpoint
CREATE TRIGGER "choice_stays" BEFORE TRUNCATE ON "published"."choice"
  FOR EACH STATEMENT EXECUTE FUNCTION "published"."stands"();
--> statement-breakpoint
CREATE TRIGGER "disclosed_unit_stands" BEFORE UPDATE OR DELETE ON "published"."disclosed_unit"
  FOR EACH ROW EXECUTE FUNCTION "published"."stands"();
--> statement-breakpoint
CREATE TRIGGER "disclosed_unit_stays" BEFORE TRUNCATE ON "published"."disclosed_unit"
  FOR EACH STATEMENT EXECUTE FUNCTION "published"."stands"();
--> statement-breakpoint
CREATE TRIGGER "unit_release_stands" BEFORE UPDATE OR DELETE ON "published"."unit_release"
  FOR EACH ROW EXECUTE FUNCTION "published"."stands"();
--> statement-breakpoint
CREATE TRIGGER "unit_release_stays" BEFORE TRUNCATE ON "published"."unit_release"
  FOR EACH STATEMENT EXECUTE FUNCTION "published"."stands"();
--> statement-breakpoint
CREATE TRIGGER "unit_figure_stands" BEFORE UPDATE OR DELETE ON "published"."unit_figure"
  FOR EACH ROW EXECUTE FUNCTION "published"."stands"();
--> statement-breakpoint
CREATE TRIGGER "unit_figure_stays" BEFORE TRUNCATE ON "published"."unit_figure"
  FOR EACH STATEMENT EXECUTE FUNCTION "published"."stands"();
--> statement-breakpoint
CREATE TRIGGER "question_stands" BEFORE UPDATE OR DELETE ON "published"."question"
  FOR EACH ROW EXECUTE FUNCTION "published"."stands"('state', 'once:opened_day');
--> statement-breakpoint
CREATE TRIGGER "question_stays" BEFORE TRUNCATE ON "published"."question"
  FOR EACH STATEMENT EXECUTE FUNCTION "published"."stands"();
--> statement-breakpoint
CREATE TRIGGER "question_decision_stands" BEFORE UPDATE OR DELETE ON "published"."question_decision"
  FOR EACH ROW EXECUTE FUNCTION "published"."stands"();
--> statement-breakpoint
CREATE TRIGGER "question_decision_stays" BEFORE TRUNCATE ON "published"."question_decision"
  FOR EACH STATEMENT EXECUTE FUNCTION "published"."stands"();
--> statement-breakpoint
-- A question moves once, from the moderators to the public or not.
CREATE FUNCTION "published"."question_moves_once"() RETURNS trigger
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF NEW.state IS DISTINCT FROM OLD.state AND OLD.state <> 'waiting' THEN
    RAISE EXCEPTION 'a question is decided once' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION "published"."question_moves_once"() FROM PUBLIC;
--> statement-breakpoint
CREATE TRIGGER "question_moves_once" BEFORE UPDATE ON "published"."question"
  FOR EACH ROW EXECUTE FUNCTION "published"."question_moves_once"();
--> statement-breakpoint
-- As in 0005: nothing of what waits may stand anywhere but in its own table.
ALTER TABLE "anonymous"."waiting_choice"
  ALTER COLUMN "kind" SET STATISTICS 0,
  ALTER COLUMN "subject_id" SET STATISTICS 0,
  ALTER COLUMN "nullifier" SET STATISTICS 0,
  ALTER COLUMN "n" SET STATISTICS 0,
  ALTER COLUMN "choice" SET STATISTICS 0,
  ALTER COLUMN "revision" SET STATISTICS 0,
  ALTER COLUMN "register_id" SET STATISTICS 0,
  ALTER COLUMN "edition" SET STATISTICS 0,
  ALTER COLUMN "proof" SET STATISTICS 0;
--> statement-breakpoint
ALTER TABLE "anonymous"."waiting_unit"
  ALTER COLUMN "pledge_id" SET STATISTICS 0,
  ALTER COLUMN "nullifier" SET STATISTICS 0,
  ALTER COLUMN "unit_path" SET STATISTICS 0,
  ALTER COLUMN "register_id" SET STATISTICS 0,
  ALTER COLUMN "edition" SET STATISTICS 0,
  ALTER COLUMN "proof" SET STATISTICS 0;
--> statement-breakpoint
ALTER TABLE "anonymous"."waiting_question"
  ALTER COLUMN "id" SET STATISTICS 0,
  ALTER COLUMN "petition_id" SET STATISTICS 0,
  ALTER COLUMN "about" SET STATISTICS 0,
  ALTER COLUMN "body" SET STATISTICS 0;
--> statement-breakpoint
ALTER TABLE "anonymous"."question_slot"
  ALTER COLUMN "day" SET STATISTICS 0,
  ALTER COLUMN "nullifier" SET STATISTICS 0;
