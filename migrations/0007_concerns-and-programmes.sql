CREATE TABLE "anonymous"."concern" (
	"key" "bytea" PRIMARY KEY NOT NULL,
	"programme_id" text,
	"state" text NOT NULL,
	"day" date NOT NULL,
	"last_day" date NOT NULL,
	"acknowledge_by" date NOT NULL,
	"answer_by" date NOT NULL,
	"deleted_on" date NOT NULL,
	"acknowledged_day" date,
	"answered_day" date,
	"closed_for" text,
	"assigned_to" "bytea",
	"labels" "bytea",
	"labels_number" smallint DEFAULT 0 NOT NULL,
	"storage_key" "bytea" NOT NULL,
	"filing" "bytea",
	CONSTRAINT "concern_key_length" CHECK (octet_length("anonymous"."concern"."key") = 32 and octet_length("anonymous"."concern"."storage_key") = 32),
	CONSTRAINT "concern_state" CHECK ("anonymous"."concern"."state" in ('unfinished', 'received', 'in-review', 'answered', 'closed'))
);
--> statement-breakpoint
CREATE TABLE "anonymous"."concern_answer_days" (
	"programme_id" text NOT NULL,
	"days" smallint NOT NULL,
	"concerns" integer NOT NULL,
	CONSTRAINT "concern_answer_days_programme_id_days_pk" PRIMARY KEY("programme_id","days")
);
--> statement-breakpoint
CREATE TABLE "anonymous"."concern_chunk" (
	"concern" "bytea" NOT NULL,
	"number" smallint NOT NULL,
	"hash" "bytea" NOT NULL,
	"bytes" "bytea" NOT NULL,
	CONSTRAINT "concern_chunk_concern_number_hash_pk" PRIMARY KEY("concern","number","hash")
);
--> statement-breakpoint
CREATE TABLE "anonymous"."concern_grant" (
	"concern" "bytea" NOT NULL,
	"handler" "bytea" NOT NULL,
	"bytes" "bytea" NOT NULL,
	CONSTRAINT "concern_grant_concern_handler_pk" PRIMARY KEY("concern","handler")
);
--> statement-breakpoint
CREATE TABLE "anonymous"."concern_hidden" (
	"concern" "bytea" NOT NULL,
	"handler" "bytea" NOT NULL,
	CONSTRAINT "concern_hidden_concern_handler_pk" PRIMARY KEY("concern","handler")
);
--> statement-breakpoint
CREATE TABLE "anonymous"."concern_message" (
	"concern" "bytea" NOT NULL,
	"number" smallint NOT NULL,
	"handler" "bytea",
	"audience" text NOT NULL,
	"day" date NOT NULL,
	"read_day" date,
	"complete" boolean NOT NULL,
	"manifest" text NOT NULL,
	CONSTRAINT "concern_message_concern_number_pk" PRIMARY KEY("concern","number"),
	CONSTRAINT "concern_message_audience" CHECK ("anonymous"."concern_message"."audience" in ('all', 'handlers'))
);
--> statement-breakpoint
CREATE TABLE "anonymous"."concern_slot" (
	"day" date NOT NULL,
	"nullifier" "bytea" NOT NULL,
	CONSTRAINT "concern_slot_day_nullifier_pk" PRIMARY KEY("day","nullifier"),
	CONSTRAINT "concern_slot_nullifier_length" CHECK (octet_length("anonymous"."concern_slot"."nullifier") = 32)
);
--> statement-breakpoint
CREATE TABLE "anonymous"."concern_tally" (
	"programme_id" text NOT NULL,
	"counted" text NOT NULL,
	"concerns" integer NOT NULL,
	CONSTRAINT "concern_tally_programme_id_counted_pk" PRIMARY KEY("programme_id","counted")
);
--> statement-breakpoint
CREATE TABLE "anonymous"."deleted_concerns" (
	"one" boolean PRIMARY KEY NOT NULL,
	"concerns" integer NOT NULL,
	CONSTRAINT "deleted_concerns_one" CHECK ("anonymous"."deleted_concerns"."one")
);
--> statement-breakpoint
CREATE TABLE "anonymous"."waiting_corroboration" (
	"summary_id" text NOT NULL,
	"nullifier" "bytea" NOT NULL,
	"n" smallint NOT NULL,
	"choice" text NOT NULL,
	"register_id" integer NOT NULL,
	"edition" integer NOT NULL,
	"proof" "bytea" NOT NULL,
	CONSTRAINT "waiting_corroboration_summary_id_nullifier_n_pk" PRIMARY KEY("summary_id","nullifier","n"),
	CONSTRAINT "waiting_corroboration_nullifier_length" CHECK (octet_length("anonymous"."waiting_corroboration"."nullifier") = 32),
	CONSTRAINT "waiting_corroboration_choice" CHECK ("anonymous"."waiting_corroboration"."choice" in ('me-too', 'saw-it', 'contradicts'))
);
--> statement-breakpoint
CREATE TABLE "anonymous"."waiting_filing" (
	"digest" "bytea" PRIMARY KEY NOT NULL
);
--> statement-breakpoint
CREATE TABLE "identified"."handler_holder" (
	"fingerprint" "bytea" PRIMARY KEY NOT NULL,
	"person_number" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "identified"."handler_request" (
	"person_number" text PRIMARY KEY NOT NULL,
	"signing_key" "bytea" NOT NULL,
	"recipient" text NOT NULL,
	"signature" "bytea" NOT NULL,
	"day" date NOT NULL
);
--> statement-breakpoint
CREATE TABLE "published"."concern_figure" (
	"programme_id" text NOT NULL,
	"day" date NOT NULL,
	"received" integer,
	"answered" integer,
	"in_time" integer,
	"median_days" integer,
	CONSTRAINT "concern_figure_programme_id_day_pk" PRIMARY KEY("programme_id","day")
);
--> statement-breakpoint
CREATE TABLE "published"."corroboration" (
	"summary_id" text NOT NULL,
	"nullifier" "bytea" NOT NULL,
	"n" smallint NOT NULL,
	"choice" text NOT NULL,
	"register_id" integer NOT NULL,
	"edition" integer NOT NULL,
	"proof" "bytea" NOT NULL,
	"day" date NOT NULL,
	CONSTRAINT "corroboration_summary_id_nullifier_n_pk" PRIMARY KEY("summary_id","nullifier","n"),
	CONSTRAINT "corroboration_choice" CHECK ("published"."corroboration"."choice" in ('me-too', 'saw-it', 'contradicts'))
);
--> statement-breakpoint
CREATE TABLE "published"."corroboration_tally" (
	"summary_id" text NOT NULL,
	"choice" text NOT NULL,
	"keys" integer NOT NULL,
	"publication" integer NOT NULL,
	CONSTRAINT "corroboration_tally_summary_id_choice_pk" PRIMARY KEY("summary_id","choice")
);
--> statement-breakpoint
CREATE TABLE "published"."handler_key" (
	"fingerprint" "bytea" PRIMARY KEY NOT NULL,
	"number" integer NOT NULL,
	"name" text NOT NULL,
	"signing_key" "bytea" NOT NULL,
	"recipient" text NOT NULL,
	"added_day" date NOT NULL,
	"added_by" "bytea" NOT NULL,
	"signature" "bytea" NOT NULL,
	"retired_day" date,
	"retired_by" text,
	"retired_signature" "bytea",
	CONSTRAINT "handler_key_number_unique" UNIQUE("number"),
	CONSTRAINT "handler_key_signingKey_unique" UNIQUE("signing_key"),
	CONSTRAINT "handler_key_recipient_unique" UNIQUE("recipient"),
	CONSTRAINT "handler_key_lengths" CHECK (octet_length("published"."handler_key"."fingerprint") = 32 and octet_length("published"."handler_key"."signing_key") = 32),
	CONSTRAINT "handler_key_retired" CHECK (("published"."handler_key"."retired_day" is null) = ("published"."handler_key"."retired_by" is null))
);
--> statement-breakpoint
CREATE TABLE "published"."summary" (
	"id" text PRIMARY KEY NOT NULL,
	"programme_id" text,
	"field" text,
	"title" text NOT NULL,
	"body" text NOT NULL,
	"text_digest" "bytea" NOT NULL,
	"register_id" integer NOT NULL,
	"threshold" integer NOT NULL,
	"response_days" integer NOT NULL,
	"day" date NOT NULL,
	"handler" "bytea" NOT NULL,
	"signature" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "published"."summary_reached" (
	"summary_id" text PRIMARY KEY NOT NULL,
	"day" date NOT NULL,
	"due_day" date NOT NULL
);
--> statement-breakpoint
CREATE TABLE "published"."summary_response" (
	"summary_id" text PRIMARY KEY NOT NULL,
	"writer_name" text NOT NULL,
	"body" text NOT NULL,
	"day" date NOT NULL
);
--> statement-breakpoint
CREATE TABLE "published"."attachment" (
	"subject" text NOT NULL,
	"subject_id" text NOT NULL,
	"programme_id" text NOT NULL,
	"field" text,
	"day" date NOT NULL,
	CONSTRAINT "attachment_subject_subject_id_pk" PRIMARY KEY("subject","subject_id"),
	CONSTRAINT "attachment_subject" CHECK ("published"."attachment"."subject" in ('petition', 'response', 'pledge'))
);
--> statement-breakpoint
CREATE TABLE "published"."programme" (
	"id" text PRIMARY KEY NOT NULL,
	"state" text NOT NULL,
	"revision" integer NOT NULL,
	"entered_day" date NOT NULL,
	CONSTRAINT "programme_state" CHECK ("published"."programme"."state" in ('announced', 'active', 'paused', 'ended'))
);
--> statement-breakpoint
CREATE TABLE "published"."programme_document" (
	"hash" "bytea" PRIMARY KEY NOT NULL,
	"title" text NOT NULL,
	"media_type" text NOT NULL,
	"bytes" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "published"."programme_revision" (
	"programme_id" text NOT NULL,
	"number" integer NOT NULL,
	"day" date NOT NULL,
	"document" jsonb NOT NULL,
	"digest" "bytea" NOT NULL,
	"editor_name" text NOT NULL,
	"reason" text NOT NULL,
	CONSTRAINT "programme_revision_programme_id_number_pk" PRIMARY KEY("programme_id","number")
);
--> statement-breakpoint
ALTER TABLE "identified"."draft" ADD COLUMN "programme_id" text;--> statement-breakpoint
ALTER TABLE "identified"."draft" ADD COLUMN "programme_field" text;--> statement-breakpoint
ALTER TABLE "identified"."handler_holder" ADD CONSTRAINT "handler_holder_person_number_person_person_number_fk" FOREIGN KEY ("person_number") REFERENCES "identified"."person"("person_number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identified"."handler_request" ADD CONSTRAINT "handler_request_person_number_person_person_number_fk" FOREIGN KEY ("person_number") REFERENCES "identified"."person"("person_number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "published"."concern_figure" ADD CONSTRAINT "concern_figure_programme_id_programme_id_fk" FOREIGN KEY ("programme_id") REFERENCES "published"."programme"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "published"."corroboration" ADD CONSTRAINT "corroboration_summary_id_summary_id_fk" FOREIGN KEY ("summary_id") REFERENCES "published"."summary"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "published"."corroboration_tally" ADD CONSTRAINT "corroboration_tally_summary_id_summary_id_fk" FOREIGN KEY ("summary_id") REFERENCES "published"."summary"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "published"."corroboration_tally" ADD CONSTRAINT "corroboration_tally_publication_publication_number_fk" FOREIGN KEY ("publication") REFERENCES "published"."publication"("number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "published"."summary" ADD CONSTRAINT "summary_programme_id_programme_id_fk" FOREIGN KEY ("programme_id") REFERENCES "published"."programme"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "published"."summary" ADD CONSTRAINT "summary_register_id_register_id_fk" FOREIGN KEY ("register_id") REFERENCES "published"."register"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "published"."summary" ADD CONSTRAINT "summary_handler_handler_key_fingerprint_fk" FOREIGN KEY ("handler") REFERENCES "published"."handler_key"("fingerprint") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "published"."summary_reached" ADD CONSTRAINT "summary_reached_summary_id_summary_id_fk" FOREIGN KEY ("summary_id") REFERENCES "published"."summary"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "published"."summary_response" ADD CONSTRAINT "summary_response_summary_id_summary_id_fk" FOREIGN KEY ("summary_id") REFERENCES "published"."summary"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "published"."attachment" ADD CONSTRAINT "attachment_programme_id_programme_id_fk" FOREIGN KEY ("programme_id") REFERENCES "published"."programme"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "published"."programme_revision" ADD CONSTRAINT "programme_revision_programme_id_programme_id_fk" FOREIGN KEY ("programme_id") REFERENCES "published"."programme"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "handler_holder_person" ON "identified"."handler_holder" USING btree ("person_number");--> statement-breakpoint
CREATE INDEX "summary_programme" ON "published"."summary" USING btree ("programme_id");--> statement-breakpoint
CREATE INDEX "attachment_programme" ON "published"."attachment" USING btree ("programme_id");--> statement-breakpoint
-- As for what waits to be published: ANALYZE may copy nothing of the anonymous wing into a catalog, where it would outlive the rows.
ALTER TABLE "anonymous"."concern"
  ALTER COLUMN "key" SET STATISTICS 0,
  ALTER COLUMN "programme_id" SET STATISTICS 0,
  ALTER COLUMN "state" SET STATISTICS 0,
  ALTER COLUMN "day" SET STATISTICS 0,
  ALTER COLUMN "last_day" SET STATISTICS 0,
  ALTER COLUMN "acknowledge_by" SET STATISTICS 0,
  ALTER COLUMN "answer_by" SET STATISTICS 0,
  ALTER COLUMN "deleted_on" SET STATISTICS 0,
  ALTER COLUMN "acknowledged_day" SET STATISTICS 0,
  ALTER COLUMN "answered_day" SET STATISTICS 0,
  ALTER COLUMN "closed_for" SET STATISTICS 0,
  ALTER COLUMN "assigned_to" SET STATISTICS 0,
  ALTER COLUMN "labels" SET STATISTICS 0,
  ALTER COLUMN "labels_number" SET STATISTICS 0,
  ALTER COLUMN "storage_key" SET STATISTICS 0,
  ALTER COLUMN "filing" SET STATISTICS 0;
--> statement-breakpoint
ALTER TABLE "anonymous"."concern_answer_days"
  ALTER COLUMN "programme_id" SET STATISTICS 0,
  ALTER COLUMN "days" SET STATISTICS 0,
  ALTER COLUMN "concerns" SET STATISTICS 0;
--> statement-breakpoint
ALTER TABLE "anonymous"."concern_chunk"
  ALTER COLUMN "concern" SET STATISTICS 0,
  ALTER COLUMN "number" SET STATISTICS 0,
  ALTER COLUMN "hash" SET STATISTICS 0,
  ALTER COLUMN "bytes" SET STATISTICS 0;
--> statement-breakpoint
ALTER TABLE "anonymous"."concern_grant"
  ALTER COLUMN "concern" SET STATISTICS 0,
  ALTER COLUMN "handler" SET STATISTICS 0,
  ALTER COLUMN "bytes" SET STATISTICS 0;
--> statement-breakpoint
ALTER TABLE "anonymous"."concern_hidden"
  ALTER COLUMN "concern" SET STATISTICS 0,
  ALTER COLUMN "handler" SET STATISTICS 0;
--> statement-breakpoint
ALTER TABLE "anonymous"."concern_message"
  ALTER COLUMN "concern" SET STATISTICS 0,
  ALTER COLUMN "number" SET STATISTICS 0,
  ALTER COLUMN "handler" SET STATISTICS 0,
  ALTER COLUMN "audience" SET STATISTICS 0,
  ALTER COLUMN "day" SET STATISTICS 0,
  ALTER COLUMN "read_day" SET STATISTICS 0,
  ALTER COLUMN "complete" SET STATISTICS 0,
  ALTER COLUMN "manifest" SET STATISTICS 0;
--> statement-breakpoint
ALTER TABLE "anonymous"."concern_slot"
  ALTER COLUMN "day" SET STATISTICS 0,
  ALTER COLUMN "nullifier" SET STATISTICS 0;
--> statement-breakpoint
ALTER TABLE "anonymous"."concern_tally"
  ALTER COLUMN "programme_id" SET STATISTICS 0,
  ALTER COLUMN "counted" SET STATISTICS 0,
  ALTER COLUMN "concerns" SET STATISTICS 0;
--> statement-breakpoint
ALTER TABLE "anonymous"."deleted_concerns"
  ALTER COLUMN "one" SET STATISTICS 0,
  ALTER COLUMN "concerns" SET STATISTICS 0;
--> statement-breakpoint
ALTER TABLE "anonymous"."waiting_corroboration"
  ALTER COLUMN "summary_id" SET STATISTICS 0,
  ALTER COLUMN "nullifier" SET STATISTICS 0,
  ALTER COLUMN "n" SET STATISTICS 0,
  ALTER COLUMN "choice" SET STATISTICS 0,
  ALTER COLUMN "register_id" SET STATISTICS 0,
  ALTER COLUMN "edition" SET STATISTICS 0,
  ALTER COLUMN "proof" SET STATISTICS 0;
--> statement-breakpoint
ALTER TABLE "anonymous"."waiting_filing"
  ALTER COLUMN "digest" SET STATISTICS 0;
--> statement-breakpoint
-- Ciphertext does not compress.
ALTER TABLE "anonymous"."concern_chunk" ALTER COLUMN "bytes" SET STORAGE EXTERNAL;
--> statement-breakpoint
-- A handler's key stands as it was let in. It is retired once, and never comes back.
CREATE FUNCTION "published"."handler_key_stands"() RETURNS trigger
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF OLD.retired_day IS NOT NULL THEN
    RAISE EXCEPTION 'a retired key stays retired' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION "published"."handler_key_stands"() FROM PUBLIC;
--> statement-breakpoint
CREATE TRIGGER "handler_key_stands" BEFORE UPDATE ON "published"."handler_key"
  FOR EACH ROW EXECUTE FUNCTION "published"."handler_key_stands"();
--> statement-breakpoint
-- What a petition is about may change while its organizer may still change its text; of responses and pledges, never.
CREATE FUNCTION "published"."attachment_stands"() RETURNS trigger
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF OLD.subject <> 'petition' OR NOT EXISTS (
    SELECT FROM published.petition p WHERE p.id = OLD.subject_id AND p.state IN ('waiting', 'sent-back')
  ) THEN
    RAISE EXCEPTION 'what is published stays attached' USING ERRCODE = 'check_violation';
  END IF;
  IF TG_OP = 'DELETE' THEN
    RETURN OLD;
  END IF;
  RETURN NEW;
END
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION "published"."attachment_stands"() FROM PUBLIC;
--> statement-breakpoint
CREATE TRIGGER "attachment_stands" BEFORE UPDATE OR DELETE ON "published"."attachment"
  FOR EACH ROW EXECUTE FUNCTION "published"."attachment_stands"();
