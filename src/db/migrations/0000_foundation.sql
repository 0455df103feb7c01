CREATE SCHEMA "drempel";
--> statement-breakpoint
-- The clock comes before the tables, whose defaults read it; guards.sql renews it after every migration.
CREATE FUNCTION drempel.now() RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE
	AS 'select date_trunc(''milliseconds'', now())';
--> statement-breakpoint
CREATE TABLE "drempel"."accounts" (
	"portal_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"person_id" uuid NOT NULL,
	"identifier" text NOT NULL,
	"status" text NOT NULL,
	"password_hash" text,
	"credential_version" integer DEFAULT 0 NOT NULL,
	"activated_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT drempel.now() NOT NULL,
	CONSTRAINT "accounts_portal_id_id_pk" PRIMARY KEY("portal_id","id"),
	CONSTRAINT "accounts_identifier" UNIQUE("portal_id","identifier"),
	CONSTRAINT "accounts_person" UNIQUE("portal_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "drempel"."grants" (
	"portal_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"account_id" uuid NOT NULL,
	"role" text NOT NULL,
	"organisation_id" uuid,
	"system" text,
	"valid_from" timestamp (3) with time zone NOT NULL,
	"valid_until" timestamp (3) with time zone,
	"journey_id" uuid,
	"reason" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT drempel.now() NOT NULL,
	CONSTRAINT "grants_portal_id_id_pk" PRIMARY KEY("portal_id","id")
);
--> statement-breakpoint
CREATE TABLE "drempel"."people" (
	"portal_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"name" text NOT NULL,
	"date_of_birth" date,
	"language" text NOT NULL,
	"email" text NOT NULL,
	"email_status" text DEFAULT 'unproven' NOT NULL,
	"mobile" text,
	"mobile_status" text DEFAULT 'unproven' NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT drempel.now() NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "people_portal_id_id_pk" PRIMARY KEY("portal_id","id")
);
--> statement-breakpoint
CREATE TABLE "drempel"."secrets" (
	"portal_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"account_id" uuid NOT NULL,
	"journey_id" uuid,
	"plan" integer,
	"purpose" text NOT NULL,
	"digest" "bytea",
	"slow_hash" text,
	"attempts" integer DEFAULT 0 NOT NULL,
	"max_attempts" integer NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT drempel.now() NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"used_at" timestamp (3) with time zone,
	"superseded_at" timestamp (3) with time zone,
	CONSTRAINT "secrets_portal_id_id_pk" PRIMARY KEY("portal_id","id")
);
--> statement-breakpoint
CREATE TABLE "drempel"."service_keys" (
	"portal_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"name" text NOT NULL,
	"organisation_id" uuid NOT NULL,
	"digest" "bytea" NOT NULL,
	"scopes" text[] NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT drempel.now() NOT NULL,
	"created_by" uuid NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"last_used_at" timestamp (3) with time zone,
	"revoked_at" timestamp (3) with time zone,
	CONSTRAINT "service_keys_portal_id_id_pk" PRIMARY KEY("portal_id","id"),
	CONSTRAINT "service_keys_digest" UNIQUE("portal_id","digest")
);
--> statement-breakpoint
CREATE TABLE "drempel"."sessions" (
	"portal_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"account_id" uuid NOT NULL,
	"digest" "bytea" NOT NULL,
	"device" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT drempel.now() NOT NULL,
	"last_used_at" timestamp (3) with time zone DEFAULT drempel.now() NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"end_reason" text,
	CONSTRAINT "sessions_portal_id_id_pk" PRIMARY KEY("portal_id","id"),
	CONSTRAINT "sessions_digest" UNIQUE("portal_id","digest")
);
--> statement-breakpoint
CREATE TABLE "drempel"."throttles" (
	"portal_id" uuid NOT NULL,
	"bucket" "bytea" NOT NULL,
	"failures" integer NOT NULL,
	"closed_until" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "throttles_portal_id_bucket_pk" PRIMARY KEY("portal_id","bucket")
);
--> statement-breakpoint
CREATE TABLE "drempel"."activations" (
	"portal_id" uuid NOT NULL,
	"journey_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"organisation_id" uuid,
	"role" text NOT NULL,
	"starts_on" date,
	"external_reference" text,
	"status" text DEFAULT 'invited' NOT NULL,
	"planned_at" timestamp (3) with time zone NOT NULL,
	"contact_problem" text,
	"invited_by" uuid,
	CONSTRAINT "activations_portal_id_journey_id_pk" PRIMARY KEY("portal_id","journey_id"),
	CONSTRAINT "activations_reference" UNIQUE("portal_id","organisation_id","external_reference")
);
--> statement-breakpoint
CREATE TABLE "drempel"."audit" (
	"portal_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"at" timestamp (3) with time zone DEFAULT drempel.now() NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_id" uuid,
	"act" text NOT NULL,
	"subject_id" uuid,
	"journey_id" uuid,
	"code" text NOT NULL,
	"correlation_id" text,
	CONSTRAINT "audit_portal_id_id_pk" PRIMARY KEY("portal_id","id")
);
--> statement-breakpoint
CREATE TABLE "drempel"."audit_details" (
	"portal_id" uuid NOT NULL,
	"audit_id" uuid NOT NULL,
	"origin" "inet",
	"note" text,
	CONSTRAINT "audit_details_portal_id_audit_id_pk" PRIMARY KEY("portal_id","audit_id")
);
--> statement-breakpoint
CREATE TABLE "drempel"."idempotency" (
	"portal_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"actor_id" uuid NOT NULL,
	"mutation" text NOT NULL,
	"key" text NOT NULL,
	"request_hash" "bytea" NOT NULL,
	"result" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT drempel.now() NOT NULL,
	CONSTRAINT "idempotency_portal_id_id_pk" PRIMARY KEY("portal_id","id"),
	CONSTRAINT "idempotency_key" UNIQUE("portal_id","actor_id","mutation","key")
);
--> statement-breakpoint
CREATE TABLE "drempel"."reconciliations" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"requested_by" uuid,
	"cause" text NOT NULL,
	"requested_at" timestamp (3) with time zone DEFAULT clock_timestamp() NOT NULL,
	"started_at" timestamp (3) with time zone,
	"finished_at" timestamp (3) with time zone,
	"report" jsonb
);
--> statement-breakpoint
CREATE TABLE "drempel"."recurring_work" (
	"name" text PRIMARY KEY NOT NULL,
	"next_due_at" timestamp (3) with time zone NOT NULL,
	"last_done_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "drempel"."journeys" (
	"portal_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"kind" text NOT NULL,
	"subject_id" uuid NOT NULL,
	"organisation_id" uuid,
	"status" text DEFAULT 'open' NOT NULL,
	"outcome" text,
	"seq" integer DEFAULT 1 NOT NULL,
	"rested_seq" integer DEFAULT 0 NOT NULL,
	"plan" integer DEFAULT 1 NOT NULL,
	"generation" integer DEFAULT 1 NOT NULL,
	"policy_version" integer NOT NULL,
	"waiting_for" text,
	"next_due_at" timestamp (3) with time zone,
	"stuck_at" timestamp (3) with time zone,
	"stuck_code" text,
	"postponed_until" timestamp (3) with time zone,
	"started_at" timestamp (3) with time zone DEFAULT drempel.now() NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"touched_at" timestamp (3) with time zone DEFAULT clock_timestamp() NOT NULL,
	CONSTRAINT "journeys_portal_id_id_pk" PRIMARY KEY("portal_id","id")
);
--> statement-breakpoint
CREATE TABLE "drempel"."tasks" (
	"portal_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"journey_id" uuid NOT NULL,
	"key" text NOT NULL,
	"kind" text NOT NULL,
	"status" text DEFAULT 'open' NOT NULL,
	"account_id" uuid,
	"organisation_id" uuid,
	"role" text,
	"about_person_id" uuid NOT NULL,
	"due_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT drempel.now() NOT NULL,
	"closed_at" timestamp (3) with time zone,
	"closed_by" uuid,
	CONSTRAINT "tasks_portal_id_id_pk" PRIMARY KEY("portal_id","id"),
	CONSTRAINT "tasks_key" UNIQUE("portal_id","journey_id","key")
);
--> statement-breakpoint
CREATE TABLE "drempel"."timeline" (
	"portal_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"journey_id" uuid NOT NULL,
	"at" timestamp (3) with time zone DEFAULT drempel.now() NOT NULL,
	"fact" text NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_id" uuid,
	"plan" integer NOT NULL,
	"data" jsonb DEFAULT '{}'::jsonb NOT NULL,
	CONSTRAINT "timeline_portal_id_id_pk" PRIMARY KEY("portal_id","id")
);
--> statement-breakpoint
CREATE TABLE "drempel"."timeline_notes" (
	"portal_id" uuid NOT NULL,
	"timeline_id" uuid NOT NULL,
	"note" text NOT NULL,
	CONSTRAINT "timeline_notes_portal_id_timeline_id_pk" PRIMARY KEY("portal_id","timeline_id")
);
--> statement-breakpoint
CREATE TABLE "drempel"."wakeups" (
	"portal_id" uuid NOT NULL,
	"journey_id" uuid NOT NULL,
	"seq" integer NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT clock_timestamp() NOT NULL,
	"claimed_until" timestamp (3) with time zone,
	"attempts" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "wakeups_portal_id_journey_id_pk" PRIMARY KEY("portal_id","journey_id")
);
--> statement-breakpoint
CREATE TABLE "drempel"."mailbox" (
	"portal_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"channel" text NOT NULL,
	"recipient" text NOT NULL,
	"sender" text NOT NULL,
	"subject" text,
	"text" text NOT NULL,
	"html" text,
	"at" timestamp (3) with time zone DEFAULT drempel.now() NOT NULL,
	CONSTRAINT "mailbox_portal_id_id_pk" PRIMARY KEY("portal_id","id")
);
--> statement-breakpoint
CREATE TABLE "drempel"."messages" (
	"portal_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"person_id" uuid NOT NULL,
	"journey_id" uuid,
	"plan" integer,
	"key" text NOT NULL,
	"channel" text NOT NULL,
	"template" text NOT NULL,
	"template_version" integer NOT NULL,
	"language" text NOT NULL,
	"form" text NOT NULL,
	"recipient" text NOT NULL,
	"params" jsonb NOT NULL,
	"secret_id" uuid,
	"sealed" "bytea",
	"priority" smallint NOT NULL,
	"send_before" timestamp (3) with time zone,
	"status" text DEFAULT 'queued' NOT NULL,
	"code" text,
	"provider" text,
	"reference" text,
	"attempts" integer DEFAULT 0 NOT NULL,
	"claimed_until" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT drempel.now() NOT NULL,
	"handed_over_at" timestamp (3) with time zone,
	"settled_at" timestamp (3) with time zone,
	CONSTRAINT "messages_portal_id_id_pk" PRIMARY KEY("portal_id","id"),
	CONSTRAINT "messages_key" UNIQUE("portal_id","journey_id","key")
);
--> statement-breakpoint
CREATE TABLE "drempel"."organisations" (
	"portal_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"kvk_number" text,
	"rsin" text,
	"service_desk" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT drempel.now() NOT NULL,
	CONSTRAINT "organisations_portal_id_id_pk" PRIMARY KEY("portal_id","id"),
	CONSTRAINT "organisations_name" UNIQUE("portal_id","name"),
	CONSTRAINT "organisations_kvk_number" UNIQUE("portal_id","kvk_number")
);
--> statement-breakpoint
CREATE TABLE "drempel"."portal_policies" (
	"portal_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"effective_from" timestamp (3) with time zone NOT NULL,
	"document" jsonb NOT NULL,
	CONSTRAINT "portal_policies_portal_id_version_pk" PRIMARY KEY("portal_id","version")
);
--> statement-breakpoint
CREATE TABLE "drempel"."portals" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"host" text NOT NULL,
	"languages" text[] NOT NULL,
	"form" text NOT NULL,
	"identifier" text NOT NULL,
	"username_suffix" text,
	"frontend_url" text NOT NULL,
	"mail_from" text NOT NULL,
	"sms_from" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT drempel.now() NOT NULL,
	CONSTRAINT "portals_slug_unique" UNIQUE("slug"),
	CONSTRAINT "portals_host_unique" UNIQUE("host")
);
--> statement-breakpoint
ALTER TABLE "drempel"."accounts" ADD CONSTRAINT "accounts_portal_id_person_id_people_portal_id_id_fk" FOREIGN KEY ("portal_id","person_id") REFERENCES "drempel"."people"("portal_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drempel"."grants" ADD CONSTRAINT "grants_portal_id_account_id_accounts_portal_id_id_fk" FOREIGN KEY ("portal_id","account_id") REFERENCES "drempel"."accounts"("portal_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drempel"."grants" ADD CONSTRAINT "grants_portal_id_organisation_id_organisations_portal_id_id_fk" FOREIGN KEY ("portal_id","organisation_id") REFERENCES "drempel"."organisations"("portal_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drempel"."people" ADD CONSTRAINT "people_portal_id_portals_id_fk" FOREIGN KEY ("portal_id") REFERENCES "drempel"."portals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drempel"."secrets" ADD CONSTRAINT "secrets_portal_id_account_id_accounts_portal_id_id_fk" FOREIGN KEY ("portal_id","account_id") REFERENCES "drempel"."accounts"("portal_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drempel"."service_keys" ADD CONSTRAINT "service_keys_portal_id_organisation_id_organisations_portal_id_id_fk" FOREIGN KEY ("portal_id","organisation_id") REFERENCES "drempel"."organisations"("portal_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drempel"."sessions" ADD CONSTRAINT "sessions_portal_id_account_id_accounts_portal_id_id_fk" FOREIGN KEY ("portal_id","account_id") REFERENCES "drempel"."accounts"("portal_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drempel"."activations" ADD CONSTRAINT "activations_portal_id_journey_id_journeys_portal_id_id_fk" FOREIGN KEY ("portal_id","journey_id") REFERENCES "drempel"."journeys"("portal_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drempel"."activations" ADD CONSTRAINT "activations_portal_id_account_id_accounts_portal_id_id_fk" FOREIGN KEY ("portal_id","account_id") REFERENCES "drempel"."accounts"("portal_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drempel"."activations" ADD CONSTRAINT "activations_portal_id_organisation_id_organisations_portal_id_id_fk" FOREIGN KEY ("portal_id","organisation_id") REFERENCES "drempel"."organisations"("portal_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drempel"."audit_details" ADD CONSTRAINT "audit_details_portal_id_audit_id_audit_portal_id_id_fk" FOREIGN KEY ("portal_id","audit_id") REFERENCES "drempel"."audit"("portal_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drempel"."journeys" ADD CONSTRAINT "journeys_portal_id_subject_id_accounts_portal_id_id_fk" FOREIGN KEY ("portal_id","subject_id") REFERENCES "drempel"."accounts"("portal_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drempel"."tasks" ADD CONSTRAINT "tasks_portal_id_journey_id_journeys_portal_id_id_fk" FOREIGN KEY ("portal_id","journey_id") REFERENCES "drempel"."journeys"("portal_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drempel"."timeline" ADD CONSTRAINT "timeline_portal_id_journey_id_journeys_portal_id_id_fk" FOREIGN KEY ("portal_id","journey_id") REFERENCES "drempel"."journeys"("portal_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drempel"."timeline_notes" ADD CONSTRAINT "timeline_notes_portal_id_timeline_id_timeline_portal_id_id_fk" FOREIGN KEY ("portal_id","timeline_id") REFERENCES "drempel"."timeline"("portal_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drempel"."messages" ADD CONSTRAINT "messages_portal_id_person_id_people_portal_id_id_fk" FOREIGN KEY ("portal_id","person_id") REFERENCES "drempel"."people"("portal_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drempel"."messages" ADD CONSTRAINT "messages_portal_id_journey_id_journeys_portal_id_id_fk" FOREIGN KEY ("portal_id","journey_id") REFERENCES "drempel"."journeys"("portal_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drempel"."organisations" ADD CONSTRAINT "organisations_portal_id_portals_id_fk" FOREIGN KEY ("portal_id") REFERENCES "drempel"."portals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drempel"."portal_policies" ADD CONSTRAINT "portal_policies_portal_id_portals_id_fk" FOREIGN KEY ("portal_id") REFERENCES "drempel"."portals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "grants_by_account" ON "drempel"."grants" USING btree ("portal_id","account_id");--> statement-breakpoint
CREATE INDEX "grants_by_organisation" ON "drempel"."grants" USING btree ("portal_id","organisation_id","role");--> statement-breakpoint
CREATE INDEX "grants_by_journey" ON "drempel"."grants" USING btree ("portal_id","journey_id");--> statement-breakpoint
CREATE INDEX "people_by_name" ON "drempel"."people" USING btree ("portal_id","name","id");--> statement-breakpoint
CREATE UNIQUE INDEX "secrets_digest" ON "drempel"."secrets" USING btree ("portal_id","digest") WHERE digest is not null;--> statement-breakpoint
CREATE INDEX "secrets_by_account" ON "drempel"."secrets" USING btree ("portal_id","account_id","purpose");--> statement-breakpoint
CREATE INDEX "sessions_by_account" ON "drempel"."sessions" USING btree ("portal_id","account_id");--> statement-breakpoint
CREATE INDEX "audit_by_subject" ON "drempel"."audit" USING btree ("portal_id","subject_id","id");--> statement-breakpoint
CREATE INDEX "journeys_by_kind" ON "drempel"."journeys" USING btree ("portal_id","kind","status","id");--> statement-breakpoint
CREATE INDEX "journeys_by_subject" ON "drempel"."journeys" USING btree ("portal_id","subject_id");--> statement-breakpoint
CREATE INDEX "journeys_open" ON "drempel"."journeys" USING btree ("id") WHERE status = 'open';--> statement-breakpoint
CREATE INDEX "journeys_due" ON "drempel"."journeys" USING btree ("next_due_at") WHERE status = 'open' and next_due_at is not null;--> statement-breakpoint
CREATE INDEX "tasks_by_organisation" ON "drempel"."tasks" USING btree ("portal_id","organisation_id","role","status");--> statement-breakpoint
CREATE INDEX "tasks_by_account" ON "drempel"."tasks" USING btree ("portal_id","account_id","status");--> statement-breakpoint
CREATE INDEX "timeline_by_journey" ON "drempel"."timeline" USING btree ("portal_id","journey_id","id");--> statement-breakpoint
CREATE INDEX "wakeups_in_order" ON "drempel"."wakeups" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "messages_queued" ON "drempel"."messages" USING btree ("priority","id") WHERE status = 'queued';--> statement-breakpoint
CREATE INDEX "messages_by_reference" ON "drempel"."messages" USING btree ("provider","reference");--> statement-breakpoint
CREATE INDEX "messages_by_person" ON "drempel"."messages" USING btree ("portal_id","person_id","id");--> statement-breakpoint
CREATE INDEX "messages_by_recipient" ON "drempel"."messages" USING btree ("portal_id","recipient","created_at");