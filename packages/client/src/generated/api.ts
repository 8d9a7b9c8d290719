// Generated from apps/api/openapi.json by `npm run generate`: change the routes, not this file.
export interface paths {
    "/api/v1/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List worker jobs */
        get: operations["listWorkerJobs"];
        put?: never;
        /**
         * Create a worker job
         * @description With an Idempotency-Key a repeated request gets the first one’s job again; the same key with a different body is a conflict.
         */
        post: operations["createWorkerJob"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create many worker jobs
         * @description Creates up to 1,000 worker jobs: all of them or none.
         */
        post: operations["createWorkerJobs"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/activate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take jobs under a lease, waiting for them when there are none
         * @description Jobs come by priority, then age; tenants take turns. A job is never given to two workers. When its lease runs out it is offered again without using a retry.
         */
        post: operations["activateWorkerJobs"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How many worker jobs there are, how they end and how long they take
         * @description All figures are exact and of one moment, but for the percentiles.
         */
        get: operations["getWorkerJobStats"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/stats/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How many worker jobs were created when, and what has become of them
         * @description Every bucket of the period, those without jobs included: minutes of an hour, hours of a day, six hours of a week, UTC days of thirty days. The last bucket is under way. All figures are exact and of one moment.
         */
        get: operations["getWorkerJobTimeline"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A worker job with all there is to tell about it */
        get: operations["getWorkerJob"];
        put?: never;
        post?: never;
        /**
         * Cancel a worker job
         * @description Also one that a worker has: its report will be refused. A job that has ended can only be cancelled while its incident is open.
         */
        delete: operations["deleteWorkerJob"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{key}/complete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Complete a worker job
         * @description Accepted also after the deadline, as long as nobody else has activated the job since. Without `activation_id` the first to finish wins.
         */
        put: operations["completeWorkerJob"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{key}/fail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Report that an attempt has failed
         * @description With retries left the job is offered again after a back-off; with none an incident is opened, and the job stands still until it is resolved.
         */
        put: operations["failWorkerJob"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{key}/throw-error": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End a worker job with a business error
         * @description There is no process that could catch the error: an incident is opened.
         */
        post: operations["throwWorkerJobError"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{key}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Cancel a worker job
         * @description Also one that a worker has: its report will be refused. A job that has ended can only be cancelled while its incident is open.
         */
        put: operations["cancelWorkerJob"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{key}/retries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Set how often a worker job may still be tried
         * @description A job that stands still because of an incident moves on only when the incident is resolved.
         */
        put: operations["setWorkerJobRetries"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{key}/timeout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Extend or shorten the lease of the latest activation
         * @description The time counts from now. All of one activation’s leases together end after 24 hours.
         */
        put: operations["setWorkerJobTimeout"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List incidents, newest first */
        get: operations["listIncidents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many incidents there are and how they ended */
        get: operations["getIncidentStats"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An incident */
        get: operations["getIncident"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/{id}/resolve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Decide about an incident
         * @description With `retry` the job may be activated again, exactly once for each incident, with `variables` laid over its own; with `dismiss` it stays as it is.
         */
        post: operations["resolveIncident"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/system/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How this process and what it depends on are */
        get: operations["getSystemStatus"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/system/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Figures of what is under way
         * @description Of the whole installation, except `process`, which is the one that answers. Prometheus reads `/metrics`.
         */
        get: operations["getSystemMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/system/info": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Versions and limits */
        get: operations["getSystemInfo"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * ジョブ一覧の取得
         * @description Jobs, newest first, a page at a time. With `failing=true` those whose last run failed, most failures in a row first.
         */
        get: operations["listJobs"];
        put?: never;
        /**
         * ジョブの作成
         * @description Creates a job. With an Idempotency-Key a request repeated within 24 hours gets the first one’s job again; the same key with a different body is a conflict. A job calls a URL, and needs `url` and `method`, unless its `target` makes worker jobs, which takes the scope `job` as well.
         */
        post: operations["createJob"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/jobs/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * ジョブの一括作成
         * @description Creates up to 1,000 jobs: all of them or none.
         */
        post: operations["createJobs"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/jobs/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 保存前のスケジュールの実行予定
         * @description The instants at which a schedule would be due, and what its policy would do with them, before a job is made of it.
         */
        post: operations["previewSchedule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/jobs/preview/missed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 保存前のスケジュールの停止期間中の扱い
         * @description As for a job, before a job is made of it.
         */
        post: operations["previewMissedOfDraft"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/jobs/outcomes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 複数のジョブの最近の実行結果
         * @description What became of the last runs of several jobs, in the order in which the jobs are asked for.
         */
        get: operations["listJobOutcomes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/jobs/tags": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * タグの一覧
         * @description The tags that jobs have, in order, with how many have each.
         */
        get: operations["listJobTags"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/jobs/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 保存前の呼び出しのテスト
         * @description Performs the call of a draft once, at once, as a run would: the same headers and `X-Carillon-Test: true`, the same rules for addresses, and a deadline of 30 s at most. `Carillon-Job-Id` is all zeros where there is no job yet. It is in no log, but counts against the monthly limit as a run. One at a time, and 5 in all of a process.
         */
        post: operations["testJob"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/jobs/{jobId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 特定のジョブの取得 */
        get: operations["getJob"];
        put?: never;
        post?: never;
        /**
         * ジョブの削除
         * @description Deletes a job. Its logs, what it used of the month and the worker jobs it has made stay.
         */
        delete: operations["deleteJob"];
        options?: never;
        head?: never;
        /**
         * ジョブの更新
         * @description Changes the fields that are sent; null clears `headers` and `body`, and brings what a policy has chosen back to its default; of `retry` too only the fields that are sent change. Among `headers` the value `********` keeps what is stored under its name. Another kind of `target` needs that kind’s fields, and clears the others; worker jobs that exist already stay.
         */
        patch: operations["updateJob"];
        trace?: never;
    };
    "/api/jobs/{jobId}/execute": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * ジョブの手動実行
         * @description Runs a job now and waits for its result: the response to its call, or the end of its worker job. The run counts against the monthly limit and takes its turn as the job’s `overlap` says.
         */
        post: operations["executeJob"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/jobs/{jobId}/backfill": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 実行されなかった予定の実行
         * @description Makes up for due instants of a job in a span of the past: those that the ledger lacks get a log of their own, the others a run that repeats them. Asked again, it makes nothing twice. The runs count against the monthly limit; where `overlap` does not allow two at a time they go one after the other, and at most as many are entered as may wait.
         */
        post: operations["backfillJob"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/jobs/{jobId}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 次回以降の実行予定
         * @description The instants at which a job is due next, and what its policy is going to do with them.
         */
        get: operations["previewJob"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/jobs/{jobId}/preview/missed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 停止期間中の実行予定の扱い
         * @description What would become of the instants of a job if Carillon were down from one instant to another: what its `missed`, `missedWindowSeconds`, `pausedUntil` and `overlap` make of them when it is back, as if no run were under way and none ended meanwhile.
         */
        get: operations["previewMissedOfJob"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/jobs/{jobId}/logs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * ジョブの実行ログの一覧
         * @description Runs of one job, latest due instant first, by pages as in the list of all logs. Those of a deleted job are there.
         */
        get: operations["listJobLogs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/logs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 実行ログの一覧
         * @description Runs of all jobs, latest due instant first. A page that is looked for by outcome (`status`, `successful`, `type`, `state`) looks through 50,000 logs at most: it may be short, or empty, and yet have a next one.
         */
        get: operations["listLogs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/logs/{logId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 特定の実行ログの取得 */
        get: operations["getLog"];
        put?: never;
        post?: never;
        /**
         * 実行ログの削除
         * @description Deletes the log of a run that has ended.
         */
        delete: operations["deleteLog"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/logs/{logId}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 実行のやり直し
         * @description Runs the job of a log once more, as the job is now, and waits for the result as `execute` does. The old log stays; the new one names it in `replayOf`, and the call in the header `Carillon-Replay-Of`.
         */
        post: operations["replayLog"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 実行の統計
         * @description How the runs that were due in the last hour or day went, in all and bucket by bucket. Of a day, what is older than half an hour may be as it was a minute ago.
         */
        get: operations["getRunStats"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/stats/upcoming": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * これからの実行予定の集計
         * @description How many firings the next minutes bring, by minute and by target, as schedules and policies are now. A spike is a minute in which a target gets at least 30 firings and at least 4 times its mean a minute. At most 2,000 different schedules and 60,000 of their instants are worked out, the soonest first; `truncated` says that there are more.
         */
        get: operations["getUpcomingFirings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 変更の通知 (Server-Sent Events)
         * @description Says what has changed, within about a second, so that it can be asked for again; never what it is. `event: hello` comes first: whatever changes from then on is told. `event: change` has `data: {"topics": […]}` with some of `runs` (the ledger, and with it the last outcome of jobs), `jobs` (definitions, webhooks, keys), `workerJobs` and `incidents`. A comment comes every 15 s. The stream ends when its key is revoked or the service stops: open it again, and ask for everything anew. At most 5 for a key and 200 for a process.
         */
        get: operations["streamEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Webhook 一覧の取得
         * @description The webhooks of all jobs, newest first.
         */
        get: operations["listWebhooks"];
        put?: never;
        /**
         * Webhook の作成
         * @description Adds the webhook of a job: from the next run on its results are pushed to the endpoint. A job has one. The secret that deliveries are signed with is shown in this answer and never again.
         */
        post: operations["createWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks/{jobId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** ジョブの Webhook の取得 */
        get: operations["getWebhook"];
        put?: never;
        post?: never;
        /**
         * Webhook の削除
         * @description Deletes the webhook of a job with all its deliveries; what waits is not sent.
         */
        delete: operations["deleteWebhook"];
        options?: never;
        head?: never;
        /**
         * Webhook の更新
         * @description Changes the fields that are sent; null clears `headers`, and a masked value keeps the one that is stored. While it is disabled its deliveries wait for a day; enabled again it gets them at once.
         */
        patch: operations["updateWebhook"];
        trace?: never;
    };
    "/api/webhooks/{jobId}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Webhook シークレットのローテーション
         * @description Gives the webhook a new secret, shown in this answer and never again. For the grace period deliveries are signed with both, so that no receiver misses one.
         */
        post: operations["rotateWebhookSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks/{jobId}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Webhook のテスト配信
         * @description Sends a delivery whose event is `test`, the way all others go: signed, retried, and listed among the deliveries, where its outcome is found.
         */
        post: operations["testWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks/{jobId}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Webhook 配信の一覧
         * @description What the webhook was told and is to be told, newest first. Ended ones go with the logs of the plan.
         */
        get: operations["listWebhookDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks/{jobId}/deliveries/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 失敗した Webhook 配信の一括再送
         * @description Sends the dead deliveries of a webhook again, oldest first, at most 1000 a request.
         */
        post: operations["replayDeadWebhookDeliveries"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks/{jobId}/deliveries/{deliveryId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 特定の Webhook 配信の取得 */
        get: operations["getWebhookDelivery"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks/{jobId}/deliveries/{deliveryId}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Webhook 配信の再送
         * @description Sends a delivery again that is dead or was delivered: the same text under the same id, to where the webhook points now.
         */
        post: operations["replayWebhookDelivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * API キー一覧の取得
         * @description All API keys, oldest first, disabled and expired ones too.
         */
        get: operations["listKeys"];
        put?: never;
        /**
         * API キーの作成
         * @description Creates an API key. Its token is shown in this answer and never again. A key cannot grant scopes or tenants that it does not have itself. At most 10 keys, and 20 creations and deletions a day.
         */
        post: operations["createKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/keys/{keyId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 特定の API キーの取得 */
        get: operations["getKey"];
        /**
         * API キーの更新
         * @description Renames, disables or enables an API key; a field that is not sent stays. A disabled key is refused everywhere within 5 s. Scopes, tenants and expiry cannot change: make a new key.
         */
        put: operations["updateKey"];
        post?: never;
        /**
         * API キーの削除
         * @description Deletes an API key, which may be the one the request is made with. It is refused everywhere within 5 s.
         */
        delete: operations["deleteKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 自分のアカウントと API キーの確認
         * @description Who the key acts for, what it may do and until when.
         */
        get: operations["getMe"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 自分の監査ログの一覧
         * @description Who changed which of your keys, jobs and webhooks, when and from where; newest first.
         */
        get: operations["listOwnAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 使用量の確認
         * @description What you have, what you have used of the month and the day, and the limits of your plan. Deleting a job gives nothing of it back. Calls of this API are counted ahead in small blocks, so `apiCalls` can be a few too many for two seconds.
         */
        get: operations["getUsage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/plans": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * プランの比較
         * @description The plans there are and what each gives, so that a user can compare them before simulating a change.
         */
        get: operations["listOfferedPlans"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/plan/simulate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * プラン変更のシミュレーション
         * @description What a change to another plan would do: which jobs and keys it would disable, in that order, and what else you could no longer do. Nothing is changed.
         */
        get: operations["simulatePlan"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/plan": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * プランの変更
         * @description Puts you on another plan and does what the simulation says. A downgrade disables jobs whose interval is too short, then the oldest beyond the number, and lowers timeouts to the plan’s longest. An upgrade enables nothing again. Off unless the operator has allowed it (`SELF_SERVICE_PLANS`).
         */
        post: operations["changePlan"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 監査ログの一覧
         * @description Who changed which key, job or plan, when and from where; newest first. Events are never changed or deleted.
         */
        get: operations["listAuditEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/plan": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * ユーザーのプラン変更のシミュレーション
         * @description What a change to another plan would do to a user. Nothing is changed.
         */
        get: operations["simulateUserPlan"];
        put?: never;
        /**
         * ユーザーのプランの変更
         * @description Puts a user on another plan, as `POST /api/plan` does, and is never off.
         */
        post: operations["changeUserPlan"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * ユーザー一覧の取得
         * @description All users, newest first, a page at a time.
         */
        get: operations["listUsers"];
        put?: never;
        /**
         * ユーザーの作成
         * @description Creates a user and a first API key. Its token is shown in this answer and never again.
         */
        post: operations["createUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 統計
         * @description Users, jobs, API keys and runs, in total and by the plan that users are on now. Runs are the sums that months are booked with; only `ledgerRows` is an estimate.
         */
        get: operations["getStats"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/lateness": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * ユーザーごとの遅延
         * @description How late each user’s scheduled runs of the last minutes began, the hundred latest users first. Shows whether one user’s load delays another.
         */
        get: operations["getLateness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/plans": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** プラン一覧の取得 */
        get: operations["listPlans"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/plans/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * プランの編集
         * @description Sets all figures of a plan, or adds a plan. They count for what comes after: nothing that the plan’s users have is disabled.
         */
        put: operations["editPlan"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The process lives */
        get: operations["health"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The process can do its work: Postgres answers
         * @description A queue that is away is named and no reason to send requests elsewhere: they need Postgres alone, and what they queue is published when it is back.
         */
        get: operations["ready"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        WorkerJobDraft: {
            /** @description What kind of work it is. */
            type: string;
            variables: {
                [key: string]: unknown;
            };
            /**
             * @description Attempts in all.
             * @default 3
             */
            retries?: number;
            /**
             * Format: duration
             * @description Where `deadline` is until a worker has the job.
             * @default PT2M
             */
            timeout?: string;
            /** @default {} */
            custom_headers?: {
                [key: string]: unknown;
            };
            /**
             * @description A label within the account.
             * @default default
             */
            tenant_id?: string;
            /**
             * @description Higher ones are handed out first.
             * @default 0
             */
            priority?: number;
            /**
             * Format: date-time
             * @description Not to be activated before.
             */
            run_at?: string;
        };
        ActivationRequest: {
            /** @description What kind of work it is. */
            type: string;
            /** @description Who does the work. */
            worker: string;
            /** @default 10 */
            max_jobs?: number;
            /**
             * @description The lease in milliseconds, 1000 to 3600000: how long the jobs are this worker's.
             * @default 300000
             */
            timeout?: number;
            /**
             * @description Only these variables; none named is all of them.
             * @default []
             */
            fetch_variables?: string[];
            /** @description Only jobs of these tenants. */
            tenant_ids?: string[];
            /**
             * @description How long to wait for a job when there is none, in milliseconds; never longer than `timeout`.
             * @default 10000
             */
            request_timeout?: number;
        };
        Cancellation: {
            reason?: string;
        };
        Completion: {
            /** @default {} */
            variables?: {
                [key: string]: unknown;
            };
            /**
             * Format: uuid
             * @description As the activation gave it; stale ones are refused.
             */
            activation_id?: string;
        };
        FailureReport: {
            /** @description Attempts that are left, 0 to the current number; one less unless said. */
            retries?: number;
            error_message?: string;
            /**
             * Format: duration
             * @description How long to wait before the next attempt; unless said 2, 4, 8 … s.
             */
            backoff_duration?: string;
            /**
             * Format: uuid
             * @description As the activation gave it; stale ones are refused.
             */
            activation_id?: string;
        };
        ErrorReport: {
            /** @description Capital letters, digits and `_`. */
            error_code: string;
            error_message?: string;
            /** @default {} */
            variables?: {
                [key: string]: unknown;
            };
            /**
             * Format: uuid
             * @description As the activation gave it; stale ones are refused.
             */
            activation_id?: string;
        };
        RetriesChange: {
            retries: number;
        };
        LeaseChange: {
            /** @description How long from now the lease is to last, in milliseconds. */
            timeout: number;
            /**
             * Format: uuid
             * @description As the activation gave it; stale ones are refused.
             */
            activation_id?: string;
        };
        ResolutionRequest: {
            /** @enum {string} */
            action: "retry" | "dismiss";
            /** @description With `retry`; needed when the job has none left. */
            job_retries?: number;
            /** @description With `retry`: laid over the job’s own. */
            variables?: {
                [key: string]: unknown;
            };
            comment?: string;
            /** @description With `dismiss`. */
            reason?: string;
        };
        JobDraft: {
            name: string;
            /** Format: uri */
            url?: string;
            /** @enum {string} */
            method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
            /** @description Minute, hour, day of month, month, day of week; a leading seconds field on plans that run jobs more often than every minute. */
            schedule: string;
            /**
             * @description A name of the IANA time zone database.
             * @default Asia/Tokyo
             * @example Asia/Tokyo
             */
            timezone?: string;
            /** @default null */
            headers?: {
                [key: string]: string;
            } | null;
            /** @default null */
            body?: string | null;
            /** @default true */
            enabled?: boolean;
            /**
             * @description Deadline of one call, in milliseconds; the plan has a ceiling.
             * @default 10000
             */
            timeoutMs?: number;
            /**
             * @description A time of day that a clock change leaves out: fire at the end of the gap, or not that day.
             * @default shift
             * @enum {string}
             */
            dstGap?: "shift" | "skip";
            /**
             * @description A time of day that a clock change repeats: when to fire.
             * @default first
             * @enum {string}
             */
            dstFold?: "first" | "second" | "both";
            /** @default [] */
            tags?: string[];
            /** @description When a failed attempt is followed by another. A change is made field by field. Unless said, and for null: `{"maxAttempts":1,"backoff":"exponential","delayMs":1000,"maxDelayMs":60000,"jitter":0.2,"onStatus":[408,425,429,"500-599"]}`. */
            retry?: components["schemas"]["RetryChoices"] | null;
            /** @description Answers that make a run succeed, such as `204` or `"200-299"`. Unless said, and for null: `["200-299"]`. */
            successStatus?: (number | string)[] | null;
            /** @description What a run does when the one before it has not ended. Unless said, and for null: `"allow"`. */
            overlap?: ("allow" | "skip" | "queue" | "cancelPrevious") | null;
            /** @description What becomes of due instants that nobody served in time: none, the latest or all are run. Unless said, and for null: `"runOnce"`. */
            missed?: ("skip" | "runOnce" | "runAll") | null;
            /** @description A missed instant older than this is not made up for; null has no limit. Unless said, and for null: `null`. */
            missedWindowSeconds?: number | null;
            /** @description `atMostOnce` never repeats a call whose outcome is not known. Unless said, and for null: `"atLeastOnce"`. */
            delivery?: ("atLeastOnce" | "atMostOnce") | null;
            /** @description Every due instant comes later by up to this, always by as much for one job; shorter than the schedule’s shortest interval. Unless said, and for null: `0`. */
            jitterSeconds?: number | null;
            /** @description No instant of the schedule before this is due. Unless said, and for null: `null`. */
            startAt?: string | null;
            /** @description No instant of the schedule from this on is due. Unless said, and for null: `null`. */
            endAt?: string | null;
            /** @description Instants due before this are in the log as skipped. Unless said, and for null: `null`. */
            pausedUntil?: string | null;
            /** @description Disables the job after so many failures in a row; null never does. Unless said, and for null: `null`. */
            autoDisableAfter?: number | null;
            /** @description Hops of redirection that are followed. Unless said, and for null: `0`. */
            followRedirects?: number | null;
            /** @description What a due instant does: call `url` (`http`, unless said), or create a worker job for pulling workers, which takes the scope `job` as well. With `workerJob` the fields of a call (`url`, `method`, `headers`, `body`, `timeoutMs`, `retry`, `successStatus`, `delivery`, `followRedirects`) are not taken. The worker job’s custom headers name this job, the run and its due instant; its end is the run’s. */
            target?: {
                /** @constant */
                kind: "http";
            } | {
                /** @constant */
                kind: "workerJob";
                /**
                 * @description A label within the account.
                 * @default default
                 */
                tenantId?: string;
                /** @description What kind of work it is. */
                type: string;
                /** @default {} */
                variables?: {
                    [key: string]: unknown;
                };
                /**
                 * @description Attempts in all.
                 * @default 3
                 */
                retries?: number;
                /**
                 * Format: duration
                 * @description Where `deadline` is until a worker has the job.
                 * @default PT2M
                 */
                timeout?: string;
            };
        };
        RetryChoices: {
            /** @description Attempts in all, the first included. Unless said, and for null: `1`. */
            maxAttempts?: number | null;
            /** @description Whether the delay stays, or doubles from one attempt to the next. Unless said, and for null: `"exponential"`. */
            backoff?: ("fixed" | "exponential") | null;
            /** @description Before the second attempt. Unless said, and for null: `1000`. */
            delayMs?: number | null;
            /** @description The most that doubling leads to; no less than `delayMs`. Unless said, and for null: `60000`. */
            maxDelayMs?: number | null;
            /** @description The share of the delay by which chance lengthens or shortens it. Unless said, and for null: `0.2`. */
            jitter?: number | null;
            /** @description Answers that are worth another attempt, such as `503` or `"500-599"`. Unless said, and for null: `[408,425,429,"500-599"]`. */
            onStatus?: (number | string)[] | null;
        };
        ScheduleDraft: {
            /** @description Minute, hour, day of month, month, day of week; a leading seconds field on plans that run jobs more often than every minute. */
            schedule: string;
            /**
             * @description A name of the IANA time zone database.
             * @default Asia/Tokyo
             * @example Asia/Tokyo
             */
            timezone?: string;
            /**
             * @description A time of day that a clock change leaves out: fire at the end of the gap, or not that day.
             * @default shift
             * @enum {string}
             */
            dstGap?: "shift" | "skip";
            /**
             * @description A time of day that a clock change repeats: when to fire.
             * @default first
             * @enum {string}
             */
            dstFold?: "first" | "second" | "both";
            /** @description When a failed attempt is followed by another. A change is made field by field. Unless said, and for null: `{"maxAttempts":1,"backoff":"exponential","delayMs":1000,"maxDelayMs":60000,"jitter":0.2,"onStatus":[408,425,429,"500-599"]}`. */
            retry?: components["schemas"]["RetryChoices"] | null;
            /** @description Answers that make a run succeed, such as `204` or `"200-299"`. Unless said, and for null: `["200-299"]`. */
            successStatus?: (number | string)[] | null;
            /** @description What a run does when the one before it has not ended. Unless said, and for null: `"allow"`. */
            overlap?: ("allow" | "skip" | "queue" | "cancelPrevious") | null;
            /** @description What becomes of due instants that nobody served in time: none, the latest or all are run. Unless said, and for null: `"runOnce"`. */
            missed?: ("skip" | "runOnce" | "runAll") | null;
            /** @description A missed instant older than this is not made up for; null has no limit. Unless said, and for null: `null`. */
            missedWindowSeconds?: number | null;
            /** @description `atMostOnce` never repeats a call whose outcome is not known. Unless said, and for null: `"atLeastOnce"`. */
            delivery?: ("atLeastOnce" | "atMostOnce") | null;
            /** @description Every due instant comes later by up to this, always by as much for one job; shorter than the schedule’s shortest interval. Unless said, and for null: `0`. */
            jitterSeconds?: number | null;
            /** @description No instant of the schedule before this is due. Unless said, and for null: `null`. */
            startAt?: string | null;
            /** @description No instant of the schedule from this on is due. Unless said, and for null: `null`. */
            endAt?: string | null;
            /** @description Instants due before this are in the log as skipped. Unless said, and for null: `null`. */
            pausedUntil?: string | null;
            /** @description Disables the job after so many failures in a row; null never does. Unless said, and for null: `null`. */
            autoDisableAfter?: number | null;
            /** @description Hops of redirection that are followed. Unless said, and for null: `0`. */
            followRedirects?: number | null;
            /** @description Taken, since it may be in a draft; it does not change the instants. */
            target?: {
                /** @constant */
                kind: "http";
            } | {
                /** @constant */
                kind: "workerJob";
                /**
                 * @description A label within the account.
                 * @default default
                 */
                tenantId?: string;
                /** @description What kind of work it is. */
                type: string;
                /** @default {} */
                variables?: {
                    [key: string]: unknown;
                };
                /**
                 * @description Attempts in all.
                 * @default 3
                 */
                retries?: number;
                /**
                 * Format: duration
                 * @description Where `deadline` is until a worker has the job.
                 * @default PT2M
                 */
                timeout?: string;
            };
        };
        JobTest: {
            /** @description The job that is being changed: `********` stands for the header values that it has. */
            jobId?: string;
            /** Format: uri */
            url: string;
            /** @enum {string} */
            method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
            /** @default null */
            headers?: {
                [key: string]: string;
            } | null;
            /** @default null */
            body?: string | null;
            /**
             * @description As in a job, but a test ends after 30 s at the latest.
             * @default 10000
             */
            timeoutMs?: number;
            /** @description Hops of redirection that are followed. Unless said, and for null: `0`. */
            followRedirects?: number | null;
            /** @description Answers that make a run succeed, such as `204` or `"200-299"`. Unless said, and for null: `["200-299"]`. */
            successStatus?: (number | string)[] | null;
            /** @description Taken, since it is in a draft; only `http` can be tried out. */
            target?: {
                /** @constant */
                kind: "http";
            } | {
                /** @constant */
                kind: "workerJob";
                /**
                 * @description A label within the account.
                 * @default default
                 */
                tenantId?: string;
                /** @description What kind of work it is. */
                type: string;
                /** @default {} */
                variables?: {
                    [key: string]: unknown;
                };
                /**
                 * @description Attempts in all.
                 * @default 3
                 */
                retries?: number;
                /**
                 * Format: duration
                 * @description Where `deadline` is until a worker has the job.
                 * @default PT2M
                 */
                timeout?: string;
            };
        };
        JobChanges: {
            name?: string;
            /** Format: uri */
            url?: string;
            /** @enum {string} */
            method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
            /** @description Minute, hour, day of month, month, day of week; a leading seconds field on plans that run jobs more often than every minute. */
            schedule?: string;
            /**
             * @description A name of the IANA time zone database.
             * @example Asia/Tokyo
             */
            timezone?: string;
            headers?: {
                [key: string]: string;
            } | null;
            body?: string | null;
            enabled?: boolean;
            /** @description Deadline of one call, in milliseconds; the plan has a ceiling. */
            timeoutMs?: number;
            /**
             * @description A time of day that a clock change leaves out: fire at the end of the gap, or not that day.
             * @enum {string}
             */
            dstGap?: "shift" | "skip";
            /**
             * @description A time of day that a clock change repeats: when to fire.
             * @enum {string}
             */
            dstFold?: "first" | "second" | "both";
            tags?: string[];
            /** @description When a failed attempt is followed by another. A change is made field by field. Unless said, and for null: `{"maxAttempts":1,"backoff":"exponential","delayMs":1000,"maxDelayMs":60000,"jitter":0.2,"onStatus":[408,425,429,"500-599"]}`. */
            retry?: components["schemas"]["RetryChoices"] | null;
            /** @description Answers that make a run succeed, such as `204` or `"200-299"`. Unless said, and for null: `["200-299"]`. */
            successStatus?: (number | string)[] | null;
            /** @description What a run does when the one before it has not ended. Unless said, and for null: `"allow"`. */
            overlap?: ("allow" | "skip" | "queue" | "cancelPrevious") | null;
            /** @description What becomes of due instants that nobody served in time: none, the latest or all are run. Unless said, and for null: `"runOnce"`. */
            missed?: ("skip" | "runOnce" | "runAll") | null;
            /** @description A missed instant older than this is not made up for; null has no limit. Unless said, and for null: `null`. */
            missedWindowSeconds?: number | null;
            /** @description `atMostOnce` never repeats a call whose outcome is not known. Unless said, and for null: `"atLeastOnce"`. */
            delivery?: ("atLeastOnce" | "atMostOnce") | null;
            /** @description Every due instant comes later by up to this, always by as much for one job; shorter than the schedule’s shortest interval. Unless said, and for null: `0`. */
            jitterSeconds?: number | null;
            /** @description No instant of the schedule before this is due. Unless said, and for null: `null`. */
            startAt?: string | null;
            /** @description No instant of the schedule from this on is due. Unless said, and for null: `null`. */
            endAt?: string | null;
            /** @description Instants due before this are in the log as skipped. Unless said, and for null: `null`. */
            pausedUntil?: string | null;
            /** @description Disables the job after so many failures in a row; null never does. Unless said, and for null: `null`. */
            autoDisableAfter?: number | null;
            /** @description Hops of redirection that are followed. Unless said, and for null: `0`. */
            followRedirects?: number | null;
            /** @description What a due instant does: call `url` (`http`, unless said), or create a worker job for pulling workers, which takes the scope `job` as well. With `workerJob` the fields of a call (`url`, `method`, `headers`, `body`, `timeoutMs`, `retry`, `successStatus`, `delivery`, `followRedirects`) are not taken. The worker job’s custom headers name this job, the run and its due instant; its end is the run’s. */
            target?: {
                /** @constant */
                kind: "http";
            } | {
                /** @constant */
                kind: "workerJob";
                /**
                 * @description A label within the account.
                 * @default default
                 */
                tenantId?: string;
                /** @description What kind of work it is. */
                type: string;
                /** @default {} */
                variables?: {
                    [key: string]: unknown;
                };
                /**
                 * @description Attempts in all.
                 * @default 3
                 */
                retries?: number;
                /**
                 * Format: duration
                 * @description Where `deadline` is until a worker has the job.
                 * @default PT2M
                 */
                timeout?: string;
            };
        };
        WebhookDraft: {
            jobId: string;
            /** Format: uri */
            endpoint: string;
            /** @default null */
            headers?: {
                [key: string]: string;
            } | null;
            /** @description What it is told. */
            events?: ("success" | "failure" | "skipped" | "disabled" | "recovered")[];
            /**
             * @description A failure is told from so many in a row on, and the recovery after as many.
             * @default 1
             */
            onlyAfterFailures?: number;
            /** @default true */
            enabled?: boolean;
        };
        WebhookChanges: {
            /** Format: uri */
            endpoint?: string;
            headers?: {
                [key: string]: string;
            } | null;
            /** @description What it is told. */
            events?: ("success" | "failure" | "skipped" | "disabled" | "recovered")[];
            /** @description A failure is told from so many in a row on, and the recovery after as many. */
            onlyAfterFailures?: number;
            enabled?: boolean;
        };
        WebhookSecretRotation: {
            /**
             * @description For how long the secret before signs as well; 0 ends it at once.
             * @default 86400
             */
            graceSeconds?: number;
        };
        ApiKeyDraft: {
            name: string;
            scopes: ("read:jobs" | "write:jobs" | "read:logs" | "write:logs" | "read:keys" | "write:keys" | "job" | "incident" | "system")[];
            /** @description In the future; null never expires. */
            expiresAt?: string | null;
            /**
             * @description The tenants of worker jobs it sees; null is all those that the creating key sees.
             * @default null
             */
            tenantIds?: string[] | null;
        };
        ApiKeyChanges: {
            name?: string;
            enabled?: boolean;
            /** @description Cannot change: make a new key. */
            scopes?: unknown;
            /** @description Cannot change: make a new key. */
            expiresAt?: unknown;
            /** @description Cannot change: make a new key. */
            tenantIds?: unknown;
        };
        UserDraft: {
            name: string;
            /** Format: email */
            email: string;
            /** @description `DEFAULT_PLAN` unless said. */
            plan?: string;
            /**
             * @description Of the first API key; all but `system` unless said.
             * @default [
             *       "read:jobs",
             *       "write:jobs",
             *       "read:logs",
             *       "write:logs",
             *       "read:keys",
             *       "write:keys",
             *       "job",
             *       "incident"
             *     ]
             */
            scopes?: ("read:jobs" | "write:jobs" | "read:logs" | "write:logs" | "read:keys" | "write:keys" | "job" | "incident" | "system")[];
        };
        PlanDraft: {
            /** @description Null is no limit. */
            maxJobs: number | null;
            /** @description Null is no limit. */
            monthlyRuns: number | null;
            minIntervalSeconds: number;
            /** @description Null is no limit. */
            dailyApiCalls: number | null;
            /** @description Null is no limit. */
            requestsPerMinute: number | null;
            logRetentionDays: number;
            maxTimeoutMs: number;
        };
        ListedWorkerJob: {
            job_key: string;
            type: string;
            status: components["schemas"]["WorkerJobStatus"];
            tenant_id: string;
            priority: number;
            /** Format: date-time */
            created_at: string;
            /**
             * Format: date-time
             * @description Not to be activated before: creation, a chosen instant, or the end of a back-off.
             */
            run_at: string;
            activated_at: string | null;
            /** Format: date-time */
            deadline: string;
            completed_at: string | null;
            failed_at: string | null;
            cancelled_at: string | null;
            timeout_ms: number;
            /** @description While it is ACTIVE. */
            elapsed_time_ms?: number;
            /** @description While it is ACTIVE; negative past the deadline. */
            remaining_time_ms?: number;
            available_for_activation: boolean;
            process_instance_id: null;
            element_id: null;
            element_instance_id: null;
            worker_id: string | null;
            retries: number;
            original_retries: number;
            error_message: string | null;
            /** @description Null where they are larger than 8 kB: ask for the job itself. */
            variables: {
                [key: string]: unknown;
            } | null;
            custom_headers: {
                [key: string]: unknown;
            };
        };
        /** @enum {string} */
        WorkerJobStatus: "CREATED" | "ACTIVE" | "COMPLETED" | "FAILED_RETRYABLE" | "FAILED" | "CANCELLED" | "ERROR_THROWN";
        WorkerFailure: {
            /** @constant */
            success: false;
            error: {
                code: string;
                message: string;
                details: {
                    [key: string]: unknown;
                };
            };
            request_id: string;
        };
        CreatedWorkerJob: {
            job_key: string;
            type: string;
            status: components["schemas"]["WorkerJobStatus"];
            /** Format: date-time */
            created_at: string;
            retries: number;
            timeout_ms: number;
            /**
             * Format: date-time
             * @description Until it is activated: `created_at` and the timeout.
             */
            deadline: string;
            variables: {
                [key: string]: unknown;
            };
            custom_headers: {
                [key: string]: unknown;
            };
            tenant_id: string;
            /** @constant */
            manual_job: true;
            available_for_activation: boolean;
            priority: number;
            /** @description Not to be activated before; null is at once. */
            run_at: string | null;
        };
        ActivatedJob: {
            key: string;
            type: string;
            process_instance_id: null;
            element_id: null;
            element_instance_id: null;
            worker: string;
            retries: number;
            /**
             * Format: date-time
             * @description When the lease ends.
             */
            deadline: string;
            variables: {
                [key: string]: unknown;
            };
            custom_headers: {
                [key: string]: unknown;
            };
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            activated_at: string;
            /**
             * Format: uuid
             * @description Names this hand-over: send it back, and a worker that lost the lease is told so.
             */
            activation_id: string;
            tenant_id: string;
            priority: number;
        };
        WorkerJobTimelineBucket: {
            /** Format: date-time */
            at: string;
            waiting_jobs: number;
            active_jobs: number;
            completed_jobs: number;
            /** @description Failed and errors thrown. */
            failed_jobs: number;
            cancelled_jobs: number;
        };
        WorkerJobDetail: {
            job_key: string;
            type: string;
            status: components["schemas"]["WorkerJobStatus"];
            tenant_id: string;
            priority: number;
            /** Format: date-time */
            created_at: string;
            /**
             * Format: date-time
             * @description Not to be activated before: creation, a chosen instant, or the end of a back-off.
             */
            run_at: string;
            activated_at: string | null;
            /** Format: date-time */
            deadline: string;
            completed_at: string | null;
            failed_at: string | null;
            cancelled_at: string | null;
            timeout_ms: number;
            /** @description While it is ACTIVE. */
            elapsed_time_ms?: number;
            /** @description While it is ACTIVE; negative past the deadline. */
            remaining_time_ms?: number;
            available_for_activation: boolean;
            process_context: {
                process_instance_id: null;
                process_id: null;
                process_version: null;
                element_id: null;
                element_type: null;
                element_name: null;
                element_instance_id: null;
                token_id: null;
            };
            /** @description The latest activation. */
            worker_assignment: {
                worker_id: string;
                /** Format: date-time */
                assigned_at: string;
            } | null;
            retry_configuration: {
                retries: number;
                original_retries: number;
                retries_used: number;
                /** @constant */
                retry_backoff: "EXPONENTIAL";
                max_retry_delay_ms: number;
            };
            variables: {
                [key: string]: unknown;
            };
            custom_headers: {
                [key: string]: unknown;
            };
            /** @description With `COMPLETED`. */
            execution_summary?: {
                /** Format: date-time */
                started_at: string;
                /** @description From creation to completion. */
                total_duration_ms: number;
                /** @description From the last activation to completion. */
                processing_time_ms: number;
                /** @description The difference: waiting, earlier attempts, back-off. */
                system_overhead_ms: number;
                retries_used: number;
                completed_by: string | null;
                result_variables: {
                    [key: string]: unknown;
                };
            };
            /** @description Once an attempt has failed. */
            failure_information?: {
                error_message: string | null;
                error_code: string | null;
                final_attempt: boolean;
                total_attempts: number;
                failure_history: components["schemas"]["WorkerJobFailure"][];
            };
            /** @description The latest incident. */
            incident_information?: components["schemas"]["RaisedIncident"];
            cancellation_reason: string | null;
            execution_history: components["schemas"]["WorkerJobHistoryEntry"][];
            /** @description How many older entries were not kept. */
            execution_history_cut: number;
            performance_metrics: {
                creation_to_activation_ms: number | null;
                activation_to_completion_ms: number | null;
            };
        };
        WorkerJobFailure: {
            attempt: number;
            /** Format: date-time */
            failed_at: string;
            error: string | null;
            worker_id: string | null;
        };
        RaisedIncident: {
            incident_id: string;
            /** @enum {string} */
            type: "JOB_FAILURE" | "UNHANDLED_BPMN_ERROR" | "LEASE_EXPIRED";
            /** @enum {string} */
            status: "OPEN" | "RESOLVED" | "DISMISSED";
            /** Format: date-time */
            created_at: string;
        };
        WorkerJobHistoryEntry: {
            /** Format: date-time */
            timestamp: string;
            action: string;
            worker_id?: string;
            retries?: number;
            expiries?: number;
            timeout_ms?: number;
            error?: string | null;
            error_code?: string;
            reason?: string | null;
        };
        CancelledJob: {
            job_key: string;
            /** @constant */
            status: "CANCELLED";
            /** Format: date-time */
            cancelled_at: string;
            was_active: boolean;
            /** @description Who had it; null when nobody did. */
            worker_id: string | null;
            cancellation_reason: string;
        };
        CompletedJob: {
            job_key: string;
            /** @constant */
            status: "COMPLETED";
            /** Format: date-time */
            completed_at: string;
            completed_by: string | null;
            execution_summary: {
                /** Format: date-time */
                started_at: string;
                /** @description From creation to completion. */
                total_duration_ms: number;
                /** @description From the last activation to completion. */
                processing_time_ms: number;
                /** @description The difference: waiting, earlier attempts, back-off. */
                system_overhead_ms: number;
                retries_used: number;
            };
            process_continuation: null;
            variables_updated: {
                added: string[];
                modified: string[];
                removed: string[];
            };
            result_variables: {
                [key: string]: unknown;
            };
        };
        FailedJob: {
            job_key: string;
            /** @enum {string} */
            status: "FAILED_RETRYABLE" | "FAILED";
            /** Format: date-time */
            failed_at: string;
            failed_by: string | null;
            error_message: string | null;
            retries_remaining: number;
            original_retries: number;
            attempt_number: number;
            /** @description With `FAILED_RETRYABLE`. */
            retry_strategy?: {
                /** @description ISO 8601. */
                backoff_duration: string;
                /** @enum {string} */
                backoff_type: "FIXED" | "EXPONENTIAL";
                /** Format: date-time */
                next_retry_at: string;
            };
            /** @description With `FAILED`. */
            incident_created?: components["schemas"]["RaisedIncident"];
            failure_history: components["schemas"]["WorkerJobFailure"][];
        };
        ThrownError: {
            job_key: string;
            /** @constant */
            status: "ERROR_THROWN";
            /** Format: date-time */
            error_thrown_at: string;
            thrown_by: string | null;
            error_details: {
                error_code: string;
                error_message: string | null;
                variables: {
                    [key: string]: unknown;
                };
            };
            process_continuation: null;
            incident_created: components["schemas"]["RaisedIncident"];
        };
        WorkerJobRetries: {
            job_key: string;
            status: components["schemas"]["WorkerJobStatus"];
            retries: number;
        };
        WorkerJobLease: {
            job_key: string;
            status: components["schemas"]["WorkerJobStatus"];
            worker_id: string;
            timeout_ms: number;
            /** Format: date-time */
            deadline: string;
        };
        Incident: {
            id: string;
            /** @enum {string} */
            type: "JOB_FAILURE" | "UNHANDLED_BPMN_ERROR" | "LEASE_EXPIRED";
            /** @enum {string} */
            status: "OPEN" | "RESOLVED" | "DISMISSED";
            message: string;
            process_instance_id: null;
            element_id: null;
            job_key: string;
            job_type: string;
            worker: string | null;
            tenant_id: string;
            /** Format: date-time */
            created_at: string;
            resolved_at: string | null;
            resolution: {
                /** @enum {string} */
                action: "RETRY" | "DISMISS" | "CANCEL";
                job_retries: number | null;
                comment: string | null;
                reason: string | null;
            } | null;
        };
        IncidentFigures: {
            total: number;
            open: number;
            resolved: number;
            dismissed: number;
            resolution_rate_percent: number | null;
            /** @description Of those that were resolved or dismissed. */
            avg_resolution_seconds: number | null;
        };
        Job: {
            id: string;
            name: string;
            /** @description Null when `target` makes worker jobs; so are `method`, `headers`, `body`, `timeoutMs` and what of the policy is about calls. */
            url: string | null;
            method: ("GET" | "POST" | "PUT" | "PATCH" | "DELETE") | null;
            schedule: string;
            timezone: string;
            enabled: boolean;
            /** @description Values are secrets: `********` for tokens without the scope `write:jobs`. */
            headers: {
                [key: string]: string;
            } | null;
            body: string | null;
            nextRunAt: string | null;
            lastRunAt: string | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
            userId: string;
            /** @description Runs so far. */
            count: number;
            lastStatus: ("succeeded" | "failed") | null;
            consecutiveFailures: number;
            timeoutMs: number | null;
            target: components["schemas"]["JobTarget"];
            /** @enum {string} */
            dstGap: "shift" | "skip";
            /** @enum {string} */
            dstFold: "first" | "second" | "both";
            /** @description Null when `target` makes worker jobs. */
            retry: components["schemas"]["Retry"] | null;
            /** @description Null when `target` makes worker jobs. */
            successStatus: (number | string)[] | null;
            /** @enum {string} */
            overlap: "allow" | "skip" | "queue" | "cancelPrevious";
            /** @enum {string} */
            missed: "skip" | "runOnce" | "runAll";
            missedWindowSeconds: number | null;
            /** @description Null when `target` makes worker jobs. */
            delivery: ("atLeastOnce" | "atMostOnce") | null;
            jitterSeconds: number;
            startAt: string | null;
            endAt: string | null;
            pausedUntil: string | null;
            autoDisableAfter: number | null;
            /** @description Null when `target` makes worker jobs. */
            followRedirects: number | null;
            /** @description Its ends are told to a webhook. */
            hasWebhook: boolean;
            tags: string[];
        };
        JobTarget: {
            /** @constant */
            kind: "http";
        } | {
            /** @constant */
            kind: "workerJob";
            tenantId: string;
            type: string;
            variables: {
                [key: string]: unknown;
            };
            retries: number;
            /** Format: duration */
            timeout: string;
        };
        Retry: {
            maxAttempts: number;
            /** @enum {string} */
            backoff: "fixed" | "exponential";
            delayMs: number;
            maxDelayMs: number;
            jitter: number;
            /** @description Statuses as they were sent: `204`, `"200-299"`. */
            onStatus: (number | string)[];
        };
        Failure: {
            /** @constant */
            success: false;
            message: string;
            data: null;
            error: {
                code: string;
                details: {
                    [key: string]: unknown;
                };
            };
        };
        Firing: {
            /**
             * Format: date-time
             * @description UTC.
             */
            at: string;
            /** @description Wall time with its offset. */
            local: string;
            /** @description What a clock change has to do with it. */
            dst: ("gap" | "fold") | null;
            /**
             * Format: date-time
             * @description As `at`, but for a draft with `jitterSeconds`: its place between the two is known when a job is made of it.
             */
            latest: string;
            /**
             * @description What the policy is going to do with it.
             * @enum {string}
             */
            fate: "run" | "skip";
            /** @description Why it is not run. */
            reason: string | null;
        };
        OutageFiring: {
            /**
             * Format: date-time
             * @description UTC.
             */
            at: string;
            /** @description Wall time with its offset. */
            local: string;
            /** @description What a clock change has to do with it. */
            dst: ("gap" | "fold") | null;
            /**
             * Format: date-time
             * @description As `at`, but for a draft with `jitterSeconds`: its place between the two is known when a job is made of it.
             */
            latest: string;
            /**
             * @description What the policy does with it when the service is back. `wait`: it is run when its turn comes.
             * @enum {string}
             */
            fate: "run" | "wait" | "missed" | "skip";
            /** @description Why it is not run. */
            reason: string | null;
        };
        JobOutcomes: {
            jobId: string;
            /** @description Newest first. */
            runs: {
                id: string;
                /** @enum {string} */
                state: "queued" | "skipped" | "missed" | "running" | "succeeded" | "failed" | "retrying" | "cancelled";
                /** Format: date-time */
                scheduledFor: string;
                /** @description HTTP status; 0 when there was no response. */
                status: number;
                durationMs: number | null;
            }[];
        };
        JobTestResult: {
            /** @description By `successStatus`. */
            successful: boolean;
            /** @description HTTP status; 0 when there was no response. */
            status: number;
            durationMs: number;
            /** @description From the start of the call to the first byte of the response. */
            ttfbMs: number | null;
            /** @description What setting up a connection took; null when one was there already, or none came about. */
            connection: {
                dnsMs: number | null;
                connectMs: number;
                tlsMs: number | null;
            } | null;
            headers: {
                [key: string]: string;
            };
            body: string | null;
            /** @description The response was longer than what is shown of it. */
            truncated: boolean;
            error: {
                code: string;
                message: string;
            } | null;
        };
        Log: {
            id: string;
            jobId: string;
            /** @description `worker-job:<type>` when a worker job carries the run out. */
            url: string;
            /** @description HTTP status; 0 when there was no response. */
            status: number;
            /** @description Null while the run has not ended. */
            successful: boolean | null;
            /** @enum {string} */
            type: "AUTO" | "MANUAL";
            durationMs: number | null;
            /** @description Of a worker job: its result variables as JSON. */
            responseBody: string | null;
            responseHeaders: {
                [key: string]: string;
            } | null;
            startedAt: string | null;
            finishedAt: string | null;
            /** Format: date-time */
            scheduledFor: string;
            /** @description `startedAt` minus `scheduledFor`. */
            latenessMs: number | null;
            /** @enum {string} */
            state: "queued" | "skipped" | "missed" | "running" | "succeeded" | "failed" | "retrying" | "cancelled";
            /** @description The last attempt that was begun; 0 when there was none. */
            attempt: number;
            /** @description All attempts, first to last. Of a run that a worker job carries out: only the last. */
            attempts: {
                attempt: number;
                /** @description Null when it is not known whether the call was begun. */
                startedAt: string | null;
                durationMs: number | null;
                /** @description HTTP status; 0 when there was no response. */
                status: number;
                error: {
                    code: string;
                    message: string;
                } | null;
            }[];
            /** @description When `state` is `retrying`. */
            nextAttemptAt: string | null;
            /** @description A limit prevented the run; `reason` says which. */
            skipped: boolean;
            /** @description Why the run was not performed. */
            reason: string | null;
            error: {
                code: string;
                message: string;
            } | null;
            /** @description Of the last attempt, once it has ended. */
            timings: {
                /** @description Null when a connection was there already. */
                dnsMs: number | null;
                /** @description Null when a connection was there already. */
                connectMs: number | null;
                /** @description Null when a connection was there already. */
                tlsMs: number | null;
                /** @description From the start of the call to the first byte of the response. */
                ttfbMs: number | null;
                totalMs: number;
            } | null;
            /** @description The log of the run that this one repeats. */
            replayOf: string | null;
            /** @description The response was longer than what is kept of it. */
            truncated: boolean;
        };
        Backfill: {
            dryRun: boolean;
            runs: {
                /**
                 * Format: date-time
                 * @description The instant that is made up for.
                 */
                scheduledFor: string;
                /**
                 * @description What had become of it.
                 * @enum {string}
                 */
                fate: "absent" | "missed" | "skipped" | "failed";
                /** @description The log of the new run; null in a dry run. */
                logId: string | null;
                /** @description The log that it repeats; null for `absent`. */
                replayOf: string | null;
            }[];
            counts: {
                absent: number;
                missed: number;
                skipped: number;
                failed: number;
            };
            /** @description Found, but made up for by an earlier run. */
            repeatedBefore: number;
            /** @description Found, but there is no room now: too many runs wait for their turn, or the month is used up. */
            left: {
                turns: number;
                quota: number;
            };
        };
        RunStats: {
            /** @enum {string} */
            span: "hour" | "day";
            /**
             * Format: date-time
             * @description Runs due at or after.
             */
            since: string;
            /**
             * Format: date-time
             * @description And up to: now.
             */
            until: string;
            bucketSeconds: number;
            totals: {
                succeeded: number;
                failed: number;
                skipped: number;
                missed: number;
                cancelled: number;
                /** @description Not ended yet. */
                queued: number;
            };
            /** @description Share of `succeeded` in `succeeded` and `failed`, 0 to 1; null when there is neither. */
            successRate: number | null;
            /** @description From due to begun, of scheduled runs; null when none has begun. */
            lateness: {
                p50Ms: number;
                p99Ms: number;
            } | null;
            /** @description Of the last call of a run; null when there was none. */
            duration: {
                p50Ms: number;
                p99Ms: number;
            } | null;
            /** @description All of the span, in order. A run is in the bucket that it was due in. */
            buckets: {
                /**
                 * Format: date-time
                 * @description Where it begins.
                 */
                at: string;
                succeeded: number;
                failed: number;
                skipped: number;
                missed: number;
                cancelled: number;
            }[];
        };
        UpcomingFirings: {
            /** Format: date-time */
            since: string;
            /** Format: date-time */
            until: string;
            /** @description There is more than was worked out. */
            truncated: boolean;
            /** @description All of them, in order. */
            minutes: {
                /** Format: date-time */
                at: string;
                firings: number;
            }[];
            /** @description The 20 busiest. */
            hosts: {
                /** @description Host and port of the URL, or `worker:<type>`. */
                host: string;
                firings: number;
            }[];
            /** @description Largest first, at most 100. */
            spikes: {
                /** Format: date-time */
                at: string;
                /** @description Host and port of the URL, or `worker:<type>`. */
                host: string;
                firings: number;
            }[];
        };
        Webhook: {
            id: string;
            jobId: string;
            endpoint: string;
            /** @description Masked without the scope `write:logs`. */
            headers: {
                [key: string]: string;
            } | null;
            events: ("success" | "failure" | "skipped" | "disabled" | "recovered")[];
            onlyAfterFailures: number;
            enabled: boolean;
            /** @description Why Carillon disabled it: the endpoint answered 410. Null when it is enabled, or its user disabled it. */
            disabledReason: "endpoint_gone" | null;
            /** @description Until then the secret before the last rotation signs as well. */
            previousSecretUntil: string | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
        };
        WebhookWithSecret: {
            id: string;
            jobId: string;
            endpoint: string;
            /** @description Masked without the scope `write:logs`. */
            headers: {
                [key: string]: string;
            } | null;
            events: ("success" | "failure" | "skipped" | "disabled" | "recovered")[];
            onlyAfterFailures: number;
            enabled: boolean;
            /** @description Why Carillon disabled it: the endpoint answered 410. Null when it is enabled, or its user disabled it. */
            disabledReason: "endpoint_gone" | null;
            /** @description Until then the secret before the last rotation signs as well. */
            previousSecretUntil: string | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
            /** @description Shown in this answer and never again. */
            secret: string;
        };
        WebhookDelivery: {
            /** @description The `webhook-id` of every attempt and replay. */
            id: string;
            jobId: string;
            /** @description The run it tells of; that of a test has never been. */
            logId: string;
            /** @enum {string} */
            event: "success" | "failure" | "skipped" | "disabled" | "recovered" | "test";
            /** @enum {string} */
            state: "pending" | "sending" | "delivered" | "dead";
            /** @description HTTP status of the last attempt; 0 when there was no response. */
            status: number;
            /** @description The latest 50. */
            attempts: components["schemas"]["WebhookDeliveryAttempt"][];
            nextAttemptAt: string | null;
            /** Format: date-time */
            createdAt: string;
            finishedAt: string | null;
        };
        WebhookDeliveryAttempt: {
            /** @description A replay begins with 1 again. */
            attempt: number;
            /** Format: date-time */
            startedAt: string;
            durationMs: number;
            /** @description HTTP status; 0 when there was no response. */
            status: number;
            error: {
                code: string;
                message: string;
            } | null;
        };
        WebhookReplay: {
            /** @description Deliveries that are sent again. */
            count: number;
            /** @description Still dead: ask again for these. */
            left: number;
        };
        WebhookDeliveryDetail: {
            /** @description The `webhook-id` of every attempt and replay. */
            id: string;
            jobId: string;
            /** @description The run it tells of; that of a test has never been. */
            logId: string;
            /** @enum {string} */
            event: "success" | "failure" | "skipped" | "disabled" | "recovered" | "test";
            /** @enum {string} */
            state: "pending" | "sending" | "delivered" | "dead";
            /** @description HTTP status of the last attempt; 0 when there was no response. */
            status: number;
            /** @description The latest 50. */
            attempts: components["schemas"]["WebhookDeliveryAttempt"][];
            nextAttemptAt: string | null;
            /** Format: date-time */
            createdAt: string;
            finishedAt: string | null;
            /** @description The exact text; null before the first attempt. */
            payload: string | null;
        };
        ApiKey: {
            id: string;
            name: string;
            /** @description The first digits of the token’s SHA-256, to tell keys apart. */
            keyHash: string;
            scopes: ("read:jobs" | "write:jobs" | "read:logs" | "write:logs" | "read:keys" | "write:keys" | "job" | "incident" | "system")[];
            /** @description The tenants of worker jobs it sees; null is all. */
            tenantIds: string[] | null;
            enabled: boolean;
            /** @description Null never expires. */
            expiresAt: string | null;
            /** @description To the minute. */
            lastUsed: string | null;
            /** Format: date-time */
            createdAt: string;
            userId: string;
        };
        Account: {
            userId: string;
            email: string;
            name: string;
            plan: string;
            keyId: string;
            keyName: string;
            scopes: ("read:jobs" | "write:jobs" | "read:logs" | "write:logs" | "read:keys" | "write:keys" | "job" | "incident" | "system")[];
            /** @description Of the key. */
            expiresAt: string | null;
            /**
             * Format: date-time
             * @description The clock that due instants are compared with.
             */
            serverTime: string;
            /** @description There is a dashboard of the queues at `/admin/queues`. */
            queueDashboard: boolean;
        };
        AuditEvent: {
            id: string;
            /** Format: date-time */
            at: string;
            /** @description Whose resource it is; null for what belongs to nobody. */
            userId: string | null;
            /** @enum {string} */
            actor: "api_key" | "admin_token" | "command_line" | "system";
            /** @description The key that was used, when the actor is one. */
            keyId: string | null;
            /**
             * @example cron_job.created
             * @example api_key.disabled
             */
            action: string;
            resourceId: string;
            /** @description Network address; null at the command line. */
            address: string | null;
            /** @description What changed; never a secret value. */
            details: {
                [key: string]: unknown;
            };
        };
        Usage: {
            current: {
                jobs: number;
                apiKeys: number;
            };
            monthly: {
                year: number;
                month: number;
                executions: number;
                apiCalls: number;
                billedAmount: number;
                paid: boolean;
            };
            daily: {
                /** Format: date */
                date: string;
                executions: number;
                apiCalls: number;
                /** @description The most there were at any moment of the day. */
                peakJobCount: number;
                /** @description The most there were at any moment of the day. */
                peakApiKeyCount: number;
            };
            todayActivity: {
                jobsCreated: number;
                jobsDeleted: number;
                apiKeysCreated: number;
                apiKeysDeleted: number;
            };
            limits: {
                plan: string;
                /** @description Null is no limit. */
                maxJobs: number | null;
                /** @description Null is no limit. */
                monthlyRuns: number | null;
                minIntervalSeconds: number;
                /** @description Null is no limit. */
                dailyApiCalls: number | null;
                /** @description For each key; null is no limit. */
                requestsPerMinute: number | null;
                logRetentionDays: number;
                maxTimeoutMs: number;
                maxApiKeys: number;
            };
        };
        Plan: {
            name: string;
            /** @description Null is no limit. */
            maxJobs: number | null;
            /** @description Null is no limit. */
            monthlyRuns: number | null;
            minIntervalSeconds: number;
            /** @description Null is no limit. */
            dailyApiCalls: number | null;
            /** @description For each key; null is no limit. */
            requestsPerMinute: number | null;
            logRetentionDays: number;
            maxTimeoutMs: number;
        };
        PlanSimulation: {
            currentPlan: string;
            newPlan: string;
            /** @description The new plan gives less of something. */
            isDowngrade: boolean;
            jobs: {
                current: number;
                limit: number | null;
                willBeDisabled: number;
                /** @description At most 1000 of them. */
                jobsToDisable: components["schemas"]["Disabling"][];
            };
            apiKeys: {
                current: number;
                limit: number | null;
                willBeDisabled: number;
                /** @description At most 1000 of them. */
                keysToDisable: components["schemas"]["Disabling"][];
            };
            restrictions: {
                /** @enum {string} */
                code: "jobs_disabled" | "api_keys_disabled" | "timeouts_lowered" | "no_new_jobs" | "runs_used_up";
                message: string;
            }[];
        };
        Disabling: {
            id: string;
            name: string;
            reason: string;
        };
        PlanChange: {
            /** @description `false` when the user was on the plan already. */
            changed: boolean;
            oldPlan: string;
            newPlan: string;
            restrictions: {
                /** @enum {string} */
                code: "jobs_disabled" | "api_keys_disabled" | "timeouts_lowered" | "no_new_jobs" | "runs_used_up";
                message: string;
            }[];
            disabledResources: {
                /** @description At most 1000 of them. */
                jobs: components["schemas"]["Disabling"][];
                /** @description At most 1000 of them. */
                apiKeys: components["schemas"]["Disabling"][];
            };
        };
        User: {
            id: string;
            name: string;
            email: string;
            plan: string;
            jobCount: number;
            apiKeyCount: number;
            /** Format: date-time */
            createdAt: string;
        };
        Totals: {
            users: number;
            jobs: number;
            apiKeys: number;
            runs: {
                /** @description Runs booked: queued ones, whatever became of them. Exact, from the months’ sums. */
                thisMonth: number;
                /** @description Runs booked: queued ones, whatever became of them. Exact, from the months’ sums. */
                total: number;
            };
            /** @description Logs in the ledger: an estimate of Postgres, some minutes old. */
            ledgerRows: number;
            plans: {
                plan: string;
                users: number;
                jobs: number;
                apiKeys: number;
                runs: {
                    /** @description Runs booked: queued ones, whatever became of them. Exact, from the months’ sums. */
                    thisMonth: number;
                    /** @description Runs booked: queued ones, whatever became of them. Exact, from the months’ sums. */
                    total: number;
                };
            }[];
        };
        UserLateness: {
            userId: string;
            runs: number;
            /** @description Milliseconds from the due instant to the start of the call. */
            p50Ms: number;
            /** @description Milliseconds from the due instant to the start of the call. */
            p99Ms: number;
            /** @description Milliseconds from the due instant to the start of the call. */
            maxMs: number;
        };
        PlainFailure: {
            status: string;
            message: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: {
        /** @description Seconds after which the same request may work. */
        RetryAfter: number;
        /** @description The limit that was reached. Answers within a limit a minute carry these three as well. */
        XRateLimitLimit: number;
        /** @description What is left of it. */
        XRateLimitRemaining: number;
        /** @description Seconds until all of it is there again. */
        XRateLimitReset: number;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listWorkerJobs: {
        parameters: {
            query?: {
                state?: "pending" | "activatable" | "activated" | "running" | "completed" | "failed" | "cancelled";
                type?: string;
                worker?: string;
                tenant_id?: string;
                created_after?: string;
                created_before?: string;
                /** @description Created within this time before now. */
                period?: "1h" | "24h" | "7d" | "30d";
                page?: number;
                page_size?: number;
                sort_by?: "created_at" | "activated_at" | "deadline";
                sort_order?: "asc" | "desc" | "ASC" | "DESC";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List worker jobs */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: {
                            jobs: components["schemas"]["ListedWorkerJob"][];
                            pagination: {
                                page: number;
                                page_size: number;
                                total_count: number;
                                total_pages: number;
                                has_next: boolean;
                                has_prev: boolean;
                            };
                            summary: {
                                total_jobs: number;
                                pending_jobs: number;
                                active_jobs: number;
                                completed_jobs: number;
                                failed_jobs: number;
                                cancelled_jobs: number;
                                /** @description Completed among completed and failed. */
                                success_rate_percent: number | null;
                                /** @description From activation to completion. */
                                avg_duration_seconds: number | null;
                            };
                            filters_applied: {
                                state: string | null;
                                type: string | null;
                                worker: string | null;
                                tenant_id: string | null;
                                created_after: string | null;
                                created_before: string | null;
                                period: string | null;
                            };
                        };
                        request_id: string;
                    };
                };
            };
        };
    };
    createWorkerJob: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the request again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WorkerJobDraft"];
            };
        };
        responses: {
            /** @description Create a worker job */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["CreatedWorkerJob"];
                        request_id: string;
                    };
                };
            };
        };
    };
    createWorkerJobs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WorkerJobDraft"][];
            };
        };
        responses: {
            /** @description Create many worker jobs */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: {
                            count: number;
                            jobs: components["schemas"]["CreatedWorkerJob"][];
                        };
                        request_id: string;
                    };
                };
            };
        };
    };
    activateWorkerJobs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ActivationRequest"];
            };
        };
        responses: {
            /** @description Take jobs under a lease, waiting for them when there are none */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: {
                            jobs: components["schemas"]["ActivatedJob"][];
                            worker: string;
                            activated_count: number;
                            timeout: number;
                        };
                        request_id: string;
                    };
                };
            };
        };
    };
    getWorkerJobStats: {
        parameters: {
            query?: {
                /** @description Created within this time before now. */
                period?: "1h" | "24h" | "7d" | "30d" | "all";
                type?: string;
                worker?: string;
                tenant_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How many worker jobs there are, how they end and how long they take */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: {
                            /** @enum {string} */
                            period: "1h" | "24h" | "7d" | "30d" | "all";
                            overview: {
                                total_jobs: number;
                                pending_jobs: number;
                                active_jobs: number;
                                completed_jobs: number;
                                /** @description Stand still with an incident, or were left so: failed and errors thrown. */
                                failed_jobs: number;
                                cancelled_jobs: number;
                                /** @description Completed among completed and failed. */
                                success_rate_percent: number | null;
                                /** @description From the last activation to completion. */
                                avg_processing_ms: number | null;
                                /** @description Among the failed ones. */
                                errors_thrown: number;
                                /** @description From creation to completion. */
                                avg_total_ms: number | null;
                            };
                            /** @description The 100 types with most jobs, those first. */
                            job_types: {
                                total_jobs: number;
                                pending_jobs: number;
                                active_jobs: number;
                                completed_jobs: number;
                                /** @description Stand still with an incident, or were left so: failed and errors thrown. */
                                failed_jobs: number;
                                cancelled_jobs: number;
                                /** @description Completed among completed and failed. */
                                success_rate_percent: number | null;
                                /** @description From the last activation to completion. */
                                avg_processing_ms: number | null;
                                type: string;
                            }[];
                            /** @description The 100 workers that were last with most jobs, those first. */
                            worker_performance: {
                                total_jobs: number;
                                pending_jobs: number;
                                active_jobs: number;
                                completed_jobs: number;
                                /** @description Stand still with an incident, or were left so: failed and errors thrown. */
                                failed_jobs: number;
                                cancelled_jobs: number;
                                /** @description Completed among completed and failed. */
                                success_rate_percent: number | null;
                                /** @description From the last activation to completion. */
                                avg_processing_ms: number | null;
                                worker: string;
                            }[];
                            performance_metrics: {
                                avg_processing_ms: number | null;
                                avg_total_ms: number | null;
                                /** @description The total without the processing. */
                                avg_overhead_ms: number | null;
                                /** @description An estimate, like the others: at most a factor of two off. */
                                p50_processing_ms: number | null;
                                p95_processing_ms: number | null;
                                p99_processing_ms: number | null;
                                /** @description Of the jobs that have ended. */
                                failed_attempts: number;
                            };
                            filters_applied: {
                                type: string | null;
                                worker: string | null;
                                tenant_id: string | null;
                            };
                        };
                        request_id: string;
                    };
                };
            };
        };
    };
    getWorkerJobTimeline: {
        parameters: {
            query?: {
                period?: "1h" | "24h" | "7d" | "30d";
                type?: string;
                worker?: string;
                tenant_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How many worker jobs were created when, and what has become of them */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: {
                            /** @enum {string} */
                            period: "1h" | "24h" | "7d" | "30d";
                            bucket_seconds: number;
                            buckets: components["schemas"]["WorkerJobTimelineBucket"][];
                        };
                        request_id: string;
                    };
                };
            };
        };
    };
    getWorkerJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A worker job with all there is to tell about it */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["WorkerJobDetail"];
                        request_id: string;
                    };
                };
            };
        };
    };
    deleteWorkerJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Cancellation"];
            };
        };
        responses: {
            /** @description Cancel a worker job */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["CancelledJob"];
                        request_id: string;
                    };
                };
            };
        };
    };
    completeWorkerJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Completion"];
            };
        };
        responses: {
            /** @description Complete a worker job */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["CompletedJob"];
                        request_id: string;
                    };
                };
            };
        };
    };
    failWorkerJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["FailureReport"];
            };
        };
        responses: {
            /** @description Report that an attempt has failed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["FailedJob"];
                        request_id: string;
                    };
                };
            };
        };
    };
    throwWorkerJobError: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ErrorReport"];
            };
        };
        responses: {
            /** @description End a worker job with a business error */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["ThrownError"];
                        request_id: string;
                    };
                };
            };
        };
    };
    cancelWorkerJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Cancellation"];
            };
        };
        responses: {
            /** @description Cancel a worker job */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["CancelledJob"];
                        request_id: string;
                    };
                };
            };
        };
    };
    setWorkerJobRetries: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RetriesChange"];
            };
        };
        responses: {
            /** @description Set how often a worker job may still be tried */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["WorkerJobRetries"];
                        request_id: string;
                    };
                };
            };
        };
    };
    setWorkerJobTimeout: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LeaseChange"];
            };
        };
        responses: {
            /** @description Extend or shorten the lease of the latest activation */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["WorkerJobLease"];
                        request_id: string;
                    };
                };
            };
        };
    };
    listIncidents: {
        parameters: {
            query?: {
                status?: "OPEN" | "RESOLVED" | "DISMISSED";
                type?: "JOB_FAILURE" | "UNHANDLED_BPMN_ERROR" | "LEASE_EXPIRED";
                created_after?: string;
                created_before?: string;
                limit?: number;
                offset?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List incidents, newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: {
                            incidents: components["schemas"]["Incident"][];
                            pagination: {
                                total: number;
                                limit: number;
                                offset: number;
                                has_next: boolean;
                                has_previous: boolean;
                            };
                        };
                        request_id: string;
                    };
                };
            };
        };
    };
    getIncidentStats: {
        parameters: {
            query?: {
                created_after?: string;
                created_before?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How many incidents there are and how they ended */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: {
                            summary: components["schemas"]["IncidentFigures"];
                            by_type: {
                                JOB_FAILURE: components["schemas"]["IncidentFigures"];
                                UNHANDLED_BPMN_ERROR: components["schemas"]["IncidentFigures"];
                                LEASE_EXPIRED: components["schemas"]["IncidentFigures"];
                            };
                        };
                        request_id: string;
                    };
                };
            };
        };
    };
    getIncident: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description An incident */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["Incident"];
                        request_id: string;
                    };
                };
            };
        };
    };
    resolveIncident: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ResolutionRequest"];
            };
        };
        responses: {
            /** @description Decide about an incident */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: {
                            incident_id: string;
                            job_key: string;
                            /** @enum {string} */
                            action: "RETRY" | "DISMISS";
                            /** @enum {string} */
                            status: "RESOLVED" | "DISMISSED";
                            /** Format: date-time */
                            resolved_at: string;
                            resolution_details: {
                                job_retries_set: number | null;
                                variables_updated: string[];
                                comment: string | null;
                                reason: string | null;
                            };
                            process_continuation: null;
                        };
                        request_id: string;
                    };
                };
            };
        };
    };
    getSystemStatus: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How this process and what it depends on are */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: {
                            /** @enum {string} */
                            status: "HEALTHY" | "DEGRADED" | "STOPPING";
                            version: string;
                            node_id: string;
                            /** Format: date-time */
                            started_at: string;
                            uptime_seconds: number;
                            components: {
                                postgres: {
                                    /** @enum {string} */
                                    status: "HEALTHY" | "UNHEALTHY";
                                };
                                queue: {
                                    /** @enum {string} */
                                    status: "HEALTHY" | "UNHEALTHY";
                                };
                            };
                            /** @description Workers that wait for jobs in this process. */
                            waiting_polls: number;
                        };
                        request_id: string;
                    };
                };
            };
        };
    };
    getSystemMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Figures of what is under way */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: {
                            /** Format: date-time */
                            timestamp: string;
                            process: {
                                uptime_seconds: number;
                                memory_mb: number;
                                heap_used_mb: number;
                                cpu_seconds: number;
                                database_connections: number;
                                waiting_polls: number;
                            };
                            jobs: {
                                ready: number;
                                /** @description Later starts and back-offs. */
                                waiting: number;
                                active: number;
                                oldest_ready_seconds: number | null;
                            };
                            incidents: {
                                open: number;
                            };
                            storage: {
                                database_size_mb: number;
                            };
                        };
                        request_id: string;
                    };
                };
            };
        };
    };
    getSystemInfo: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Versions and limits */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: {
                            version: {
                                carillon: string;
                                node: string;
                                platform: string;
                            };
                            configuration: {
                                node_id: string;
                                quota_timezone: string;
                            };
                            limits: {
                                max_jobs_per_activation: number;
                                max_jobs_per_batch: number;
                                max_lease_ms: number;
                                max_request_timeout_ms: number;
                                max_variables_bytes: number;
                                max_variables_depth: number;
                            };
                            runtime: {
                                /** Format: date-time */
                                started_at: string;
                                uptime_seconds: number;
                            };
                        };
                        request_id: string;
                    };
                };
            };
        };
    };
    listJobs: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                q?: string;
                tag?: string;
                enabled?: "true" | "false";
                /** @description `consecutiveFailures` is above 0, or is not. */
                failing?: "true" | "false";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description ジョブ一覧の取得 */
            200: {
                headers: {
                    /** @description Pass it as `cursor` to get the next page; absent on the last. */
                    "X-Next-Cursor"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message: string;
                        data: components["schemas"]["Job"][];
                    };
                };
            };
        };
    };
    createJob: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the request again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["JobDraft"];
            };
        };
        responses: {
            /** @description ジョブの作成 */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message: string;
                        data: components["schemas"]["Job"];
                    };
                };
            };
        };
    };
    createJobs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["JobDraft"][];
            };
        };
        responses: {
            /** @description ジョブの一括作成 */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message: string;
                        data: {
                            count: number;
                            jobs: components["schemas"]["Job"][];
                        };
                    };
                };
            };
        };
    };
    previewSchedule: {
        parameters: {
            query?: {
                count?: number;
                /** @description Strictly after this instant; now, unless said. */
                from?: string;
                /** @description Also those that the rules for clock changes leave out, with `fate: skip`; a gap’s stand at its end. */
                explain?: "true" | "false";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ScheduleDraft"];
            };
        };
        responses: {
            /** @description 保存前のスケジュールの実行予定 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message: string;
                        data: components["schemas"]["Firing"][];
                    };
                };
            };
        };
    };
    previewMissedOfDraft: {
        parameters: {
            query: {
                /** @description When Carillon goes down. */
                from: string;
                /** @description When it is back; at most 1,000 instants are due until then. */
                to: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ScheduleDraft"];
            };
        };
        responses: {
            /** @description 保存前のスケジュールの停止期間中の扱い */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message: string;
                        data: components["schemas"]["OutageFiring"][];
                    };
                };
            };
        };
    };
    listJobOutcomes: {
        parameters: {
            query: {
                /** @description Their ids with commas, 100 at most. Those that are not yours do not appear in the answer. */
                jobIds: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 複数のジョブの最近の実行結果 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message: string;
                        data: components["schemas"]["JobOutcomes"][];
                    };
                };
            };
        };
    };
    listJobTags: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description タグの一覧 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message: string;
                        data: {
                            tag: string;
                            jobs: number;
                        }[];
                    };
                };
            };
        };
    };
    testJob: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["JobTest"];
            };
        };
        responses: {
            /** @description 保存前の呼び出しのテスト */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message: string;
                        data: components["schemas"]["JobTestResult"];
                    };
                };
            };
        };
    };
    getJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                jobId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 特定のジョブの取得 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message: string;
                        data: components["schemas"]["Job"];
                    };
                };
            };
        };
    };
    deleteJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                jobId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description ジョブの削除 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message: string;
                        data: null;
                    };
                };
            };
        };
    };
    updateJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                jobId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["JobChanges"];
            };
        };
        responses: {
            /** @description ジョブの更新 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message: string;
                        data: components["schemas"]["Job"];
                    };
                };
            };
        };
    };
    executeJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                jobId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description ジョブの手動実行 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message: string;
                        data: {
                            job: components["schemas"]["Job"];
                            result: components["schemas"]["Log"] | null;
                            /** @description Only with status 202. */
                            runId?: string;
                        };
                    };
                };
            };
            /** @description The run outlasts the wait: `result` is null and `runId` names the log to look at. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message: string;
                        data: {
                            job: components["schemas"]["Job"];
                            result: components["schemas"]["Log"] | null;
                            /** @description Only with status 202. */
                            runId?: string;
                        };
                    };
                };
            };
        };
    };
    backfillJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                jobId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: date-time
                     * @description Due from here on; not before what the plan keeps logs for.
                     */
                    from: string;
                    /**
                     * Format: date-time
                     * @description Due before; what is not due yet is left to the schedule. At most 1,000 instants.
                     */
                    to: string;
                    /**
                     * @description What became of them; `absent`: the ledger does not have them.
                     * @default [
                     *       "missed",
                     *       "absent"
                     *     ]
                     */
                    include?: ("absent" | "missed" | "skipped" | "failed")[];
                    /**
                     * @description Tells what would be done, and does nothing.
                     * @default false
                     */
                    dryRun?: boolean;
                };
            };
        };
        responses: {
            /** @description 実行されなかった予定の実行 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message: string;
                        data: components["schemas"]["Backfill"];
                    };
                };
            };
        };
    };
    previewJob: {
        parameters: {
            query?: {
                count?: number;
                /** @description Strictly after this instant; now, unless said. */
                from?: string;
                /** @description Also those that the rules for clock changes leave out, with `fate: skip`; a gap’s stand at its end. */
                explain?: "true" | "false";
            };
            header?: never;
            path: {
                jobId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 次回以降の実行予定 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message: string;
                        data: components["schemas"]["Firing"][];
                    };
                };
            };
        };
    };
    previewMissedOfJob: {
        parameters: {
            query: {
                /** @description When Carillon goes down. */
                from: string;
                /** @description When it is back; at most 1,000 instants are due until then. */
                to: string;
            };
            header?: never;
            path: {
                jobId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 停止期間中の実行予定の扱い */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message: string;
                        data: components["schemas"]["OutageFiring"][];
                    };
                };
            };
        };
    };
    listJobLogs: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                status?: number;
                /** @description `false`: runs that ended in any other way than success. */
                successful?: "true" | "false";
                type?: "AUTO" | "MANUAL";
                state?: "queued" | "skipped" | "missed" | "running" | "succeeded" | "failed" | "retrying" | "cancelled";
                /** @description Due at or after. */
                from?: string;
                /** @description Due before. */
                to?: string;
            };
            header?: never;
            path: {
                jobId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description ジョブの実行ログの一覧 */
            200: {
                headers: {
                    /** @description Pass it as `cursor` to get the next page; absent on the last. */
                    "X-Next-Cursor"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message: string;
                        data: components["schemas"]["Log"][];
                    };
                };
            };
        };
    };
    listLogs: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                status?: number;
                /** @description `false`: runs that ended in any other way than success. */
                successful?: "true" | "false";
                type?: "AUTO" | "MANUAL";
                state?: "queued" | "skipped" | "missed" | "running" | "succeeded" | "failed" | "retrying" | "cancelled";
                /** @description Due at or after. */
                from?: string;
                /** @description Due before. */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 実行ログの一覧 */
            200: {
                headers: {
                    /** @description Pass it as `cursor` to get the next page; absent on the last. */
                    "X-Next-Cursor"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message: string;
                        data: components["schemas"]["Log"][];
                    };
                };
            };
        };
    };
    getLog: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                logId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 特定の実行ログの取得 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message: string;
                        data: components["schemas"]["Log"];
                    };
                };
            };
        };
    };
    deleteLog: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                logId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 実行ログの削除 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message: string;
                        data: null;
                    };
                };
            };
        };
    };
    replayLog: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                logId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 実行のやり直し */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message: string;
                        data: components["schemas"]["Log"];
                    };
                };
            };
            /** @description The run outlasts the wait, or waits for its turn: look at its log later. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message: string;
                        data: components["schemas"]["Log"];
                    };
                };
            };
        };
    };
    getRunStats: {
        parameters: {
            query?: {
                /** @description The last hour in buckets of a minute, or the last day in buckets of a quarter. */
                span?: "hour" | "day";
                /** @description Of one job; of all, unless said. */
                jobId?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 実行の統計 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message: string;
                        data: components["schemas"]["RunStats"];
                    };
                };
            };
        };
    };
    getUpcomingFirings: {
        parameters: {
            query?: {
                minutes?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description これからの実行予定の集計 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message: string;
                        data: components["schemas"]["UpcomingFirings"];
                    };
                };
            };
        };
    };
    streamEvents: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 変更の通知 (Server-Sent Events) */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
        };
    };
    listWebhooks: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Webhook 一覧の取得 */
            200: {
                headers: {
                    /** @description Pass it as `cursor` to get the next page; absent on the last. */
                    "X-Next-Cursor"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message: string;
                        data: components["schemas"]["Webhook"][];
                    };
                };
            };
        };
    };
    createWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookDraft"];
            };
        };
        responses: {
            /** @description Webhook の作成 */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message: string;
                        data: components["schemas"]["WebhookWithSecret"];
                    };
                };
            };
        };
    };
    getWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                jobId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description ジョブの Webhook の取得 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message: string;
                        data: components["schemas"]["Webhook"];
                    };
                };
            };
        };
    };
    deleteWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                jobId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Webhook の削除 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message: string;
                        data: null;
                    };
                };
            };
        };
    };
    updateWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                jobId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookChanges"];
            };
        };
        responses: {
            /** @description Webhook の更新 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message: string;
                        data: components["schemas"]["Webhook"];
                    };
                };
            };
        };
    };
    rotateWebhookSecret: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                jobId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["WebhookSecretRotation"];
            };
        };
        responses: {
            /** @description Webhook シークレットのローテーション */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message: string;
                        data: components["schemas"]["WebhookWithSecret"];
                    };
                };
            };
        };
    };
    testWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                jobId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Webhook のテスト配信 */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message: string;
                        data: components["schemas"]["WebhookDelivery"];
                    };
                };
            };
        };
    };
    listWebhookDeliveries: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                state?: "pending" | "sending" | "delivered" | "dead";
                event?: "success" | "failure" | "skipped" | "disabled" | "recovered" | "test";
            };
            header?: never;
            path: {
                jobId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Webhook 配信の一覧 */
            200: {
                headers: {
                    /** @description Pass it as `cursor` to get the next page; absent on the last. */
                    "X-Next-Cursor"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message: string;
                        data: components["schemas"]["WebhookDelivery"][];
                    };
                };
            };
        };
    };
    replayDeadWebhookDeliveries: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                jobId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 失敗した Webhook 配信の一括再送 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message: string;
                        data: components["schemas"]["WebhookReplay"];
                    };
                };
            };
        };
    };
    getWebhookDelivery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                jobId: string;
                deliveryId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 特定の Webhook 配信の取得 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message: string;
                        data: components["schemas"]["WebhookDeliveryDetail"];
                    };
                };
            };
        };
    };
    replayWebhookDelivery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                jobId: string;
                deliveryId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Webhook 配信の再送 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message: string;
                        data: components["schemas"]["WebhookDelivery"];
                    };
                };
            };
        };
    };
    listKeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description API キー一覧の取得 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message: string;
                        data: components["schemas"]["ApiKey"][];
                    };
                };
            };
        };
    };
    createKey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ApiKeyDraft"];
            };
        };
        responses: {
            /** @description API キーの作成 */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message: string;
                        data: {
                            apiKey: components["schemas"]["ApiKey"];
                            /** @description Send it as `Authorization: Bearer …`. */
                            token: string;
                        };
                    };
                };
            };
        };
    };
    getKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                keyId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 特定の API キーの取得 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message: string;
                        data: components["schemas"]["ApiKey"];
                    };
                };
            };
        };
    };
    updateKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                keyId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ApiKeyChanges"];
            };
        };
        responses: {
            /** @description API キーの更新 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message: string;
                        data: components["schemas"]["ApiKey"];
                    };
                };
            };
        };
    };
    deleteKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                keyId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description API キーの削除 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message: string;
                        data: null;
                    };
                };
            };
        };
    };
    getMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 自分のアカウントと API キーの確認 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message: string;
                        data: components["schemas"]["Account"];
                    };
                };
            };
        };
    };
    listOwnAudit: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                action?: string;
                /** @description At or after. */
                from?: string;
                /** @description Before. */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 自分の監査ログの一覧 */
            200: {
                headers: {
                    /** @description Pass it as `cursor` to get the next page; absent on the last. */
                    "X-Next-Cursor"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message: string;
                        data: components["schemas"]["AuditEvent"][];
                    };
                };
            };
        };
    };
    getUsage: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 使用量の確認 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message: string;
                        data: components["schemas"]["Usage"];
                    };
                };
            };
        };
    };
    listOfferedPlans: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description プランの比較 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message: string;
                        data: components["schemas"]["Plan"][];
                    };
                };
            };
        };
    };
    simulatePlan: {
        parameters: {
            query: {
                plan: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description プラン変更のシミュレーション */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message: string;
                        data: components["schemas"]["PlanSimulation"];
                    };
                };
            };
        };
    };
    changePlan: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    plan: string;
                };
            };
        };
        responses: {
            /** @description プランの変更 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message: string;
                        data: components["schemas"]["PlanChange"];
                    };
                };
            };
        };
    };
    listAuditEvents: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                userId?: string;
                action?: string;
                /** @description At or after. */
                from?: string;
                /** @description Before. */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 監査ログの一覧 */
            200: {
                headers: {
                    /** @description Pass it as `cursor` to get the next page; absent on the last. */
                    "X-Next-Cursor"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message: string;
                        data: components["schemas"]["AuditEvent"][];
                    };
                };
            };
        };
    };
    simulateUserPlan: {
        parameters: {
            query: {
                userId: string;
                plan: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description ユーザーのプラン変更のシミュレーション */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message: string;
                        data: components["schemas"]["PlanSimulation"];
                    };
                };
            };
        };
    };
    changeUserPlan: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    userId: string;
                    plan: string;
                };
            };
        };
        responses: {
            /** @description ユーザーのプランの変更 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message: string;
                        data: components["schemas"]["PlanChange"];
                    };
                };
            };
        };
    };
    listUsers: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                q?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description ユーザー一覧の取得 */
            200: {
                headers: {
                    /** @description Pass it as `cursor` to get the next page; absent on the last. */
                    "X-Next-Cursor"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message: string;
                        data: components["schemas"]["User"][];
                    };
                };
            };
        };
    };
    createUser: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UserDraft"];
            };
        };
        responses: {
            /** @description ユーザーの作成 */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message: string;
                        data: {
                            user: components["schemas"]["User"];
                            apiKey: components["schemas"]["ApiKey"];
                            token: string;
                        };
                    };
                };
            };
        };
    };
    getStats: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 統計 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message: string;
                        data: components["schemas"]["Totals"];
                    };
                };
            };
        };
    };
    getLateness: {
        parameters: {
            query?: {
                minutes?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description ユーザーごとの遅延 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message: string;
                        data: components["schemas"]["UserLateness"][];
                    };
                };
            };
        };
    };
    listPlans: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description プラン一覧の取得 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message: string;
                        data: components["schemas"]["Plan"][];
                    };
                };
            };
        };
    };
    editPlan: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PlanDraft"];
            };
        };
        responses: {
            /** @description プランの編集 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message: string;
                        data: components["schemas"]["Plan"];
                    };
                };
            };
            /** @description The plan was added. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message: string;
                        data: components["schemas"]["Plan"];
                    };
                };
            };
        };
    };
    health: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The process lives */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status: string;
                    };
                };
            };
        };
    };
    ready: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The process can do its work: Postgres answers */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status: string;
                        missing: "queue"[];
                    };
                };
            };
        };
    };
}
