-- Postgres 18.4 now and then ends `end_runs_of_worker_jobs` with "pfree called with invalid pointer": about one of 300 where
-- fifty statements wait for one cron job's row. What it takes is a row lock, waited for, in a statement that also scans a
-- transition table and writes through CTEs. So the trigger writes the runs, and what they say of their cron jobs is noted by
-- plain statements afterwards: one that locks, and one that finds the rows locked and as they are.
CREATE TYPE ended_run AS (id uuid, cron_job_id uuid, scheduled_for timestamptz, state text, type text);--> statement-breakpoint
CREATE FUNCTION note_ended_runs(ended ended_run[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  locked uuid[];
BEGIN
  -- Only jobs that an end says something new of, and in order of id, as everybody does, so that two statements cannot wait
  -- for each other.
  SELECT array_agg(id) INTO locked FROM (
    SELECT c.id FROM cron_jobs c
    WHERE c.id IN (SELECT cron_job_id FROM unnest(ended)) AND (c.consecutive_failures > 0
      OR EXISTS (SELECT FROM unnest(ended) e WHERE e.cron_job_id = c.id AND e.state IS DISTINCT FROM c.last_status))
    ORDER BY c.id FOR NO KEY UPDATE OF c
  ) c;
  WITH judged AS (
    SELECT *, max(scheduled_for) FILTER (WHERE state = 'succeeded') OVER (PARTITION BY cron_job_id) AS last_success
    FROM unnest(ended)
  ),
  -- As note-verdicts.ts has it for calls: what several ends of one statement say about a cron job.
  verdict AS (
    SELECT cron_job_id, (array_agg(state ORDER BY scheduled_for DESC))[1] AS last_status,
      count(*) FILTER (WHERE last_success IS NULL OR scheduled_for > last_success) AS failures,
      bool_or(last_success IS NOT NULL) AS recovered
    FROM judged GROUP BY cron_job_id
  ),
  noted AS (
    UPDATE cron_jobs c SET last_status = v.last_status,
      consecutive_failures = v.failures + CASE WHEN v.recovered THEN 0 ELSE c.consecutive_failures END
    FROM verdict v WHERE c.id = v.cron_job_id AND c.id = ANY(locked)
  ),
  -- Failures in a row before each end: those since the last success of this statement, or those from before it.
  ordered AS (
    SELECT *, count(*) FILTER (WHERE state = 'succeeded') OVER (PARTITION BY cron_job_id ORDER BY scheduled_for, id
      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS successes_before
    FROM judged
  ),
  counted AS (
    SELECT o.id, o.cron_job_id, o.scheduled_for, o.state,
      row_number() OVER (PARTITION BY o.cron_job_id, o.successes_before ORDER BY o.scheduled_for, o.id) - 1
        + CASE WHEN o.successes_before = 0 THEN coalesce(c.consecutive_failures, 0) ELSE 0 END AS failures_before
    FROM ordered o LEFT JOIN cron_jobs c ON c.id = o.cron_job_id AND c.id = ANY(locked)
  )
  INSERT INTO webhook_deliveries (id, webhook_id, user_id, cron_job_id, run_id, scheduled_for, event, attention_at)
  SELECT new_delivery_id(), w.id, w.user_id, w.cron_job_id, n.id, n.scheduled_for, e.event, statement_timestamp()
  FROM counted n JOIN webhooks w ON w.cron_job_id = n.cron_job_id AND w.enabled,
    decide_webhook_events(n.state = 'succeeded', n.failures_before, w.only_after_failures, w.events) AS e(event)
  ORDER BY n.scheduled_for, n.id
  ON CONFLICT (webhook_id, run_id, event) DO NOTHING;
  IF FOUND THEN
    PERFORM pg_notify('carillon_webhooks', '');
  END IF;
END $$;--> statement-breakpoint
CREATE OR REPLACE FUNCTION end_runs_of_worker_jobs() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  first_due timestamptz;
  last_due timestamptz;
  ends ended_run[];
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
    RETURNING r.id, r.cron_job_id, r.scheduled_for, r.state, r.type
  )
  SELECT array_agg(ROW(id, cron_job_id, scheduled_for, state, type)::ended_run) INTO ends FROM done;
  IF EXISTS (SELECT FROM unnest(ends) WHERE state <> 'cancelled') THEN
    PERFORM note_ended_runs(ARRAY(SELECT e FROM unnest(ends) e WHERE e.state <> 'cancelled'));
  END IF;
  -- Wakes who waits for a run by hand; see await-run.ts.
  PERFORM pg_notify('carillon_run_ended', id::text) FROM unnest(ends) WHERE type = 'MANUAL';
  RETURN NULL;
END $$;
