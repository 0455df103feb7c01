CREATE TABLE "drempel"."enrolments" (
	"portal_id" uuid NOT NULL,
	"journey_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"cause" text NOT NULL,
	"status" text DEFAULT 'asked' NOT NULL,
	"planned_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "enrolments_portal_id_journey_id_pk" PRIMARY KEY("portal_id","journey_id")
);
--> statement-breakpoint
CREATE TABLE "drempel"."recoveries" (
	"portal_id" uuid NOT NULL,
	"journey_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"status" text DEFAULT 'asked' NOT NULL,
	"planned_at" timestamp (3) with time zone NOT NULL,
	"started_by" uuid NOT NULL,
	"checks" text[] NOT NULL,
	"approved_by" uuid,
	"approved_at" timestamp (3) with time zone,
	"issued_at" timestamp (3) with time zone,
	"recovered_at" timestamp (3) with time zone,
	CONSTRAINT "recoveries_portal_id_journey_id_pk" PRIMARY KEY("portal_id","journey_id")
);
--> statement-breakpoint
CREATE TABLE "drempel"."backup_code_sets" (
	"portal_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"account_id" uuid NOT NULL,
	"salt" "bytea" NOT NULL,
	"journey_id" uuid,
	"attempts" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT drempel.now() NOT NULL,
	"expires_at" timestamp (3) with time zone,
	"superseded_at" timestamp (3) with time zone,
	CONSTRAINT "backup_code_sets_portal_id_id_pk" PRIMARY KEY("portal_id","id")
);
--> statement-breakpoint
CREATE TABLE "drempel"."backup_codes" (
	"portal_id" uuid NOT NULL,
	"set_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"hash" text NOT NULL,
	"used_at" timestamp (3) with time zone,
	CONSTRAINT "backup_codes_portal_id_set_id_id_pk" PRIMARY KEY("portal_id","set_id","id"),
	CONSTRAINT "backup_codes_hash" UNIQUE("portal_id","set_id","hash")
);
--> statement-breakpoint
CREATE TABLE "drempel"."contact_changes" (
	"portal_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"account_id" uuid NOT NULL,
	"channel" text NOT NULL,
	"value" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT drempel.now() NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "contact_changes_portal_id_id_pk" PRIMARY KEY("portal_id","id")
);
--> statement-breakpoint
CREATE TABLE "drempel"."devices" (
	"portal_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"account_id" uuid NOT NULL,
	"digest" "bytea" NOT NULL,
	"label" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT drempel.now() NOT NULL,
	"last_used_at" timestamp (3) with time zone DEFAULT drempel.now() NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"remembered_until" timestamp (3) with time zone,
	"credential_version" integer NOT NULL,
	"roles" text[] DEFAULT '{}' NOT NULL,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "devices_portal_id_id_pk" PRIMARY KEY("portal_id","id"),
	CONSTRAINT "devices_digest" UNIQUE("portal_id","digest")
);
--> statement-breakpoint
CREATE TABLE "drempel"."factors" (
	"portal_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"account_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"status" text DEFAULT 'pending' NOT NULL,
	"name" text NOT NULL,
	"sealed" "bytea",
	"last_step" integer,
	"mobile" text,
	"credential_id" "bytea",
	"public_key" "bytea",
	"counter" bigint,
	"transports" text[],
	"user_verified" boolean DEFAULT false NOT NULL,
	"challenge" text,
	"flow_id" uuid,
	"session_id" uuid,
	"needs_mail_proof" boolean DEFAULT false NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT drempel.now() NOT NULL,
	"expires_at" timestamp (3) with time zone,
	"confirmed_at" timestamp (3) with time zone,
	"last_used_at" timestamp (3) with time zone,
	"removed_at" timestamp (3) with time zone,
	"removed_for" text,
	CONSTRAINT "factors_portal_id_id_pk" PRIMARY KEY("portal_id","id")
);
--> statement-breakpoint
CREATE TABLE "drempel"."inquiries" (
	"portal_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"sealed" "bytea" NOT NULL,
	"correlation_id" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT drempel.now() NOT NULL,
	"claimed_until" timestamp (3) with time zone,
	"attempts" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "inquiries_portal_id_id_pk" PRIMARY KEY("portal_id","id")
);
--> statement-breakpoint
CREATE TABLE "drempel"."security_questions" (
	"portal_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"question" text NOT NULL,
	"answer_hash" text NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT drempel.now() NOT NULL,
	CONSTRAINT "security_questions_portal_id_account_id_pk" PRIMARY KEY("portal_id","account_id")
);
--> statement-breakpoint
CREATE TABLE "drempel"."sign_in_flows" (
	"portal_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"digest" "bytea" NOT NULL,
	"purpose" text NOT NULL,
	"account_id" uuid,
	"session_id" uuid,
	"credential_version" integer,
	"proof" text,
	"must_change_password" boolean DEFAULT false NOT NULL,
	"enrolling" boolean DEFAULT false NOT NULL,
	"lost" uuid[] DEFAULT '{}' NOT NULL,
	"remembers" boolean DEFAULT false NOT NULL,
	"skipped" text[] DEFAULT '{}' NOT NULL,
	"journey_id" uuid,
	"challenge" text,
	"attempts" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT drempel.now() NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "sign_in_flows_portal_id_id_pk" PRIMARY KEY("portal_id","id"),
	CONSTRAINT "sign_in_flows_digest" UNIQUE("portal_id","digest")
);
--> statement-breakpoint
CREATE TABLE "drempel"."spent_challenges" (
	"portal_id" uuid NOT NULL,
	"digest" "bytea" NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "spent_challenges_portal_id_digest_pk" PRIMARY KEY("portal_id","digest")
);
--> statement-breakpoint
ALTER TABLE "drempel"."secrets" ADD COLUMN "context_id" uuid;--> statement-breakpoint
ALTER TABLE "drempel"."sessions" ADD COLUMN "origin" "inet";--> statement-breakpoint
ALTER TABLE "drempel"."sessions" ADD COLUMN "proof" text;--> statement-breakpoint
ALTER TABLE "drempel"."sessions" ADD COLUMN "stepped_up_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "drempel"."enrolments" ADD CONSTRAINT "enrolments_portal_id_journey_id_journeys_portal_id_id_fk" FOREIGN KEY ("portal_id","journey_id") REFERENCES "drempel"."journeys"("portal_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drempel"."enrolments" ADD CONSTRAINT "enrolments_portal_id_account_id_accounts_portal_id_id_fk" FOREIGN KEY ("portal_id","account_id") REFERENCES "drempel"."accounts"("portal_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drempel"."recoveries" ADD CONSTRAINT "recoveries_portal_id_journey_id_journeys_portal_id_id_fk" FOREIGN KEY ("portal_id","journey_id") REFERENCES "drempel"."journeys"("portal_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drempel"."recoveries" ADD CONSTRAINT "recoveries_portal_id_account_id_accounts_portal_id_id_fk" FOREIGN KEY ("portal_id","account_id") REFERENCES "drempel"."accounts"("portal_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drempel"."backup_code_sets" ADD CONSTRAINT "backup_code_sets_portal_id_account_id_accounts_portal_id_id_fk" FOREIGN KEY ("portal_id","account_id") REFERENCES "drempel"."accounts"("portal_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drempel"."backup_codes" ADD CONSTRAINT "backup_codes_portal_id_set_id_backup_code_sets_portal_id_id_fk" FOREIGN KEY ("portal_id","set_id") REFERENCES "drempel"."backup_code_sets"("portal_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drempel"."contact_changes" ADD CONSTRAINT "contact_changes_portal_id_account_id_accounts_portal_id_id_fk" FOREIGN KEY ("portal_id","account_id") REFERENCES "drempel"."accounts"("portal_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drempel"."devices" ADD CONSTRAINT "devices_portal_id_account_id_accounts_portal_id_id_fk" FOREIGN KEY ("portal_id","account_id") REFERENCES "drempel"."accounts"("portal_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drempel"."factors" ADD CONSTRAINT "factors_portal_id_account_id_accounts_portal_id_id_fk" FOREIGN KEY ("portal_id","account_id") REFERENCES "drempel"."accounts"("portal_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drempel"."security_questions" ADD CONSTRAINT "security_questions_portal_id_account_id_accounts_portal_id_id_fk" FOREIGN KEY ("portal_id","account_id") REFERENCES "drempel"."accounts"("portal_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drempel"."sign_in_flows" ADD CONSTRAINT "sign_in_flows_portal_id_account_id_accounts_portal_id_id_fk" FOREIGN KEY ("portal_id","account_id") REFERENCES "drempel"."accounts"("portal_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "backup_code_sets_by_account" ON "drempel"."backup_code_sets" USING btree ("portal_id","account_id");--> statement-breakpoint
CREATE INDEX "contact_changes_by_account" ON "drempel"."contact_changes" USING btree ("portal_id","account_id");--> statement-breakpoint
CREATE INDEX "contact_changes_by_value" ON "drempel"."contact_changes" USING btree ("portal_id","value");--> statement-breakpoint
CREATE INDEX "devices_by_account" ON "drempel"."devices" USING btree ("portal_id","account_id");--> statement-breakpoint
CREATE INDEX "factors_by_account" ON "drempel"."factors" USING btree ("portal_id","account_id","status");--> statement-breakpoint
CREATE UNIQUE INDEX "factors_credential" ON "drempel"."factors" USING btree ("portal_id","credential_id") WHERE status = 'active' and credential_id is not null;--> statement-breakpoint
CREATE INDEX "inquiries_in_order" ON "drempel"."inquiries" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "sign_in_flows_by_account" ON "drempel"."sign_in_flows" USING btree ("portal_id","account_id");--> statement-breakpoint
CREATE INDEX "people_by_email" ON "drempel"."people" USING btree ("portal_id","email");--> statement-breakpoint
CREATE INDEX "secrets_by_context" ON "drempel"."secrets" USING btree ("portal_id","context_id");--> statement-breakpoint
CREATE INDEX "messages_by_secret" ON "drempel"."messages" USING btree ("portal_id","secret_id") WHERE secret_id is not null;