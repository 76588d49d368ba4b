CREATE SCHEMA "identified";
--> statement-breakpoint
CREATE SCHEMA "published";
--> statement-breakpoint
CREATE SCHEMA "anonymous";
--> statement-breakpoint
CREATE TABLE "identified"."access_log" (
	"id" text PRIMARY KEY NOT NULL,
	"day" date NOT NULL,
	"actor" text NOT NULL,
	"subject" text,
	"purpose" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "identified"."account" (
	"id" text PRIMARY KEY NOT NULL,
	"person_number" text NOT NULL,
	CONSTRAINT "account_personNumber_unique" UNIQUE("person_number")
);
--> statement-breakpoint
CREATE TABLE "identified"."draft" (
	"id" text PRIMARY KEY NOT NULL,
	"author" text NOT NULL,
	"title" text NOT NULL,
	"demands" jsonb NOT NULL,
	"background" text NOT NULL,
	"closes_day" date,
	"petition_id" text,
	"changed_day" date NOT NULL
);
--> statement-breakpoint
CREATE TABLE "identified"."enrolment" (
	"person_number" text NOT NULL,
	"generation" integer NOT NULL,
	"identity_commitment" "bytea" NOT NULL,
	"reason" text NOT NULL,
	"day" date NOT NULL,
	"revoked" text,
	CONSTRAINT "enrolment_person_number_generation_pk" PRIMARY KEY("person_number","generation"),
	CONSTRAINT "enrolment_identityCommitment_unique" UNIQUE("identity_commitment"),
	CONSTRAINT "enrolment_commitment_length" CHECK (octet_length("identified"."enrolment"."identity_commitment") = 32)
);
--> statement-breakpoint
CREATE TABLE "identified"."enrolment_nonce" (
	"nonce_hash" "bytea" PRIMARY KEY NOT NULL,
	"person_number" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "identified"."enrolment_ticket" (
	"ticket_hash" "bytea" PRIMARY KEY NOT NULL,
	"person_number" text NOT NULL,
	"reason" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "identified"."mail_outbox" (
	"id" text PRIMARY KEY NOT NULL,
	"recipient" text,
	"subject" text NOT NULL,
	"body" text NOT NULL,
	"failures" smallint DEFAULT 0 NOT NULL,
	"not_before" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "identified"."person" (
	"person_number" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"unit_path" text NOT NULL,
	"status" text NOT NULL,
	CONSTRAINT "person_email_unique" UNIQUE("email"),
	CONSTRAINT "person_status" CHECK ("identified"."person"."status" in ('active', 'left')),
	CONSTRAINT "person_email_lower" CHECK ("identified"."person"."email" = lower("identified"."person"."email"))
);
--> statement-breakpoint
CREATE TABLE "identified"."petition_organizer" (
	"petition_id" text NOT NULL,
	"person_number" text NOT NULL,
	CONSTRAINT "petition_organizer_petition_id_person_number_pk" PRIMARY KEY("petition_id","person_number")
);
--> statement-breakpoint
CREATE TABLE "identified"."register_place" (
	"register_id" integer NOT NULL,
	"person_number" text NOT NULL,
	"leaf_index" integer NOT NULL,
	"identity_commitment" "bytea" NOT NULL,
	"live" smallint NOT NULL,
	"unit_path" text NOT NULL,
	CONSTRAINT "register_place_register_id_person_number_pk" PRIMARY KEY("register_id","person_number"),
	CONSTRAINT "register_place_leaf" UNIQUE("register_id","leaf_index")
);
--> statement-breakpoint
CREATE TABLE "identified"."response_author" (
	"petition_id" text PRIMARY KEY NOT NULL,
	"person_number" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "identified"."role_grant" (
	"person_number" text NOT NULL,
	"role" text NOT NULL,
	"granted_day" date NOT NULL,
	"granted_by" text NOT NULL,
	CONSTRAINT "role_grant_person_number_role_pk" PRIMARY KEY("person_number","role")
);
--> statement-breakpoint
CREATE TABLE "identified"."roster_upload" (
	"id" text PRIMARY KEY NOT NULL,
	"uploaded_by" text NOT NULL,
	"row_count" integer NOT NULL,
	"refused_count" integer NOT NULL,
	"expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "identified"."roster_upload_row" (
	"upload_id" text NOT NULL,
	"line" integer NOT NULL,
	"person_number" text,
	"name" text,
	"email" text,
	"unit_path" text,
	"status" text,
	"refusal" text,
	CONSTRAINT "roster_upload_row_upload_id_line_pk" PRIMARY KEY("upload_id","line")
);
--> statement-breakpoint
CREATE TABLE "identified"."session" (
	"id_hash" "bytea" PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "identified"."sign_in_attempt" (
	"id_hash" "bytea" PRIMARY KEY NOT NULL,
	"person_number" text,
	"code_hash" "bytea" NOT NULL,
	"tries" smallint DEFAULT 0 NOT NULL,
	"expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "published"."checkpoint" (
	"size" bigint PRIMARY KEY NOT NULL,
	"publication" integer NOT NULL,
	"note" text NOT NULL,
	"frontier" "bytea" NOT NULL,
	CONSTRAINT "checkpoint_publication_unique" UNIQUE("publication")
);
--> statement-breakpoint
CREATE TABLE "published"."edition" (
	"register_id" integer NOT NULL,
	"number" integer NOT NULL,
	"publication" integer NOT NULL,
	"day" date NOT NULL,
	"size" integer NOT NULL,
	"live" integer NOT NULL,
	"group_root" "bytea" NOT NULL,
	"roster_size" integer NOT NULL,
	"tiles" jsonb NOT NULL,
	"upper_file" text NOT NULL,
	"units_file" text NOT NULL,
	CONSTRAINT "edition_register_id_number_pk" PRIMARY KEY("register_id","number")
);
--> statement-breakpoint
CREATE TABLE "published"."edition_unit" (
	"register_id" integer NOT NULL,
	"edition" integer NOT NULL,
	"unit_path" text NOT NULL,
	"live" integer NOT NULL,
	"group_root" "bytea" NOT NULL,
	CONSTRAINT "edition_unit_register_id_edition_unit_path_pk" PRIMARY KEY("register_id","edition","unit_path")
);
--> statement-breakpoint
CREATE TABLE "published"."figure" (
	"petition_id" text NOT NULL,
	"day" date NOT NULL,
	"signers" integer NOT NULL,
	CONSTRAINT "figure_petition_id_day_pk" PRIMARY KEY("petition_id","day")
);
--> statement-breakpoint
CREATE TABLE "published"."ledger_entry" (
	"index" bigint PRIMARY KEY NOT NULL,
	"bytes" "bytea" NOT NULL,
	"leaf_hash" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "published"."moderation_act" (
	"petition_id" text NOT NULL,
	"number" smallint NOT NULL,
	"act" text NOT NULL,
	"reason_code" text NOT NULL,
	"reason_text" text NOT NULL,
	"moderator_name" text NOT NULL,
	"day" date NOT NULL,
	CONSTRAINT "moderation_act_petition_id_number_pk" PRIMARY KEY("petition_id","number")
);
--> statement-breakpoint
CREATE TABLE "published"."petition" (
	"id" text PRIMARY KEY NOT NULL,
	"state" text NOT NULL,
	"title" text NOT NULL,
	"demands" jsonb NOT NULL,
	"background" text NOT NULL,
	"text_digest" "bytea" NOT NULL,
	"organizer_name" text NOT NULL,
	"submitted_day" date NOT NULL,
	"closes_day" date NOT NULL,
	"critical_mass" integer NOT NULL,
	"opened_day" date,
	"register_id" integer,
	"threshold" integer,
	"closed_day" date,
	"search" "tsvector" GENERATED ALWAYS AS (setweight(to_tsvector('english', title), 'A') || setweight(to_tsvector('english', demands), 'B') || setweight(to_tsvector('english', background), 'C')) STORED,
	CONSTRAINT "petition_state" CHECK ("published"."petition"."state" in ('waiting', 'sent-back', 'rejected', 'accepted', 'open', 'closed', 'archived')),
	CONSTRAINT "petition_open_is_pinned" CHECK ("published"."petition"."state" not in ('open', 'closed', 'archived') or ("published"."petition"."register_id" is not null and "published"."petition"."threshold" is not null and "published"."petition"."opened_day" is not null))
);
--> statement-breakpoint
CREATE TABLE "published"."petition_update" (
	"petition_id" text NOT NULL,
	"number" integer NOT NULL,
	"day" date NOT NULL,
	"body" text NOT NULL,
	CONSTRAINT "petition_update_petition_id_number_pk" PRIMARY KEY("petition_id","number")
);
--> statement-breakpoint
CREATE TABLE "published"."publication" (
	"number" integer PRIMARY KEY NOT NULL,
	"slot" timestamp with time zone NOT NULL,
	"day" date NOT NULL,
	"editions_done" boolean DEFAULT false NOT NULL,
	"signatures_done" boolean DEFAULT false NOT NULL,
	"checkpoint_done" boolean DEFAULT false NOT NULL,
	CONSTRAINT "publication_slot_unique" UNIQUE("slot")
);
--> statement-breakpoint
CREATE TABLE "published"."register" (
	"id" integer PRIMARY KEY NOT NULL,
	"depth" smallint NOT NULL,
	"opened_day" date NOT NULL,
	"next_leaf" integer NOT NULL,
	"retired" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE TABLE "published"."register_file" (
	"hash" "bytea" PRIMARY KEY NOT NULL,
	"bytes" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "published"."register_node" (
	"register_id" integer NOT NULL,
	"level" smallint NOT NULL,
	"position" integer NOT NULL,
	"hash" "bytea" NOT NULL,
	CONSTRAINT "register_node_register_id_level_position_pk" PRIMARY KEY("register_id","level","position")
);
--> statement-breakpoint
CREATE TABLE "published"."response" (
	"petition_id" text PRIMARY KEY NOT NULL,
	"author_name" text NOT NULL,
	"body" text NOT NULL,
	"day" date NOT NULL
);
--> statement-breakpoint
CREATE TABLE "published"."response_item" (
	"petition_id" text NOT NULL,
	"demand" smallint NOT NULL,
	"answer" text NOT NULL,
	"reason" text NOT NULL,
	CONSTRAINT "response_item_petition_id_demand_pk" PRIMARY KEY("petition_id","demand")
);
--> statement-breakpoint
CREATE TABLE "published"."setting" (
	"name" text PRIMARY KEY NOT NULL,
	"value" jsonb NOT NULL,
	"since_day" date NOT NULL
);
--> statement-breakpoint
CREATE TABLE "published"."signature" (
	"petition_id" text NOT NULL,
	"nullifier" "bytea" NOT NULL,
	"n" smallint NOT NULL,
	"action" text NOT NULL,
	"register_id" integer NOT NULL,
	"edition" integer NOT NULL,
	"proof" "bytea" NOT NULL,
	"day" date NOT NULL,
	CONSTRAINT "signature_petition_id_nullifier_n_pk" PRIMARY KEY("petition_id","nullifier","n"),
	CONSTRAINT "signature_nullifier_length" CHECK (octet_length("published"."signature"."nullifier") = 32),
	CONSTRAINT "signature_action" CHECK ("published"."signature"."action" = case when "published"."signature"."n" % 2 = 0 then 'sign' else 'withdraw' end)
);
--> statement-breakpoint
CREATE TABLE "published"."tally" (
	"petition_id" text PRIMARY KEY NOT NULL,
	"signers" integer NOT NULL,
	"publication" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "published"."threshold_reached" (
	"petition_id" text PRIMARY KEY NOT NULL,
	"day" date NOT NULL,
	"due_day" date NOT NULL
);
--> statement-breakpoint
CREATE TABLE "anonymous"."waiting_action" (
	"petition_id" text NOT NULL,
	"nullifier" "bytea" NOT NULL,
	"n" smallint NOT NULL,
	"action" text NOT NULL,
	"register_id" integer NOT NULL,
	"edition" integer NOT NULL,
	"proof" "bytea" NOT NULL,
	CONSTRAINT "waiting_action_petition_id_nullifier_n_pk" PRIMARY KEY("petition_id","nullifier","n"),
	CONSTRAINT "waiting_action_nullifier_length" CHECK (octet_length("anonymous"."waiting_action"."nullifier") = 32),
	CONSTRAINT "waiting_action_action" CHECK ("anonymous"."waiting_action"."action" = case when "anonymous"."waiting_action"."n" % 2 = 0 then 'sign' else 'withdraw' end)
);
--> statement-breakpoint
ALTER TABLE "identified"."account" ADD CONSTRAINT "account_person_number_person_person_number_fk" FOREIGN KEY ("person_number") REFERENCES "identified"."person"("person_number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identified"."draft" ADD CONSTRAINT "draft_author_person_person_number_fk" FOREIGN KEY ("author") REFERENCES "identified"."person"("person_number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identified"."enrolment" ADD CONSTRAINT "enrolment_person_number_person_person_number_fk" FOREIGN KEY ("person_number") REFERENCES "identified"."person"("person_number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identified"."enrolment_nonce" ADD CONSTRAINT "enrolment_nonce_person_number_person_person_number_fk" FOREIGN KEY ("person_number") REFERENCES "identified"."person"("person_number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identified"."enrolment_ticket" ADD CONSTRAINT "enrolment_ticket_person_number_person_person_number_fk" FOREIGN KEY ("person_number") REFERENCES "identified"."person"("person_number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identified"."petition_organizer" ADD CONSTRAINT "petition_organizer_person_number_person_person_number_fk" FOREIGN KEY ("person_number") REFERENCES "identified"."person"("person_number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identified"."register_place" ADD CONSTRAINT "register_place_person_number_person_person_number_fk" FOREIGN KEY ("person_number") REFERENCES "identified"."person"("person_number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identified"."response_author" ADD CONSTRAINT "response_author_person_number_person_person_number_fk" FOREIGN KEY ("person_number") REFERENCES "identified"."person"("person_number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identified"."role_grant" ADD CONSTRAINT "role_grant_person_number_person_person_number_fk" FOREIGN KEY ("person_number") REFERENCES "identified"."person"("person_number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identified"."roster_upload_row" ADD CONSTRAINT "roster_upload_row_upload_id_roster_upload_id_fk" FOREIGN KEY ("upload_id") REFERENCES "identified"."roster_upload"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identified"."session" ADD CONSTRAINT "session_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "identified"."account"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identified"."sign_in_attempt" ADD CONSTRAINT "sign_in_attempt_person_number_person_person_number_fk" FOREIGN KEY ("person_number") REFERENCES "identified"."person"("person_number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "published"."checkpoint" ADD CONSTRAINT "checkpoint_publication_publication_number_fk" FOREIGN KEY ("publication") REFERENCES "published"."publication"("number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "published"."edition" ADD CONSTRAINT "edition_register_id_register_id_fk" FOREIGN KEY ("register_id") REFERENCES "published"."register"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "published"."edition" ADD CONSTRAINT "edition_publication_publication_number_fk" FOREIGN KEY ("publication") REFERENCES "published"."publication"("number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "published"."figure" ADD CONSTRAINT "figure_petition_id_petition_id_fk" FOREIGN KEY ("petition_id") REFERENCES "published"."petition"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "published"."moderation_act" ADD CONSTRAINT "moderation_act_petition_id_petition_id_fk" FOREIGN KEY ("petition_id") REFERENCES "published"."petition"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "published"."petition_update" ADD CONSTRAINT "petition_update_petition_id_petition_id_fk" FOREIGN KEY ("petition_id") REFERENCES "published"."petition"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "published"."register_node" ADD CONSTRAINT "register_node_register_id_register_id_fk" FOREIGN KEY ("register_id") REFERENCES "published"."register"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "published"."response" ADD CONSTRAINT "response_petition_id_petition_id_fk" FOREIGN KEY ("petition_id") REFERENCES "published"."petition"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "published"."response_item" ADD CONSTRAINT "response_item_petition_id_response_petition_id_fk" FOREIGN KEY ("petition_id") REFERENCES "published"."response"("petition_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "published"."signature" ADD CONSTRAINT "signature_petition_id_petition_id_fk" FOREIGN KEY ("petition_id") REFERENCES "published"."petition"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "published"."tally" ADD CONSTRAINT "tally_petition_id_petition_id_fk" FOREIGN KEY ("petition_id") REFERENCES "published"."petition"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "published"."tally" ADD CONSTRAINT "tally_publication_publication_number_fk" FOREIGN KEY ("publication") REFERENCES "published"."publication"("number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "published"."threshold_reached" ADD CONSTRAINT "threshold_reached_petition_id_petition_id_fk" FOREIGN KEY ("petition_id") REFERENCES "published"."petition"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "access_log_subject" ON "identified"."access_log" USING btree ("subject","day");--> statement-breakpoint
CREATE INDEX "access_log_day" ON "identified"."access_log" USING btree ("day");--> statement-breakpoint
CREATE INDEX "draft_author" ON "identified"."draft" USING btree ("author");--> statement-breakpoint
CREATE INDEX "person_status_unit" ON "identified"."person" USING btree ("status","unit_path");--> statement-breakpoint
CREATE INDEX "petition_organizer_person" ON "identified"."petition_organizer" USING btree ("person_number");--> statement-breakpoint
CREATE INDEX "roster_upload_row_person" ON "identified"."roster_upload_row" USING btree ("upload_id","person_number");--> statement-breakpoint
CREATE INDEX "session_account" ON "identified"."session" USING btree ("account_id");--> statement-breakpoint
CREATE UNIQUE INDEX "edition_publication" ON "published"."edition" USING btree ("register_id","publication");--> statement-breakpoint
CREATE INDEX "petition_state_closes" ON "published"."petition" USING btree ("state","closes_day");--> statement-breakpoint
CREATE INDEX "petition_state_opened" ON "published"."petition" USING btree ("state","opened_day","id");--> statement-breakpoint
CREATE INDEX "petition_search" ON "published"."petition" USING gin ("search");--> statement-breakpoint
CREATE INDEX "threshold_reached_due" ON "published"."threshold_reached" USING btree ("due_day");