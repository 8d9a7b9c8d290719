CREATE TABLE "incidents" (
	"id" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"tenant_id" text NOT NULL,
	"worker_job_key" text NOT NULL,
	"type" text NOT NULL,
	"status" text DEFAULT 'OPEN' NOT NULL,
	"message" text NOT NULL,
	"job_type" text NOT NULL,
	"worker" text,
	"created_at" timestamp (3) with time zone DEFAULT clock_timestamp() NOT NULL,
	"resolved_at" timestamp (3) with time zone,
	"resolution" jsonb,
	CONSTRAINT "incidents_type" CHECK (type IN ('JOB_FAILURE', 'UNHANDLED_BPMN_ERROR', 'LEASE_EXPIRED')),
	CONSTRAINT "incidents_status" CHECK (status IN ('OPEN', 'RESOLVED', 'DISMISSED')),
	CONSTRAINT "incidents_resolved" CHECK ((status = 'OPEN') = (resolved_at IS NULL)),
	CONSTRAINT "incidents_resolution" CHECK ((status = 'OPEN') = (resolution IS NULL))
);
--> statement-breakpoint
CREATE TABLE "worker_jobs" (
	"key" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"tenant_id" text NOT NULL,
	"type" text NOT NULL,
	"state" text DEFAULT 'CREATED' NOT NULL,
	"ready" boolean NOT NULL,
	"available_at" timestamp (3) with time zone NOT NULL,
	"priority" smallint DEFAULT 0 NOT NULL,
	"retries" integer NOT NULL,
	"original_retries" integer NOT NULL,
	"timeout_ms" bigint NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT clock_timestamp() NOT NULL,
	"activated_at" timestamp (3) with time zone,
	"worker" text,
	"activation_id" uuid,
	"held" boolean DEFAULT false NOT NULL,
	"deadline" timestamp (3) with time zone NOT NULL,
	"failures" integer DEFAULT 0 NOT NULL,
	"expiries" smallint DEFAULT 0 NOT NULL,
	"finished_at" timestamp (3) with time zone,
	"finished_xid" "xid8",
	"variables" json NOT NULL,
	"variables_bytes" integer NOT NULL,
	"custom_headers" json NOT NULL,
	"result_variables" json,
	"error_code" text,
	"error_message" text,
	"cancel_reason" text,
	"history" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"history_cut" integer DEFAULT 0 NOT NULL,
	"run_id" uuid,
	"scheduled_for" timestamp (3) with time zone,
	CONSTRAINT "worker_jobs_state" CHECK (state IN ('CREATED', 'ACTIVE', 'COMPLETED', 'FAILED_RETRYABLE', 'FAILED', 'CANCELLED', 'ERROR_THROWN')),
	CONSTRAINT "worker_jobs_is_ready" CHECK (NOT ready OR state IN ('CREATED', 'FAILED_RETRYABLE')),
	CONSTRAINT "worker_jobs_finished" CHECK ((finished_at IS NULL) = (state IN ('CREATED', 'ACTIVE', 'FAILED_RETRYABLE'))),
	CONSTRAINT "worker_jobs_finished_by" CHECK ((finished_xid IS NULL) = (finished_at IS NULL)),
	CONSTRAINT "worker_jobs_leased" CHECK (state <> 'ACTIVE' OR held),
	CONSTRAINT "worker_jobs_held" CHECK (NOT held OR (finished_at IS NULL AND activation_id IS NOT NULL AND worker IS NOT NULL AND activated_at IS NOT NULL)),
	CONSTRAINT "worker_jobs_failed" CHECK (state <> 'FAILED_RETRYABLE' OR (failures > 0 AND retries > 0)),
	CONSTRAINT "worker_jobs_unfailed" CHECK (state <> 'CREATED' OR failures = 0),
	CONSTRAINT "worker_jobs_counts" CHECK (retries >= 0 AND expiries BETWEEN 0 AND 10 AND priority BETWEEN -100 AND 100),
	CONSTRAINT "worker_jobs_run" CHECK ((run_id IS NULL) = (scheduled_for IS NULL))
);
--> statement-breakpoint
ALTER TABLE "cron_jobs" ADD COLUMN "target" jsonb;--> statement-breakpoint
ALTER TABLE "incidents" ADD CONSTRAINT "incidents_worker_job_key_worker_jobs_key_fk" FOREIGN KEY ("worker_job_key") REFERENCES "public"."worker_jobs"("key") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "incidents_one_open_per_job" ON "incidents" USING btree ("worker_job_key") WHERE status = 'OPEN';--> statement-breakpoint
CREATE INDEX "incidents_by_job" ON "incidents" USING btree ("worker_job_key","created_at");--> statement-breakpoint
CREATE INDEX "incidents_by_user" ON "incidents" USING btree ("user_id","created_at","id");--> statement-breakpoint
CREATE INDEX "worker_jobs_ready" ON "worker_jobs" USING btree ("user_id","type","tenant_id","priority" DESC NULLS FIRST,"created_at","key") WHERE ready;--> statement-breakpoint
CREATE INDEX "worker_jobs_waiting" ON "worker_jobs" USING btree ("available_at") WHERE state IN ('CREATED', 'FAILED_RETRYABLE') AND NOT ready;--> statement-breakpoint
CREATE INDEX "worker_jobs_leases" ON "worker_jobs" USING btree ("deadline") WHERE state = 'ACTIVE';--> statement-breakpoint
CREATE INDEX "worker_jobs_rollup" ON "worker_jobs" USING btree ("finished_xid") WHERE finished_xid IS NOT NULL;--> statement-breakpoint
CREATE INDEX "worker_jobs_retention" ON "worker_jobs" USING btree ("finished_at") WHERE finished_at IS NOT NULL;--> statement-breakpoint
CREATE INDEX "worker_jobs_by_user" ON "worker_jobs" USING btree ("user_id","created_at","key");--> statement-breakpoint
CREATE UNIQUE INDEX "worker_jobs_once_per_run" ON "worker_jobs" USING btree ("run_id") WHERE run_id IS NOT NULL;--> statement-breakpoint
-- By hand from here on: what the schema files cannot say.
-- A job is written three times in its life, and its state is in the indexes, so no update of it is heap-only. Room on the
-- page keeps its versions together, where pruning gives their space back; the rest is for vacuum, soon and often.
ALTER TABLE "worker_jobs" SET (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.05);
