CREATE TABLE "worker_job_roll_up" (
	"one" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"before" "xid8" NOT NULL,
	CONSTRAINT "worker_job_roll_up_one" CHECK (one)
);
--> statement-breakpoint
CREATE TABLE "worker_job_totals" (
	"user_id" text NOT NULL,
	"minutes" smallint NOT NULL,
	"starts_at" timestamp (3) with time zone NOT NULL,
	"type" text NOT NULL,
	"tenant_id" text NOT NULL,
	"worker" text NOT NULL,
	"state" text NOT NULL,
	"count" bigint NOT NULL,
	"total_ms" bigint NOT NULL,
	"processing_ms" bigint NOT NULL,
	"failures" bigint NOT NULL,
	"histogram" integer[],
	CONSTRAINT "worker_job_totals_pk" PRIMARY KEY("user_id","minutes","starts_at","type","tenant_id","worker","state"),
	CONSTRAINT "worker_job_totals_minutes" CHECK (minutes IN (1, 60, 1440)),
	CONSTRAINT "worker_job_totals_count" CHECK (count > 0),
	CONSTRAINT "worker_job_totals_histogram" CHECK ((state = 'COMPLETED') = (histogram IS NOT NULL))
);
--> statement-breakpoint
DROP INDEX "worker_jobs_retention";--> statement-breakpoint
CREATE INDEX "worker_jobs_unfinished" ON "worker_jobs" USING btree ("user_id","created_at","key") WHERE finished_at IS NULL;--> statement-breakpoint
CREATE INDEX "worker_jobs_retention" ON "worker_jobs" USING btree ("user_id","finished_at") WHERE finished_at IS NOT NULL;--> statement-breakpoint
-- By hand from here on: what the schema files cannot say.
-- No transaction has the number 0: nothing is counted yet.
INSERT INTO "worker_job_roll_up" ("before") VALUES ('0');--> statement-breakpoint
-- Whole milliseconds, so that sums stay exact; 0 when one of the instants is missing or the clock was set back between.
CREATE FUNCTION elapsed_ms(since timestamptz, until timestamptz) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN GREATEST(coalesce((extract(epoch FROM until - since) * 1000)::bigint, 0), 0);--> statement-breakpoint
-- How many binary digits a duration has, at most 30: 0 is 0 ms, n is from 2^(n-1) up to 2^n ms.
CREATE FUNCTION duration_class(ms bigint) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN LEAST(floor(ln(ms + 0.5::float8) / ln(2::float8))::integer + 1, 30);--> statement-breakpoint
CREATE FUNCTION add_histograms(a integer[], b integer[], times integer) RETURNS integer[] LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN a IS NOT NULL THEN ARRAY(SELECT x + times * y FROM unnest(a, b) WITH ORDINALITY AS h(x, y, n) ORDER BY n) END;--> statement-breakpoint
-- A job that had ended, as it was.
CREATE TYPE worker_job_end AS (
  user_id text, created_at timestamptz, type text, tenant_id text, worker text, state text, finished_xid xid8,
  total_ms bigint, processing_ms bigint, failures integer
);--> statement-breakpoint
-- Takes out of the totals what is in them. Whoever moves `before` or goes by it locks it first and looks then, so that each
-- end is either counted and taken out, or neither.
CREATE FUNCTION uncount_worker_jobs(ends worker_job_end[]) RETURNS void LANGUAGE plpgsql
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE
  counted_before xid8;
BEGIN
  SELECT before INTO STRICT counted_before FROM worker_job_roll_up FOR UPDATE;
  WITH lost AS MATERIALIZED (
    SELECT user_id, span.minutes, date_bin(span.minutes * interval '1 minute', created_at, 'epoch') AS starts_at, type,
      tenant_id, coalesce(worker, '') AS worker, state, count(*) AS count, sum(total_ms)::bigint AS total_ms,
      sum(processing_ms)::bigint AS processing_ms, sum(failures)::bigint AS failures,
      array_agg(duration_class(processing_ms)) AS classes
    FROM unnest(ends) e CROSS JOIN (VALUES (1), (60), (1440)) span(minutes)
    WHERE e.finished_xid < counted_before
    GROUP BY 1, 2, 3, 4, 5, 6, 7
  ),
  emptied AS (
    DELETE FROM worker_job_totals t USING lost
    WHERE t.user_id = lost.user_id AND t.minutes = lost.minutes AND t.starts_at = lost.starts_at AND t.type = lost.type
      AND t.tenant_id = lost.tenant_id AND t.worker = lost.worker AND t.state = lost.state AND t.count = lost.count
  )
  UPDATE worker_job_totals t SET count = t.count - lost.count, total_ms = t.total_ms - lost.total_ms,
    processing_ms = t.processing_ms - lost.processing_ms, failures = t.failures - lost.failures,
    histogram = add_histograms(t.histogram,
      ARRAY(SELECT count(c)::integer FROM generate_series(0, 30) n LEFT JOIN unnest(lost.classes) c ON c = n GROUP BY n ORDER BY n), -1)
  FROM lost
  WHERE t.user_id = lost.user_id AND t.minutes = lost.minutes AND t.starts_at = lost.starts_at AND t.type = lost.type
    AND t.tenant_id = lost.tenant_id AND t.worker = lost.worker AND t.state = lost.state AND t.count <> lost.count;
END $$;--> statement-breakpoint
CREATE FUNCTION uncount_deleted_worker_jobs() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  ends worker_job_end[];
BEGIN
  SELECT array_agg(ROW(user_id, created_at, type, tenant_id, worker, state, finished_xid, elapsed_ms(created_at, finished_at),
    elapsed_ms(activated_at, finished_at), failures)::worker_job_end) INTO ends FROM gone WHERE finished_xid IS NOT NULL;
  IF ends IS NOT NULL THEN
    PERFORM uncount_worker_jobs(ends);
  END IF;
  RETURN NULL;
END $$;--> statement-breakpoint
CREATE FUNCTION uncount_reopened_worker_job() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM uncount_worker_jobs(ARRAY[ROW(OLD.user_id, OLD.created_at, OLD.type, OLD.tenant_id, OLD.worker, OLD.state,
    OLD.finished_xid, elapsed_ms(OLD.created_at, OLD.finished_at), elapsed_ms(OLD.activated_at, OLD.finished_at),
    OLD.failures)::worker_job_end]);
  RETURN NULL;
END $$;--> statement-breakpoint
CREATE TRIGGER worker_jobs_uncount_deleted AFTER DELETE ON "worker_jobs" REFERENCING OLD TABLE AS gone
FOR EACH STATEMENT EXECUTE FUNCTION uncount_deleted_worker_jobs();--> statement-breakpoint
-- An incident that is decided undoes an end. For each row, since its condition costs nothing where no end is undone.
CREATE TRIGGER worker_jobs_uncount_reopened AFTER UPDATE ON "worker_jobs" FOR EACH ROW
WHEN (OLD.finished_xid IS NOT NULL AND OLD.finished_xid IS DISTINCT FROM NEW.finished_xid)
EXECUTE FUNCTION uncount_reopened_worker_job();
