CREATE INDEX "runs_by_replayed" ON "runs" USING btree ("replay_of") WHERE replay_of IS NOT NULL;--> statement-breakpoint
-- By hand from here on: what the schema files cannot say.
-- A cron job that has failed as often in a row as its policy allows is disabled by the statement that counts it, whichever
-- that is: ends of calls, runs that are given up, worker jobs (docs/adr/0018). Its condition is all that other counts pay,
-- and statements that count nothing do not look.
CREATE FUNCTION disable_failing_cron_job() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.enabled := false;
  NEW.next_run_at := NULL;
  NEW.updated_at := clock_timestamp();
  INSERT INTO audit_events (id, user_id, actor, action, resource_id, details)
  VALUES (new_delivery_id(), NEW.user_id, 'system', 'cron_job.disabled', NEW.id::text,
    jsonb_build_object('name', NEW.name, 'consecutiveFailures', NEW.consecutive_failures));
  -- What decide-events.ts says of it; told with the latest failure.
  INSERT INTO webhook_deliveries (id, webhook_id, user_id, cron_job_id, run_id, scheduled_for, event, attention_at)
  SELECT new_delivery_id(), w.id, w.user_id, w.cron_job_id, r.id, r.scheduled_for, 'disabled', clock_timestamp()
  FROM webhooks w CROSS JOIN LATERAL (
    SELECT id, scheduled_for FROM runs WHERE cron_job_id = NEW.id AND state = 'failed' ORDER BY scheduled_for DESC LIMIT 1
  ) r
  WHERE w.cron_job_id = NEW.id AND w.enabled AND 'disabled' = ANY(w.events)
  ON CONFLICT (webhook_id, run_id, event) DO NOTHING;
  IF FOUND THEN
    PERFORM pg_notify('carillon_webhooks', '');
  END IF;
  RETURN NEW;
END $$;--> statement-breakpoint
CREATE TRIGGER cron_jobs_auto_disable BEFORE UPDATE OF consecutive_failures ON "cron_jobs" FOR EACH ROW
WHEN (NEW.enabled AND NEW.consecutive_failures > OLD.consecutive_failures
  AND NEW.consecutive_failures >= (NEW.policy->>'autoDisableAfter')::int) EXECUTE FUNCTION disable_failing_cron_job();
