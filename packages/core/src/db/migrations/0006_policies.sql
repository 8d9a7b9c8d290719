CREATE TABLE "run_turns" (
	"run_id" uuid PRIMARY KEY NOT NULL,
	"scheduled_for" timestamp (3) with time zone NOT NULL,
	"cron_job_id" uuid NOT NULL,
	"waiting" boolean NOT NULL
);
--> statement-breakpoint
CREATE TABLE "webhook_deliveries" (
	"id" uuid PRIMARY KEY NOT NULL,
	"webhook_id" text NOT NULL,
	"user_id" text NOT NULL,
	"cron_job_id" uuid NOT NULL,
	"run_id" uuid NOT NULL,
	"scheduled_for" timestamp (3) with time zone NOT NULL,
	"event" text NOT NULL,
	"payload" text,
	"state" text DEFAULT 'pending' NOT NULL,
	"attempt" smallint DEFAULT 0 NOT NULL,
	"attention_at" timestamp (3) with time zone,
	"lease_token" uuid,
	"status" integer DEFAULT 0 NOT NULL,
	"attempts" jsonb DEFAULT '[]' NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT clock_timestamp() NOT NULL,
	"finished_at" timestamp (3) with time zone,
	CONSTRAINT "webhook_deliveries_state" CHECK (state IN ('pending', 'sending', 'delivered', 'dead')),
	CONSTRAINT "webhook_deliveries_lease" CHECK ((state = 'sending') = (lease_token IS NOT NULL)),
	CONSTRAINT "webhook_deliveries_finished" CHECK ((state IN ('delivered', 'dead')) = (finished_at IS NOT NULL) AND (finished_at IS NULL) = (attention_at IS NOT NULL))
);
--> statement-breakpoint
CREATE TABLE "webhooks" (
	"id" text PRIMARY KEY NOT NULL,
	"cron_job_id" uuid NOT NULL,
	"user_id" text NOT NULL,
	"endpoint" text NOT NULL,
	"headers" jsonb,
	"events" text[] NOT NULL,
	"only_after_failures" integer DEFAULT 1 NOT NULL,
	"secret" text NOT NULL,
	"previous_secret" text,
	"previous_secret_until" timestamp (3) with time zone,
	"enabled" boolean DEFAULT true NOT NULL,
	"disabled_reason" text,
	"created_at" timestamp (3) with time zone DEFAULT clock_timestamp() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT clock_timestamp() NOT NULL,
	CONSTRAINT "webhooks_cron_job_id_unique" UNIQUE("cron_job_id"),
	CONSTRAINT "webhooks_events" CHECK (events <@ ARRAY['success', 'failure', 'skipped', 'disabled', 'recovered']),
	CONSTRAINT "webhooks_only_after_failures" CHECK (only_after_failures > 0)
);
--> statement-breakpoint
ALTER TABLE "run_batches" DROP CONSTRAINT "run_batches_state";--> statement-breakpoint
ALTER TABLE "cron_jobs" ADD COLUMN "policy" jsonb;--> statement-breakpoint
ALTER TABLE "cron_jobs" ADD COLUMN "has_webhook" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "run_batches" ADD COLUMN "user_id" text;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "attempts" jsonb;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "ttfb_ms" integer;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "connection" jsonb;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "exclusive" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "replay_of" uuid;--> statement-breakpoint
ALTER TABLE "webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_webhook_id_webhooks_id_fk" FOREIGN KEY ("webhook_id") REFERENCES "public"."webhooks"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhooks" ADD CONSTRAINT "webhooks_cron_job_id_cron_jobs_id_fk" FOREIGN KEY ("cron_job_id") REFERENCES "public"."cron_jobs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhooks" ADD CONSTRAINT "webhooks_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "run_turns_one_holder" ON "run_turns" USING btree ("cron_job_id") WHERE NOT waiting;--> statement-breakpoint
CREATE INDEX "run_turns_waiting" ON "run_turns" USING btree ("cron_job_id","scheduled_for") WHERE waiting;--> statement-breakpoint
CREATE UNIQUE INDEX "webhook_deliveries_once" ON "webhook_deliveries" USING btree ("webhook_id","run_id","event");--> statement-breakpoint
CREATE INDEX "webhook_deliveries_attention" ON "webhook_deliveries" USING btree ("attention_at") WHERE attention_at IS NOT NULL;--> statement-breakpoint
CREATE INDEX "webhook_deliveries_by_webhook" ON "webhook_deliveries" USING btree ("webhook_id","id");--> statement-breakpoint
CREATE INDEX "webhooks_by_user" ON "webhooks" USING btree ("user_id","id");--> statement-breakpoint
CREATE INDEX "run_batches_backlog" ON "run_batches" USING btree ("user_id","created_at") WHERE state = 'backlog';--> statement-breakpoint
ALTER TABLE "run_batches" ADD CONSTRAINT "run_batches_state" CHECK (state IN ('backlog', 'retrying', 'unpublished', 'published', 'running'));--> statement-breakpoint
-- By hand from here on: what the schema files cannot say.
ALTER TABLE "run_turns" SET (autovacuum_vacuum_scale_factor = 0.02);--> statement-breakpoint
ALTER TABLE "webhook_deliveries" SET (autovacuum_vacuum_scale_factor = 0.05);--> statement-breakpoint
-- The end of a run ends its turn, whoever brings it about; who waits for the turn is told. Its condition is all that runs
-- of cron jobs which may overlap ever pay.
CREATE FUNCTION end_turn_of_run() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM run_turns WHERE run_id = OLD.id;
  PERFORM pg_notify('carillon_turns', '');
  RETURN NULL;
END $$;--> statement-breakpoint
CREATE TRIGGER runs_end_turn AFTER UPDATE ON "runs" FOR EACH ROW
WHEN (NEW.exclusive AND OLD.finished_at IS NULL AND NEW.finished_at IS NOT NULL) EXECUTE FUNCTION end_turn_of_run();--> statement-breakpoint
CREATE TRIGGER runs_delete_turn AFTER DELETE ON "runs" FOR EACH ROW
WHEN (OLD.exclusive AND OLD.finished_at IS NULL) EXECUTE FUNCTION end_turn_of_run();
