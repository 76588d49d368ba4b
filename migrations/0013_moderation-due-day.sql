ALTER TABLE "published"."moderation_act" ADD COLUMN "due_day" date;--> statement-breakpoint
CREATE INDEX "moderation_act_day" ON "published"."moderation_act" USING btree ("day");