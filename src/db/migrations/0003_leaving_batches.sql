CREATE TABLE "drempel"."leaving_batch_items" (
	"portal_id" uuid NOT NULL,
	"journey_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"given_person_id" uuid,
	"external_reference" text,
	"last_day" date NOT NULL,
	"hands_in_phone" boolean NOT NULL,
	"person_id" uuid,
	"expected" text NOT NULL,
	"outcome" text,
	"problems" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"leaving_id" uuid,
	CONSTRAINT "leaving_batch_items_portal_id_journey_id_number_pk" PRIMARY KEY("portal_id","journey_id","number"),
	CONSTRAINT "leaving_batch_items_who" UNIQUE NULLS NOT DISTINCT("portal_id","journey_id","given_person_id","external_reference")
);
--> statement-breakpoint
CREATE TABLE "drempel"."leaving_batches" (
	"portal_id" uuid NOT NULL,
	"journey_id" uuid NOT NULL,
	"organisation_id" uuid NOT NULL,
	"external_reference" text NOT NULL,
	"status" text DEFAULT 'gathering' NOT NULL,
	"waits_since" timestamp (3) with time zone NOT NULL,
	"by_kind" text,
	"by_id" uuid,
	"started_at" timestamp (3) with time zone,
	"resumed" integer DEFAULT 0 NOT NULL,
	"handled" integer DEFAULT 0 NOT NULL,
	"failed" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "leaving_batches_portal_id_journey_id_pk" PRIMARY KEY("portal_id","journey_id"),
	CONSTRAINT "leaving_batches_reference" UNIQUE("portal_id","organisation_id","external_reference")
);
--> statement-breakpoint
ALTER TABLE "drempel"."journeys" DROP CONSTRAINT "journeys_subject";--> statement-breakpoint
ALTER TABLE "drempel"."leaving_batch_items" ADD CONSTRAINT "leaving_batch_items_portal_id_journey_id_leaving_batches_portal_id_journey_id_fk" FOREIGN KEY ("portal_id","journey_id") REFERENCES "drempel"."leaving_batches"("portal_id","journey_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drempel"."leaving_batch_items" ADD CONSTRAINT "leaving_batch_items_portal_id_person_id_people_portal_id_id_fk" FOREIGN KEY ("portal_id","person_id") REFERENCES "drempel"."people"("portal_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drempel"."leaving_batch_items" ADD CONSTRAINT "leaving_batch_items_portal_id_leaving_id_journeys_portal_id_id_fk" FOREIGN KEY ("portal_id","leaving_id") REFERENCES "drempel"."journeys"("portal_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drempel"."leaving_batches" ADD CONSTRAINT "leaving_batches_portal_id_journey_id_journeys_portal_id_id_fk" FOREIGN KEY ("portal_id","journey_id") REFERENCES "drempel"."journeys"("portal_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drempel"."leaving_batches" ADD CONSTRAINT "leaving_batches_portal_id_organisation_id_organisations_portal_id_id_fk" FOREIGN KEY ("portal_id","organisation_id") REFERENCES "drempel"."organisations"("portal_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "leaving_batch_items_left" ON "drempel"."leaving_batch_items" USING btree ("portal_id","journey_id","number") WHERE outcome is null;--> statement-breakpoint
ALTER TABLE "drempel"."journeys" ADD CONSTRAINT "journeys_subject" CHECK (case when kind in ('document-batch', 'leaving-batch') then subject_id is null and organisation_id is not null else subject_id is not null end);