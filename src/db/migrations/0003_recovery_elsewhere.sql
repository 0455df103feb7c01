ALTER TABLE "drempel"."recoveries" ADD COLUMN "private_email" text;--> statement-breakpoint
ALTER TABLE "drempel"."recoveries" ADD COLUMN "pin_mobile" text;--> statement-breakpoint
ALTER TABLE "drempel"."recoveries" ADD COLUMN "password_hash" text;