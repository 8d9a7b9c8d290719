-- Activation reads the ready index from its beginning, where what has been handed out leaves dead entries until a vacuum:
-- a thousand of them add 0.2 ms. So a round of vacuum does not dawdle here. How often there is one is the server's
-- setting, autovacuum_naptime (docs/operations.md).
ALTER TABLE "worker_jobs" SET (autovacuum_vacuum_threshold = 500, autovacuum_vacuum_cost_delay = 0);
