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
CREATE TABLE "drempel"."document_tickets" (
	"portal_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"session_id" uuid NOT NULL,
	"document_id" uuid,
	"version" integer,
	"person_id" uuid,
	"organisation_id" uuid,
	"created_at" timestamp (3) with time zone DEFAULT drempel.now() NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "document_tickets_portal_id_id_pk" PRIMARY KEY("portal_id","id")
);
--> statement-breakpoint
CREATE TABLE "drempel"."document_versions" (
	"portal_id" uuid NOT NULL,
	"document_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"file_id" uuid NOT NULL,
	"title" text NOT NULL,
	"period_from" date,
	"period_until" date,
	"published_at" timestamp (3) with time zone DEFAULT drempel.now() NOT NULL,
	"published_by_kind" text NOT NULL,
	"published_by" uuid NOT NULL,
	"opened_at" timestamp (3) with time zone,
	CONSTRAINT "document_versions_portal_id_document_id_number_pk" PRIMARY KEY("portal_id","document_id","number")
);
--> statement-breakpoint
CREATE TABLE "drempel"."documents" (
	"portal_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"organisation_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"external_reference" text,
	"version" integer DEFAULT 1 NOT NULL,
	"published_at" timestamp (3) with time zone DEFAULT drempel.now() NOT NULL,
	"is_shared" boolean DEFAULT false NOT NULL,
	"withdrawn_at" timestamp (3) with time zone,
	CONSTRAINT "documents_portal_id_id_pk" PRIMARY KEY("portal_id","id"),
	CONSTRAINT "documents_reference" UNIQUE("portal_id","organisation_id","external_reference")
);
--> statement-breakpoint
CREATE TABLE "drempel"."file_chunks" (
	"portal_id" uuid NOT NULL,
	"file_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"bytes" "bytea" NOT NULL,
	CONSTRAINT "file_chunks_portal_id_file_id_number_pk" PRIMARY KEY("portal_id","file_id","number")
);
--> statement-breakpoint
CREATE TABLE "drempel"."files" (
	"portal_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"digest" "bytea",
	"size" integer,
	"media_type" text,
	"name" text NOT NULL,
	"uploaded_by_kind" text NOT NULL,
	"uploaded_by" uuid NOT NULL,
	"started_at" timestamp (3) with time zone DEFAULT drempel.now() NOT NULL,
	"completed_at" timestamp (3) with time zone,
	"expires_at" timestamp (3) with time zone,
	CONSTRAINT "files_portal_id_id_pk" PRIMARY KEY("portal_id","id")
);
--> statement-breakpoint
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
CREATE TABLE "drempel"."leaver_cuts" (
	"portal_id" uuid NOT NULL,
	"journey_id" uuid NOT NULL,
	"grant_id" uuid NOT NULL,
	"until_before" timestamp (3) with time zone,
	CONSTRAINT "leaver_cuts_portal_id_journey_id_grant_id_pk" PRIMARY KEY("portal_id","journey_id","grant_id")
);
--> statement-breakpoint
CREATE TABLE "drempel"."offboardings" (
	"portal_id" uuid NOT NULL,
	"journey_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"organisation_id" uuid NOT NULL,
	"status" text DEFAULT 'planned' NOT NULL,
	"cause" text DEFAULT 'left' NOT NULL,
	"last_day" date NOT NULL,
	"extended_to" date,
	"hands_in_phone" boolean DEFAULT true NOT NULL,
	"planned_at" timestamp (3) with time zone NOT NULL,
	"rehired_on" date,
	CONSTRAINT "offboardings_portal_id_journey_id_pk" PRIMARY KEY("portal_id","journey_id")
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
ALTER TABLE "drempel"."grants" ADD COLUMN "given_by_kind" text;--> statement-breakpoint
ALTER TABLE "drempel"."grants" ADD COLUMN "given_by" uuid;--> statement-breakpoint
ALTER TABLE "drempel"."grants" ADD COLUMN "ended_by_kind" text;--> statement-breakpoint
ALTER TABLE "drempel"."grants" ADD COLUMN "ended_by" uuid;--> statement-breakpoint
ALTER TABLE "drempel"."grants" ADD COLUMN "end_reason" text;--> statement-breakpoint
ALTER TABLE "drempel"."people" ADD COLUMN "died_on" date;--> statement-breakpoint
ALTER TABLE "drempel"."organisations" ADD COLUMN "mail_domains" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "drempel"."recoveries" ADD COLUMN "private_email" text;--> statement-breakpoint
ALTER TABLE "drempel"."recoveries" ADD COLUMN "pin_mobile" text;--> statement-breakpoint
ALTER TABLE "drempel"."recoveries" ADD COLUMN "password_hash" text;--> statement-breakpoint
ALTER TABLE "drempel"."factors" ADD COLUMN "owner" text;--> statement-breakpoint
ALTER TABLE "drempel"."document_batch_items" ADD CONSTRAINT "document_batch_items_portal_id_journey_id_document_batches_portal_id_journey_id_fk" FOREIGN KEY ("portal_id","journey_id") REFERENCES "drempel"."document_batches"("portal_id","journey_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drempel"."document_batch_items" ADD CONSTRAINT "document_batch_items_portal_id_document_id_documents_portal_id_id_fk" FOREIGN KEY ("portal_id","document_id") REFERENCES "drempel"."documents"("portal_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drempel"."document_batch_items" ADD CONSTRAINT "document_batch_items_portal_id_person_id_people_portal_id_id_fk" FOREIGN KEY ("portal_id","person_id") REFERENCES "drempel"."people"("portal_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drempel"."document_batches" ADD CONSTRAINT "document_batches_portal_id_journey_id_journeys_portal_id_id_fk" FOREIGN KEY ("portal_id","journey_id") REFERENCES "drempel"."journeys"("portal_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drempel"."document_batches" ADD CONSTRAINT "document_batches_portal_id_organisation_id_organisations_portal_id_id_fk" FOREIGN KEY ("portal_id","organisation_id") REFERENCES "drempel"."organisations"("portal_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drempel"."document_tickets" ADD CONSTRAINT "document_tickets_portal_id_session_id_sessions_portal_id_id_fk" FOREIGN KEY ("portal_id","session_id") REFERENCES "drempel"."sessions"("portal_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drempel"."document_tickets" ADD CONSTRAINT "document_tickets_portal_id_document_id_documents_portal_id_id_fk" FOREIGN KEY ("portal_id","document_id") REFERENCES "drempel"."documents"("portal_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drempel"."document_versions" ADD CONSTRAINT "document_versions_portal_id_document_id_documents_portal_id_id_fk" FOREIGN KEY ("portal_id","document_id") REFERENCES "drempel"."documents"("portal_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drempel"."document_versions" ADD CONSTRAINT "document_versions_portal_id_file_id_files_portal_id_id_fk" FOREIGN KEY ("portal_id","file_id") REFERENCES "drempel"."files"("portal_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drempel"."documents" ADD CONSTRAINT "documents_portal_id_organisation_id_organisations_portal_id_id_fk" FOREIGN KEY ("portal_id","organisation_id") REFERENCES "drempel"."organisations"("portal_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drempel"."documents" ADD CONSTRAINT "documents_portal_id_person_id_people_portal_id_id_fk" FOREIGN KEY ("portal_id","person_id") REFERENCES "drempel"."people"("portal_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drempel"."file_chunks" ADD CONSTRAINT "file_chunks_portal_id_file_id_files_portal_id_id_fk" FOREIGN KEY ("portal_id","file_id") REFERENCES "drempel"."files"("portal_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drempel"."leaving_batch_items" ADD CONSTRAINT "leaving_batch_items_portal_id_journey_id_leaving_batches_portal_id_journey_id_fk" FOREIGN KEY ("portal_id","journey_id") REFERENCES "drempel"."leaving_batches"("portal_id","journey_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drempel"."leaving_batch_items" ADD CONSTRAINT "leaving_batch_items_portal_id_person_id_people_portal_id_id_fk" FOREIGN KEY ("portal_id","person_id") REFERENCES "drempel"."people"("portal_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drempel"."leaving_batch_items" ADD CONSTRAINT "leaving_batch_items_portal_id_leaving_id_journeys_portal_id_id_fk" FOREIGN KEY ("portal_id","leaving_id") REFERENCES "drempel"."journeys"("portal_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drempel"."leaving_batches" ADD CONSTRAINT "leaving_batches_portal_id_journey_id_journeys_portal_id_id_fk" FOREIGN KEY ("portal_id","journey_id") REFERENCES "drempel"."journeys"("portal_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drempel"."leaving_batches" ADD CONSTRAINT "leaving_batches_portal_id_organisation_id_organisations_portal_id_id_fk" FOREIGN KEY ("portal_id","organisation_id") REFERENCES "drempel"."organisations"("portal_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drempel"."leaver_cuts" ADD CONSTRAINT "leaver_cuts_portal_id_journey_id_offboardings_portal_id_journey_id_fk" FOREIGN KEY ("portal_id","journey_id") REFERENCES "drempel"."offboardings"("portal_id","journey_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drempel"."leaver_cuts" ADD CONSTRAINT "leaver_cuts_portal_id_grant_id_grants_portal_id_id_fk" FOREIGN KEY ("portal_id","grant_id") REFERENCES "drempel"."grants"("portal_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drempel"."offboardings" ADD CONSTRAINT "offboardings_portal_id_journey_id_journeys_portal_id_id_fk" FOREIGN KEY ("portal_id","journey_id") REFERENCES "drempel"."journeys"("portal_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drempel"."offboardings" ADD CONSTRAINT "offboardings_portal_id_account_id_accounts_portal_id_id_fk" FOREIGN KEY ("portal_id","account_id") REFERENCES "drempel"."accounts"("portal_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drempel"."offboardings" ADD CONSTRAINT "offboardings_portal_id_organisation_id_organisations_portal_id_id_fk" FOREIGN KEY ("portal_id","organisation_id") REFERENCES "drempel"."organisations"("portal_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drempel"."payments" ADD CONSTRAINT "payments_portal_id_organisation_id_organisations_portal_id_id_fk" FOREIGN KEY ("portal_id","organisation_id") REFERENCES "drempel"."organisations"("portal_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drempel"."payments" ADD CONSTRAINT "payments_portal_id_person_id_people_portal_id_id_fk" FOREIGN KEY ("portal_id","person_id") REFERENCES "drempel"."people"("portal_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drempel"."phases" ADD CONSTRAINT "phases_portal_id_organisation_id_organisations_portal_id_id_fk" FOREIGN KEY ("portal_id","organisation_id") REFERENCES "drempel"."organisations"("portal_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drempel"."phases" ADD CONSTRAINT "phases_portal_id_person_id_people_portal_id_id_fk" FOREIGN KEY ("portal_id","person_id") REFERENCES "drempel"."people"("portal_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drempel"."reservations" ADD CONSTRAINT "reservations_portal_id_organisation_id_organisations_portal_id_id_fk" FOREIGN KEY ("portal_id","organisation_id") REFERENCES "drempel"."organisations"("portal_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drempel"."reservations" ADD CONSTRAINT "reservations_portal_id_person_id_people_portal_id_id_fk" FOREIGN KEY ("portal_id","person_id") REFERENCES "drempel"."people"("portal_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "document_batch_items_by_person" ON "drempel"."document_batch_items" USING btree ("portal_id","journey_id","person_id");--> statement-breakpoint
CREATE INDEX "document_batch_items_to_tell" ON "drempel"."document_batch_items" USING btree ("portal_id","journey_id","person_id") WHERE told_at is null and untold is null and outcome in ('PUBLISHED', 'CORRECTED');--> statement-breakpoint
CREATE INDEX "document_tickets_by_session" ON "drempel"."document_tickets" USING btree ("portal_id","session_id");--> statement-breakpoint
CREATE INDEX "document_versions_by_file" ON "drempel"."document_versions" USING btree ("portal_id","file_id");--> statement-breakpoint
CREATE INDEX "documents_by_person" ON "drempel"."documents" USING btree ("portal_id","person_id","published_at","id");--> statement-breakpoint
CREATE INDEX "files_unused" ON "drempel"."files" USING btree ("portal_id","expires_at") WHERE expires_at is not null;--> statement-breakpoint
CREATE INDEX "files_by_uploader" ON "drempel"."files" USING btree ("portal_id","uploaded_by","started_at");--> statement-breakpoint
CREATE INDEX "leaving_batch_items_left" ON "drempel"."leaving_batch_items" USING btree ("portal_id","journey_id","number") WHERE outcome is null;--> statement-breakpoint
CREATE UNIQUE INDEX "payments_present" ON "drempel"."payments" USING btree ("portal_id","organisation_id","external_reference") WHERE replaced_at is null;--> statement-breakpoint
CREATE INDEX "payments_by_person" ON "drempel"."payments" USING btree ("portal_id","person_id","paid_on","id");--> statement-breakpoint
CREATE UNIQUE INDEX "phases_present" ON "drempel"."phases" USING btree ("portal_id","organisation_id","external_reference") WHERE replaced_at is null;--> statement-breakpoint
CREATE INDEX "phases_by_person" ON "drempel"."phases" USING btree ("portal_id","person_id","from_on","id");--> statement-breakpoint
CREATE UNIQUE INDEX "reservations_present" ON "drempel"."reservations" USING btree ("portal_id","organisation_id","external_reference") WHERE replaced_at is null;--> statement-breakpoint
CREATE INDEX "reservations_by_person" ON "drempel"."reservations" USING btree ("portal_id","person_id","as_of","id");--> statement-breakpoint
CREATE UNIQUE INDEX "journeys_leaving" ON "drempel"."journeys" USING btree ("portal_id","subject_id","organisation_id") WHERE status = 'open' and kind = 'offboarding';--> statement-breakpoint
ALTER TABLE "drempel"."journeys" ADD CONSTRAINT "journeys_subject" CHECK (case when kind in ('document-batch', 'leaving-batch') then subject_id is null and organisation_id is not null else subject_id is not null end);