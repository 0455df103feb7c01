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
	"planned_at" timestamp (3) with time zone NOT NULL,
	"rehired_on" date,
	CONSTRAINT "offboardings_portal_id_journey_id_pk" PRIMARY KEY("portal_id","journey_id")
);
--> statement-breakpoint
ALTER TABLE "drempel"."organisations" ADD COLUMN "mail_domains" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "drempel"."factors" ADD COLUMN "owner" text;--> statement-breakpoint
ALTER TABLE "drempel"."leaver_cuts" ADD CONSTRAINT "leaver_cuts_portal_id_journey_id_offboardings_portal_id_journey_id_fk" FOREIGN KEY ("portal_id","journey_id") REFERENCES "drempel"."offboardings"("portal_id","journey_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drempel"."leaver_cuts" ADD CONSTRAINT "leaver_cuts_portal_id_grant_id_grants_portal_id_id_fk" FOREIGN KEY ("portal_id","grant_id") REFERENCES "drempel"."grants"("portal_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drempel"."offboardings" ADD CONSTRAINT "offboardings_portal_id_journey_id_journeys_portal_id_id_fk" FOREIGN KEY ("portal_id","journey_id") REFERENCES "drempel"."journeys"("portal_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drempel"."offboardings" ADD CONSTRAINT "offboardings_portal_id_account_id_accounts_portal_id_id_fk" FOREIGN KEY ("portal_id","account_id") REFERENCES "drempel"."accounts"("portal_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drempel"."offboardings" ADD CONSTRAINT "offboardings_portal_id_organisation_id_organisations_portal_id_id_fk" FOREIGN KEY ("portal_id","organisation_id") REFERENCES "drempel"."organisations"("portal_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "journeys_leaving" ON "drempel"."journeys" USING btree ("portal_id","subject_id","organisation_id") WHERE status = 'open' and kind = 'offboarding';