ALTER TABLE "cron_jobs" ALTER COLUMN "url" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "cron_jobs" ALTER COLUMN "method" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "cron_jobs" ALTER COLUMN "target" SET DATA TYPE json;--> statement-breakpoint
CREATE INDEX "worker_jobs_unfinished_runs" ON "worker_jobs" USING btree ("scheduled_for") WHERE run_id IS NOT NULL AND finished_at IS NULL;--> statement-breakpoint
ALTER TABLE "cron_jobs" ADD CONSTRAINT "cron_jobs_one_target" CHECK (CASE WHEN target IS NULL THEN url IS NOT NULL AND method IS NOT NULL
        ELSE url IS NULL AND method IS NULL AND headers IS NULL AND body IS NULL END);--> statement-breakpoint
ALTER TABLE "cron_jobs" ADD CONSTRAINT "cron_jobs_target" CHECK (target IS NULL OR coalesce(target->>'kind' = 'workerJob' AND target->>'tenantId' <> '' AND target->>'type' <> ''
        AND json_typeof(target->'variables') = 'object' AND (target->>'retries')::int > 0
        AND (target->>'timeoutMs')::float8 > 0, false));--> statement-breakpoint
-- By hand from here on: what the schema files cannot say.
-- A text, cut to whole characters of at most so many bytes.
CREATE FUNCTION cut_to_bytes(content text, most integer) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT AS $$
DECLARE
  bytes bytea;
  size integer := most;
BEGIN
  IF octet_length(content) <= most THEN
    RETURN content;
  END IF;
  bytes := convert_to(content, 'UTF8');
  -- 10xxxxxx goes on with a character that began before.
  WHILE get_byte(bytes, size) & 192 = 128 LOOP
    size := size - 1;
  END LOOP;
  RETURN convert_from(substring(bytes FOR size), 'UTF8');
END $$;--> statement-breakpoint
-- The end of a worker job that carries out a cron job's run is the end of that run, whichever statement brings it about
-- (docs/adr/0014). Once for each statement, so that it locks cron jobs in order.
CREATE FUNCTION end_runs_of_worker_jobs() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  first_due timestamptz;
  last_due timestamptz;
  told integer;
BEGIN
  SELECT min(scheduled_for), max(scheduled_for) INTO first_due, last_due
  FROM jobs_after WHERE run_id IS NOT NULL AND finished_at IS NOT NULL;
  IF first_due IS NULL THEN
    RETURN NULL;
  END IF;
  WITH ended AS MATERIALIZED (
    SELECT a.run_id, a.scheduled_for, a.state, a.finished_at, a.result_variables::text AS result, a.error_message,
      CASE WHEN a.state = 'ERROR_THROWN' THEN a.error_code
        WHEN a.state = 'FAILED' AND a.expiries > b.expiries THEN 'worker_job_lease_expired'
        WHEN a.state = 'FAILED' THEN 'worker_job_failed' END AS error_code,
      -- A report after the lease ran out speaks of an attempt that was counted then.
      LEAST(b.failures + b.expiries + (b.state = 'ACTIVE')::int, 32767) AS attempts,
      -- The earliest activation that the history still has.
      coalesce((SELECT to_timestamp(min((e->>'at')::float8) / 1000) FROM jsonb_array_elements(a.history) e
        WHERE e->>'type' = 'JOB_ACTIVATED'), a.activated_at) AS started_at
    FROM jobs_after a JOIN jobs_before b ON b.key = a.key
    WHERE a.run_id IS NOT NULL AND a.finished_at IS NOT NULL AND b.finished_at IS NULL
  ),
  done AS (
    UPDATE runs r SET finished_at = e.finished_at, started_at = e.started_at, attempt = e.attempts,
      state = CASE e.state WHEN 'COMPLETED' THEN 'succeeded' WHEN 'CANCELLED' THEN 'cancelled' ELSE 'failed' END,
      duration_ms = CASE WHEN e.started_at IS NOT NULL
        THEN LEAST(extract(epoch FROM e.finished_at - e.started_at) * 1000, 2147483647)::int END,
      response_body = cut_to_bytes(e.result, 65536), truncated = coalesce(octet_length(e.result) > 65536, false),
      error_code = e.error_code,
      error_message = CASE WHEN e.error_code IS NOT NULL THEN coalesce(e.error_message, 'The worker gave no message.') END,
      reason = CASE e.state WHEN 'CANCELLED' THEN '{"code": "worker_job_cancelled"}'::jsonb END
    FROM ended e
    -- The bounds let the planner leave out all other partitions.
    WHERE r.id = e.run_id AND r.scheduled_for = e.scheduled_for AND r.scheduled_for BETWEEN first_due AND last_due
      AND r.state = 'queued'
    RETURNING r.id, r.type, r.cron_job_id, r.scheduled_for, r.state
  ),
  judged AS (
    SELECT *, max(scheduled_for) FILTER (WHERE state = 'succeeded') OVER (PARTITION BY cron_job_id) AS last_success
    FROM done WHERE state <> 'cancelled'
  ),
  -- As note-verdicts.ts has it for calls: what several ends of one statement say about a cron job.
  verdict AS (
    SELECT cron_job_id, (array_agg(state ORDER BY scheduled_for DESC))[1] AS last_status,
      count(*) FILTER (WHERE last_success IS NULL OR scheduled_for > last_success) AS failures,
      bool_or(last_success IS NOT NULL) AS recovered
    FROM judged GROUP BY cron_job_id
  ),
  changed AS (
    SELECT c.id, v.last_status, v.failures + CASE WHEN v.recovered THEN 0 ELSE c.consecutive_failures END AS failures
    FROM cron_jobs c JOIN verdict v ON v.cron_job_id = c.id
    WHERE v.failures > 0 OR c.last_status IS DISTINCT FROM v.last_status OR c.consecutive_failures > 0
    -- In order of id, as everybody does, so that two statements cannot wait for each other.
    ORDER BY c.id FOR NO KEY UPDATE OF c
  ),
  noted AS (
    UPDATE cron_jobs c SET last_status = x.last_status, consecutive_failures = x.failures FROM changed x WHERE c.id = x.id
  )
  -- Wakes who waits for a run by hand; see await-run.ts.
  SELECT count(pg_notify('carillon_run_ended', id::text)) INTO told FROM done WHERE type = 'MANUAL';
  RETURN NULL;
END $$;--> statement-breakpoint
CREATE TRIGGER worker_jobs_end_runs AFTER UPDATE ON "worker_jobs"
REFERENCING OLD TABLE AS jobs_before NEW TABLE AS jobs_after
FOR EACH STATEMENT EXECUTE FUNCTION end_runs_of_worker_jobs();
