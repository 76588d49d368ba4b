CREATE TABLE "published"."corroboration_figure" (
	"summary_id" text NOT NULL,
	"choice" text NOT NULL,
	"day" date NOT NULL,
	"keys" integer NOT NULL,
	CONSTRAINT "corroboration_figure_summary_id_choice_day_pk" PRIMARY KEY("summary_id","choice","day")
);
--> statement-breakpoint
ALTER TABLE "published"."corroboration_figure" ADD CONSTRAINT "corroboration_figure_summary_id_summary_id_fk" FOREIGN KEY ("summary_id") REFERENCES "published"."summary"("id") ON DELETE no action ON UPDATE no action;