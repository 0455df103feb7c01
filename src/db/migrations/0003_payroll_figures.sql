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
ALTER TABLE "drempel"."payments" ADD CONSTRAINT "payments_portal_id_organisation_id_organisations_portal_id_id_fk" FOREIGN KEY ("portal_id","organisation_id") REFERENCES "drempel"."organisations"("portal_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drempel"."payments" ADD CONSTRAINT "payments_portal_id_person_id_people_portal_id_id_fk" FOREIGN KEY ("portal_id","person_id") REFERENCES "drempel"."people"("portal_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drempel"."phases" ADD CONSTRAINT "phases_portal_id_organisation_id_organisations_portal_id_id_fk" FOREIGN KEY ("portal_id","organisation_id") REFERENCES "drempel"."organisations"("portal_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drempel"."phases" ADD CONSTRAINT "phases_portal_id_person_id_people_portal_id_id_fk" FOREIGN KEY ("portal_id","person_id") REFERENCES "drempel"."people"("portal_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drempel"."reservations" ADD CONSTRAINT "reservations_portal_id_organisation_id_organisations_portal_id_id_fk" FOREIGN KEY ("portal_id","organisation_id") REFERENCES "drempel"."organisations"("portal_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drempel"."reservations" ADD CONSTRAINT "reservations_portal_id_person_id_people_portal_id_id_fk" FOREIGN KEY ("portal_id","person_id") REFERENCES "drempel"."people"("portal_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "payments_present" ON "drempel"."payments" USING btree ("portal_id","organisation_id","external_reference") WHERE replaced_at is null;--> statement-breakpoint
CREATE INDEX "payments_by_person" ON "drempel"."payments" USING btree ("portal_id","person_id","paid_on","id");--> statement-breakpoint
CREATE UNIQUE INDEX "phases_present" ON "drempel"."phases" USING btree ("portal_id","organisation_id","external_reference") WHERE replaced_at is null;--> statement-breakpoint
CREATE INDEX "phases_by_person" ON "drempel"."phases" USING btree ("portal_id","person_id","from_on","id");--> statement-breakpoint
CREATE UNIQUE INDEX "reservations_present" ON "drempel"."reservations" USING btree ("portal_id","organisation_id","external_reference") WHERE replaced_at is null;--> statement-breakpoint
CREATE INDEX "reservations_by_person" ON "drempel"."reservations" USING btree ("portal_id","person_id","as_of","id");