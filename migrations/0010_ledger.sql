CREATE TABLE "published"."client_release" (
	"digest" "bytea" PRIMARY KEY NOT NULL,
	"manifest" text NOT NULL,
	"day" date NOT NULL
);
--> statement-breakpoint
CREATE TABLE "published"."cosignature" (
	"size" bigint NOT NULL,
	"witness" text NOT NULL,
	"line" text NOT NULL,
	"witnessed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "cosignature_size_witness_pk" PRIMARY KEY("size","witness")
);
--> statement-breakpoint
CREATE TABLE "published"."ledger_contradiction" (
	"digest" "bytea" PRIMARY KEY NOT NULL,
	"note" text NOT NULL,
	"reported_by" text NOT NULL,
	"day" date NOT NULL
);
--> statement-breakpoint
CREATE TABLE "published"."ledger_key" (
	"number" integer PRIMARY KEY NOT NULL,
	"key" text NOT NULL,
	"signature" text NOT NULL,
	"day" date NOT NULL,
	CONSTRAINT "ledger_key_key_unique" UNIQUE("key")
);
--> statement-breakpoint
CREATE TABLE "published"."ledger_tile" (
	"level" smallint NOT NULL,
	"number" bigint NOT NULL,
	"hashes" "bytea" NOT NULL,
	CONSTRAINT "ledger_tile_level_number_pk" PRIMARY KEY("level","number"),
	CONSTRAINT "ledger_tile_level" CHECK ("published"."ledger_tile"."level" between 1 and 7),
	CONSTRAINT "ledger_tile_length" CHECK (octet_length("published"."ledger_tile"."hashes") % 32 = 0 and octet_length("published"."ledger_tile"."hashes") between 32 and 8192)
);
--> statement-breakpoint
CREATE TABLE "published"."ledger_witness" (
	"name" text PRIMARY KEY NOT NULL,
	"key" text NOT NULL,
	"run_by" text NOT NULL,
	"added_day" date NOT NULL,
	"removed_day" date,
	CONSTRAINT "ledger_witness_key_unique" UNIQUE("key")
);
--> statement-breakpoint
CREATE TABLE "published"."signature_range" (
	"petition_id" text NOT NULL,
	"publication" integer NOT NULL,
	"first" bigint NOT NULL,
	"entries" integer NOT NULL,
	"day" date NOT NULL,
	CONSTRAINT "signature_range_petition_id_publication_pk" PRIMARY KEY("petition_id","publication")
);
--> statement-breakpoint
ALTER TABLE "published"."cosignature" ADD CONSTRAINT "cosignature_size_checkpoint_size_fk" FOREIGN KEY ("size") REFERENCES "published"."checkpoint"("size") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "published"."cosignature" ADD CONSTRAINT "cosignature_witness_ledger_witness_name_fk" FOREIGN KEY ("witness") REFERENCES "published"."ledger_witness"("name") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "published"."signature_range" ADD CONSTRAINT "signature_range_petition_id_petition_id_fk" FOREIGN KEY ("petition_id") REFERENCES "published"."petition"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "published"."signature_range" ADD CONSTRAINT "signature_range_publication_publication_number_fk" FOREIGN KEY ("publication") REFERENCES "published"."publication"("number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "cosignature_witness" ON "published"."cosignature" USING btree ("witness","size");--> statement-breakpoint
CREATE INDEX "ledger_entry_leaf" ON "published"."ledger_entry" USING btree ("leaf_hash");
--> statement-breakpoint
CREATE TRIGGER "ledger_entry_stands" BEFORE UPDATE OR DELETE ON "published"."ledger_entry"
  FOR EACH ROW EXECUTE FUNCTION "published"."stands"();
--> statement-breakpoint
CREATE TRIGGER "ledger_entry_stays" BEFORE TRUNCATE ON "published"."ledger_entry"
  FOR EACH STATEMENT EXECUTE FUNCTION "published"."stands"();
--> statement-breakpoint
CREATE TRIGGER "checkpoint_stands" BEFORE UPDATE OR DELETE ON "published"."checkpoint"
  FOR EACH ROW EXECUTE FUNCTION "published"."stands"();
--> statement-breakpoint
CREATE TRIGGER "checkpoint_stays" BEFORE TRUNCATE ON "published"."checkpoint"
  FOR EACH STATEMENT EXECUTE FUNCTION "published"."stands"();
--> statement-breakpoint
CREATE TRIGGER "ledger_key_stands" BEFORE UPDATE OR DELETE ON "published"."ledger_key"
  FOR EACH ROW EXECUTE FUNCTION "published"."stands"();
--> statement-breakpoint
CREATE TRIGGER "ledger_key_stays" BEFORE TRUNCATE ON "published"."ledger_key"
  FOR EACH STATEMENT EXECUTE FUNCTION "published"."stands"();
--> statement-breakpoint
CREATE TRIGGER "ledger_witness_stands" BEFORE UPDATE OR DELETE ON "published"."ledger_witness"
  FOR EACH ROW EXECUTE FUNCTION "published"."stands"('once:removed_day');
--> statement-breakpoint
CREATE TRIGGER "ledger_witness_stays" BEFORE TRUNCATE ON "published"."ledger_witness"
  FOR EACH STATEMENT EXECUTE FUNCTION "published"."stands"();
--> statement-breakpoint
CREATE TRIGGER "cosignature_stands" BEFORE UPDATE OR DELETE ON "published"."cosignature"
  FOR EACH ROW EXECUTE FUNCTION "published"."stands"();
--> statement-breakpoint
CREATE TRIGGER "cosignature_stays" BEFORE TRUNCATE ON "published"."cosignature"
  FOR EACH STATEMENT EXECUTE FUNCTION "published"."stands"();
--> statement-breakpoint
CREATE TRIGGER "ledger_contradiction_stands" BEFORE UPDATE OR DELETE ON "published"."ledger_contradiction"
  FOR EACH ROW EXECUTE FUNCTION "published"."stands"();
--> statement-breakpoint
CREATE TRIGGER "ledger_contradiction_stays" BEFORE TRUNCATE ON "published"."ledger_contradiction"
  FOR EACH STATEMENT EXECUTE FUNCTION "published"."stands"();
--> statement-breakpoint
CREATE TRIGGER "client_release_stands" BEFORE UPDATE OR DELETE ON "published"."client_release"
  FOR EACH ROW EXECUTE FUNCTION "published"."stands"();
--> statement-breakpoint
CREATE TRIGGER "client_release_stays" BEFORE TRUNCATE ON "published"."client_release"
  FOR EACH STATEMENT EXECUTE FUNCTION "published"."stands"();
--> statement-breakpoint
CREATE TRIGGER "signature_range_stands" BEFORE UPDATE OR DELETE ON "published"."signature_range"
  FOR EACH ROW EXECUTE FUNCTION "published"."stands"();
--> statement-breakpoint
CREATE TRIGGER "signature_range_stays" BEFORE TRUNCATE ON "published"."signature_range"
  FOR EACH STATEMENT EXECUTE FUNCTION "published"."stands"();
--> statement-breakpoint
-- Where acts that were published before stand: neighbours of one petition are one run.
INSERT INTO "published"."signature_range" ("petition_id", "publication", "first", "entries", "day")
SELECT run.petition, c.publication, run.first, run.entries, run.day
FROM (
  SELECT petition, day, min(index) AS first, count(*) AS entries
  FROM (
    SELECT e.index, e.entry ->> 'petition' AS petition, (e.entry ->> 'day')::date AS day,
      e.index - row_number() OVER (PARTITION BY e.entry ->> 'petition' ORDER BY e.index) AS island
    FROM (SELECT index, convert_from(bytes, 'UTF8')::jsonb AS entry FROM "published"."ledger_entry") e
    WHERE e.entry ->> 'kind' IN ('signature', 'withdrawal')
  ) act
  GROUP BY petition, day, island
) run
CROSS JOIN LATERAL (
  SELECT publication FROM "published"."checkpoint" WHERE size > run.first ORDER BY size LIMIT 1
) c;
