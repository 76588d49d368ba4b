CREATE TABLE "published"."deletion" (
	"petition_id" text PRIMARY KEY NOT NULL,
	"day" date NOT NULL
);
--> statement-breakpoint
ALTER TABLE "published"."deletion" ADD CONSTRAINT "deletion_petition_id_petition_id_fk" FOREIGN KEY ("petition_id") REFERENCES "published"."petition"("id") ON DELETE no action ON UPDATE no action;