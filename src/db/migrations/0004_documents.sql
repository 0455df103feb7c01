CREATE TABLE "drempel"."document_tickets" (
	"portal_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"session_id" uuid NOT NULL,
	"document_id" uuid,
	"version" integer,
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
ALTER TABLE "drempel"."offboardings" ADD COLUMN "hands_in_phone" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "drempel"."document_tickets" ADD CONSTRAINT "document_tickets_portal_id_session_id_sessions_portal_id_id_fk" FOREIGN KEY ("portal_id","session_id") REFERENCES "drempel"."sessions"("portal_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drempel"."document_tickets" ADD CONSTRAINT "document_tickets_portal_id_document_id_documents_portal_id_id_fk" FOREIGN KEY ("portal_id","document_id") REFERENCES "drempel"."documents"("portal_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drempel"."document_versions" ADD CONSTRAINT "document_versions_portal_id_document_id_documents_portal_id_id_fk" FOREIGN KEY ("portal_id","document_id") REFERENCES "drempel"."documents"("portal_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drempel"."document_versions" ADD CONSTRAINT "document_versions_portal_id_file_id_files_portal_id_id_fk" FOREIGN KEY ("portal_id","file_id") REFERENCES "drempel"."files"("portal_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drempel"."documents" ADD CONSTRAINT "documents_portal_id_organisation_id_organisations_portal_id_id_fk" FOREIGN KEY ("portal_id","organisation_id") REFERENCES "drempel"."organisations"("portal_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drempel"."documents" ADD CONSTRAINT "documents_portal_id_person_id_people_portal_id_id_fk" FOREIGN KEY ("portal_id","person_id") REFERENCES "drempel"."people"("portal_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drempel"."file_chunks" ADD CONSTRAINT "file_chunks_portal_id_file_id_files_portal_id_id_fk" FOREIGN KEY ("portal_id","file_id") REFERENCES "drempel"."files"("portal_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "document_tickets_by_session" ON "drempel"."document_tickets" USING btree ("portal_id","session_id");--> statement-breakpoint
CREATE INDEX "document_versions_by_file" ON "drempel"."document_versions" USING btree ("portal_id","file_id");--> statement-breakpoint
CREATE INDEX "documents_by_person" ON "drempel"."documents" USING btree ("portal_id","person_id","published_at","id");--> statement-breakpoint
CREATE INDEX "files_unused" ON "drempel"."files" USING btree ("portal_id","expires_at") WHERE expires_at is not null;--> statement-breakpoint
CREATE INDEX "files_by_uploader" ON "drempel"."files" USING btree ("portal_id","uploaded_by","started_at");