DROP INDEX "published"."petition_state_opened";--> statement-breakpoint
DROP INDEX "published"."petition_state_closes";--> statement-breakpoint
DROP INDEX "published"."threshold_reached_due";--> statement-breakpoint
CREATE INDEX "response_answered" ON "published"."response" USING btree ("answered_day","petition_id");--> statement-breakpoint
CREATE INDEX "petition_state_listed" ON "published"."petition" USING btree ("state",(coalesce("opened_day", "submitted_day")),"id");--> statement-breakpoint
CREATE INDEX "petition_listed" ON "published"."petition" USING btree ((coalesce("opened_day", "submitted_day")),"id") WHERE "published"."petition"."state" in ('open', 'closed', 'archived', 'rejected', 'appealed');--> statement-breakpoint
CREATE INDEX "petition_asked_unit" ON "published"."petition" USING btree ("asked_unit") WHERE "published"."petition"."asked_unit" is not null and "published"."petition"."state" in ('open', 'closed', 'archived', 'rejected', 'appealed');--> statement-breakpoint
CREATE INDEX "threshold_reached_day" ON "published"."threshold_reached" USING btree ("day","petition_id");--> statement-breakpoint
CREATE INDEX "petition_state_closes" ON "published"."petition" USING btree ("state","closes_day","id");--> statement-breakpoint
CREATE INDEX "threshold_reached_due" ON "published"."threshold_reached" USING btree ("due_day","petition_id");