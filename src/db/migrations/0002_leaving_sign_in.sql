ALTER TABLE "drempel"."organisations" ADD COLUMN "mail_domains" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "drempel"."factors" ADD COLUMN "owner" text;