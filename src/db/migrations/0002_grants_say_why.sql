ALTER TABLE "drempel"."grants" ADD COLUMN "given_by_kind" text;--> statement-breakpoint
ALTER TABLE "drempel"."grants" ADD COLUMN "given_by" uuid;--> statement-breakpoint
ALTER TABLE "drempel"."grants" ADD COLUMN "ended_by_kind" text;--> statement-breakpoint
ALTER TABLE "drempel"."grants" ADD COLUMN "ended_by" uuid;--> statement-breakpoint
ALTER TABLE "drempel"."grants" ADD COLUMN "end_reason" text;