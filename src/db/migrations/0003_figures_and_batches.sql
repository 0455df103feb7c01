CREATE TABLE "drempel"."document_batch_items" (
	"portal_id" uuid NOT NULL,
	"journey_id" uuid NOT NULL,
	"external_reference" text NOT NULL,
	"outcome" text NOT NULL,
	"problem_path" text,
	"problem_code" text,
	"document_id" uuid,
	"version" integer,
	"person_id" uuid,
	"told_at" timestamp (3) with time zone,
	"untold" text,
	"reminded" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "document_batch_items_portal_id_journey_id_external_reference_pk" PRIMARY KEY("portal_id","journey_id","external_reference")
);
--> statement-breakpoint
CREATE TABLE "drempel"."document_batches" (
	"portal_id" uuid NOT NULL,
	"journey_id" uuid NOT NULL,
	"organisation_id" uuid NOT NULL,
	"external_reference" text NOT NULL,
	"added_at" timestamp (3) with time zone NOT NULL,
	"closed_at" timestamp (3) with time zone,
	"reminded" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "document_batches_portal_id_journey_id_pk" PRIMARY KEY("portal_id","journey_id"),
	CONSTRAINT "document_batches_reference" UNIQUE("portal_id","organisation_id","external_reference")
);
--> statement-breakpoint
CREATE TABLE "drempel"."payments" (
	"portal_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"organisation_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"external_reference" text NOT NULL,
	"version" integer NOT NULL,
	"published_at" timestamp (3) with time zone DEFAULT drempel.now() NOT NULL,
	"replaced_at" timestamp (3) with time zone,
	"paid_on" date NOT NULL,
	"amount_cents" integer NOT NULL,
	"kind" text NOT NULL,
	"description" text,
	"period_from" date,
	"period_until" date,
	CONSTRAINT "payments_portal_id_id_pk" PRIMARY KEY("portal_id","id"),
	CONSTRAINT "payments_version" UNIQUE("portal_id","organisation_id","external_reference","version")
);
--> statement-breakpoint
CREATE TABLE "drempel"."phases" (
	"portal_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"organisation_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"external_reference" text NOT NULL,
	"version" integer NOT NULL,
	"published_at" timestamp (3) with time zone DEFAULT drempel.now() NOT NULL,
	"replaced_at" timestamp (3) with time zone,
	"phase" text NOT NULL,
	"weeks_worked" integer NOT NULL,
	"from_on" date NOT NULL,
	"until_on" date,
	CONSTRAINT "phases_portal_id_id_pk" PRIMARY KEY("portal_id","id"),
	CONSTRAINT "phases_version" UNIQUE("portal_id","organisation_id","external_reference","version")
);
--> statement-breakpoint
CREATE TABLE "drempel"."reservations" (
	"portal_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"organisation_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"external_reference" text NOT NULL,
	"version" integer NOT NULL,
	"published_at" timestamp (3) with time zone DEFAULT drempel.now() NOT NULL,
	"replaced_at" timestamp (3) with time zone,
	"kind" text NOT NULL,
	"unit" text NOT NULL,
	"built_up" integer NOT NULL,
	"taken" integer NOT NULL,
	"balance" integer NOT NULL,
	"as_of" date NOT NULL,
	CONSTRAINT "reservations_portal_id_id_pk" PRIMARY KEY("portal_id","id"),
	CONSTRAINT "reservations_version" UNIQUE("portal_id","organisation_id","external_reference","version")
);
--> statement-breakpoint
ALTER TABLE "drempel"."journeys" ALTER COLUMN "subject_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "drempel"."tasks" ALTER COLUMN "about_person_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "drempel"."document_batch_items" ADD CONSTRAINT "document_batch_items_portal_id_journey_id_document_batches_portal_id_journey_id_fk" FOREIGN KEY ("portal_id","journey_id") REFERENCES "drempel"."document_batches"("portal_id","journey_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drempel"."document_batch_items" ADD CONSTRAINT "document_batch_items_portal_id_document_id_documents_portal_id_id_fk" FOREIGN KEY ("portal_id","document_id") REFERENCES "drempel"."documents"("portal_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drempel"."document_batch_items" ADD CONSTRAINT "document_batch_items_portal_id_person_id_people_portal_id_id_fk" FOREIGN KEY ("portal_id","person_id") REFERENCES "drempel"."people"("portal_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drempel"."document_batches" ADD CONSTRAINT "document_batches_portal_id_journey_id_journeys_portal_id_id_fk" FOREIGN KEY ("portal_id","journey_id") REFERENCES "drempel"."journeys"("portal_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drempel"."document_batches" ADD CONSTRAINT "document_batches_portal_id_organisation_id_organisations_portal_id_id_fk" FOREIGN KEY ("portal_id","organisation_id") REFERENCES "drempel"."organisations"("portal_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drempel"."payments" ADD CONSTRAINT "payments_portal_id_organisation_id_organisations_portal_id_id_fk" FOREIGN KEY ("portal_id","organisation_id") REFERENCES "drempel"."organisations"("portal_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drempel"."payments" ADD CONSTRAINT "payments_portal_id_person_id_people_portal_id_id_fk" FOREIGN KEY ("portal_id","person_id") REFERENCES "drempel"."people"("portal_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drempel"."phases" ADD CONSTRAINT "phases_portal_id_organisation_id_organisations_portal_id_id_fk" FOREIGN KEY ("portal_id","organisation_id") REFERENCES "drempel"."organisations"("portal_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drempel"."phases" ADD CONSTRAINT "phases_portal_id_person_id_people_portal_id_id_fk" FOREIGN KEY ("portal_id","person_id") REFERENCES "drempel"."people"("portal_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drempel"."reservations" ADD CONSTRAINT "reservations_portal_id_organisation_id_organisations_portal_id_id_fk" FOREIGN KEY ("portal_id","organisation_id") REFERENCES "drempel"."organisations"("portal_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drempel"."reservations" ADD CONSTRAINT "reservations_portal_id_person_id_people_portal_id_id_fk" FOREIGN KEY ("portal_id","person_id") REFERENCES "drempel"."people"("portal_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "document_batch_items_by_person" ON "drempel"."document_batch_items" USING btree ("portal_id","journey_id","person_id");--> statement-breakpoint
CREATE INDEX "document_batch_items_to_tell" ON "drempel"."document_batch_items" USING btree ("portal_id","journey_id","person_id") WHERE told_at is null and untold is null and outcome in ('PUBLISHED', 'CORRECTED');--> statement-breakpoint
CREATE UNIQUE INDEX "payments_present" ON "drempel"."payments" USING btree ("portal_id","organisation_id","external_reference") WHERE replaced_at is null;--> statement-breakpoint
CREATE INDEX "payments_by_person" ON "drempel"."payments" USING btree ("portal_id","person_id","paid_on","id");--> statement-breakpoint
CREATE UNIQUE INDEX "phases_present" ON "drempel"."phases" USING btree ("portal_id","organisation_id","external_reference") WHERE replaced_at is null;--> statement-breakpoint
CREATE INDEX "phases_by_person" ON "drempel"."phases" USING btree ("portal_id","person_id","from_on","id");--> statement-breakpoint
CREATE UNIQUE INDEX "reservations_present" ON "drempel"."reservations" USING btree ("portal_id","organisation_id","external_reference") WHERE replaced_at is null;--> statement-breakpoint
CREATE INDEX "reservations_by_person" ON "drempel"."reservations" USING btree ("portal_id","person_id","as_of","id");--> statement-breakpoint
ALTER TABLE "drempel"."journeys" ADD CONSTRAINT "journeys_subject" CHECK (case when kind = 'document-batch' then subject_id is null and organisation_id is not null else subject_id is not null end);