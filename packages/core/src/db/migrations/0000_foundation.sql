CREATE TABLE "api_keys" (
	"id" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"name" text NOT NULL,
	"token_hash" "bytea" NOT NULL,
	"scopes" text[] NOT NULL,
	"enabled" boolean DEFAULT true NOT NULL,
	"expires_at" timestamp (3) with time zone,
	"last_used_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT clock_timestamp() NOT NULL,
	CONSTRAINT "api_keys_token_hash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "cron_jobs" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"name" text NOT NULL,
	"url" text NOT NULL,
	"method" text NOT NULL,
	"schedule" text NOT NULL,
	"timezone" text NOT NULL,
	"enabled" boolean NOT NULL,
	"headers" jsonb,
	"body" text,
	"timeout_ms" integer DEFAULT 10000 NOT NULL,
	"dst_gap" text DEFAULT 'shift' NOT NULL,
	"dst_fold" text DEFAULT 'first' NOT NULL,
	"tags" text[] DEFAULT '{}' NOT NULL,
	"next_run_at" timestamp (3) with time zone,
	"last_run_at" timestamp (3) with time zone,
	"last_status" text,
	"consecutive_failures" integer DEFAULT 0 NOT NULL,
	"run_count" bigint DEFAULT 0 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT clock_timestamp() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT clock_timestamp() NOT NULL,
	CONSTRAINT "cron_jobs_method" CHECK (method IN ('GET', 'POST', 'PUT', 'PATCH', 'DELETE'))
);
--> statement-breakpoint
CREATE TABLE "idempotency_keys" (
	"user_id" text NOT NULL,
	"key" text NOT NULL,
	"request_hash" "bytea" NOT NULL,
	"resource_id" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT clock_timestamp() NOT NULL,
	CONSTRAINT "idempotency_keys_user_id_key_pk" PRIMARY KEY("user_id","key")
);
--> statement-breakpoint
CREATE TABLE "plans" (
	"name" text PRIMARY KEY NOT NULL,
	"max_jobs" integer,
	"monthly_runs" integer,
	"min_interval_seconds" integer NOT NULL,
	"daily_api_calls" integer,
	"requests_per_minute" integer,
	"log_retention_days" integer NOT NULL,
	"max_timeout_ms" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "resource_history" (
	"resource_id" text NOT NULL,
	"action" text NOT NULL,
	"kind" text NOT NULL,
	"user_id" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT clock_timestamp() NOT NULL,
	CONSTRAINT "resource_history_resource_id_action_pk" PRIMARY KEY("resource_id","action")
);
--> statement-breakpoint
CREATE TABLE "run_batches" (
	"id" uuid PRIMARY KEY NOT NULL,
	"queue" text NOT NULL,
	"run_ids" uuid[] NOT NULL,
	"state" text DEFAULT 'unpublished' NOT NULL,
	"publication" smallint DEFAULT 1 NOT NULL,
	"attempt" smallint DEFAULT 1 NOT NULL,
	"lost_leases" smallint DEFAULT 0 NOT NULL,
	"lease_token" uuid,
	"started_at" timestamp (3) with time zone,
	"attention_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT clock_timestamp() NOT NULL,
	CONSTRAINT "run_batches_state" CHECK (state IN ('unpublished', 'published', 'running')),
	CONSTRAINT "run_batches_lease" CHECK ((state = 'running') = (lease_token IS NOT NULL))
);
--> statement-breakpoint
CREATE TABLE "runs" (
	"id" uuid NOT NULL,
	"scheduled_for" timestamp (3) with time zone NOT NULL,
	"cron_job_id" uuid NOT NULL,
	"user_id" text NOT NULL,
	"type" text NOT NULL,
	"state" text NOT NULL,
	"url" text NOT NULL,
	"batch_id" uuid,
	"attempt" smallint DEFAULT 0 NOT NULL,
	"status" integer DEFAULT 0 NOT NULL,
	"started_at" timestamp (3) with time zone,
	"finished_at" timestamp (3) with time zone,
	"duration_ms" integer,
	"response_body" text,
	"response_headers" jsonb,
	"truncated" boolean DEFAULT false NOT NULL,
	"error_code" text,
	"error_message" text,
	"reason" jsonb,
	"created_at" timestamp (3) with time zone DEFAULT clock_timestamp() NOT NULL,
	CONSTRAINT "runs_id_scheduled_for_pk" PRIMARY KEY("id","scheduled_for"),
	CONSTRAINT "runs_type" CHECK (type IN ('AUTO', 'MANUAL')),
	CONSTRAINT "runs_state" CHECK (state IN ('queued', 'succeeded', 'failed', 'skipped', 'missed', 'cancelled')),
	CONSTRAINT "runs_finished" CHECK ((finished_at IS NULL) = (state = 'queued'))
) PARTITION BY RANGE ("scheduled_for");
--> statement-breakpoint
CREATE TABLE "usage_days" (
	"user_id" text NOT NULL,
	"day" date NOT NULL,
	"jobs_created" integer DEFAULT 0 NOT NULL,
	"jobs_deleted" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "usage_days_user_id_day_pk" PRIMARY KEY("user_id","day")
);
--> statement-breakpoint
CREATE TABLE "usage_months" (
	"user_id" text NOT NULL,
	"month" date NOT NULL,
	"executions" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "usage_months_user_id_month_pk" PRIMARY KEY("user_id","month")
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"plan" text NOT NULL,
	"job_count" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT clock_timestamp() NOT NULL,
	CONSTRAINT "users_email_unique" UNIQUE("email")
);
--> statement-breakpoint
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cron_jobs" ADD CONSTRAINT "cron_jobs_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "users" ADD CONSTRAINT "users_plan_plans_name_fk" FOREIGN KEY ("plan") REFERENCES "public"."plans"("name") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "api_keys_by_user" ON "api_keys" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "cron_jobs_due" ON "cron_jobs" USING btree ("next_run_at","id") WHERE enabled;--> statement-breakpoint
CREATE INDEX "cron_jobs_by_user" ON "cron_jobs" USING btree ("user_id","id");--> statement-breakpoint
CREATE INDEX "run_batches_attention" ON "run_batches" USING btree ("attention_at");--> statement-breakpoint
CREATE UNIQUE INDEX "runs_once_per_due_instant" ON "runs" USING btree ("cron_job_id","scheduled_for");--> statement-breakpoint
CREATE INDEX "runs_by_user" ON "runs" USING btree ("user_id","scheduled_for","id");--> statement-breakpoint
-- By hand from here on: what the schema files cannot say.
-- Room on each page for the next version of its rows; and dead rows of the hot set are cleared away soon.
ALTER TABLE "cron_jobs" SET (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05);--> statement-breakpoint
ALTER TABLE "run_batches" SET (autovacuum_vacuum_scale_factor = 0.02);--> statement-breakpoint
INSERT INTO "plans" VALUES
  ('FREE', 5, 500, 1800, 100, 60, 3, 30000),
  ('HOBBY', 20, 10000, 300, 500, 300, 14, 60000),
  ('PRO', 100, 50000, 60, 2000, 1200, 30, 300000),
  ('UNLIMITED', NULL, NULL, 1, NULL, NULL, 90, 1800000);
