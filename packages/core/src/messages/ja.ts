import type { Catalogue, JsonType } from './messages.js';

const TYPES: Readonly<Record<JsonType, string>> = {
  string: '文字列',
  number: '数値',
  integer: '整数',
  boolean: '真偽値',
  object: 'オブジェクト',
  array: '配列',
  null: 'null',
};

export const ja: Catalogue = {
  success: () => 'success',
  created: () => 'created',
  jobs_created: ({ count }) => `${count} 件のジョブを作成しました`,
  job_updated: () => 'ジョブを更新しました',
  job_deleted: () => 'ジョブを削除しました',
  key_updated: () => 'API キーを更新しました',
  key_deleted: () => 'API キーを削除しました',
  log_deleted: () => 'ログを削除しました',
  run_accepted: ({ logId }) => `実行を開始しました。結果は後で GET /api/logs/${logId} で確認できます`,
  webhook_updated: () => 'Webhook を更新しました',
  webhook_deleted: () => 'Webhook を削除しました',
  deliveries_replayed: ({ count }) => `${count} 件の配信を再送します`,

  job_limit: ({ limit, current }) => `プランの上限 (${limit} 件) に達しています。現在のジョブ数: ${current} 件`,
  batch_limit: ({ requested, limit, current }) =>
    `リクエストされたジョブ数 (${requested} 件) を作成すると、プランの上限 (${limit} 件) を超えてしまいます。現在のジョブ数: ${current} 件`,
  activity_limit: ({ limit, created, deleted }) =>
    `1 日の作成・削除の上限 (${limit} 回) を超えてしまいます。今日の作成: ${created} 回、削除: ${deleted} 回`,
  key_limit: ({ limit, current }) => `API キー数の上限 (${limit} 個) に達しています。現在の API キー数: ${current} 個`,
  key_activity_limit: ({ limit, created, deleted }) =>
    `1 日の API キーの作成・削除の上限 (${limit} 回) を超えてしまいます。今日の作成: ${created} 回、削除: ${deleted} 回`,
  interval_too_short: ({ minimumSeconds, actualSeconds }) =>
    `このプランでは最小実行間隔は ${duration(minimumSeconds)}です。指定された間隔: ${duration(actualSeconds)}`,

  beyond_job_limit: ({ limit }) => `プランの上限 (${limit} 件) を超えるため、古いジョブから順に無効化されます`,
  beyond_key_limit: ({ limit }) => `API キーの上限 (${limit} 件) を超えるため、古いキーから順に無効化されます`,
  jobs_disabled: ({ count }) => `${count} 件のジョブが無効化されます`,
  api_keys_disabled: ({ count }) => `${count} 件の API キーが無効化されます`,
  timeouts_lowered: ({ count, maximum }) => `${count} 件のジョブのタイムアウトが ${maximum} ミリ秒に短縮されます`,
  no_new_jobs: ({ limit, current }) =>
    `新しいジョブは作成できません。プランの上限: ${limit} 件、現在のジョブ数: ${current} 件`,
  runs_used_up: ({ limit, current }) =>
    `今月の残りの実行はスキップされます。月間実行回数の上限: ${limit} 回、現在: ${current} 回`,
  self_service_plans_off: () => 'プランの変更は受け付けていません。運営者にお問い合わせください',
  email_taken: () => 'このメールアドレスはすでに使われています',
  field_not_an_email: () => 'メールアドレスの形式が正しくありません',
  field_not_a_plan_name: () =>
    '英大文字で始まる 32 文字以内の英大文字、数字、アンダースコアで指定してください (例: TEAM_2)',
  default_plan_missing: ({ plan }) =>
    `既定のプラン ${plan} (DEFAULT_PLAN) が存在しません。プランを指定するか、設定を見直してください`,

  reason_monthly_runs: ({ limit, current }) => `月間実行回数の上限 (${limit} 回) に達しています。現在: ${current} 回`,
  reason_service_was_down: () => '実行予定の時刻にサービスが停止していたため、実行されませんでした',
  reason_missed_window: ({ windowSeconds }) =>
    `実行できなかった予定が、補う期間 (${windowSeconds} 秒) を過ぎていたため、実行されませんでした`,
  reason_paused: ({ until }) => `ジョブが ${until} まで一時停止中のため、実行されませんでした`,
  reason_overlap: ({ logId }) => `前の実行 (${logId}) が終わっていなかったため、実行されませんでした`,
  reason_overlap_queue_full: ({ waiting }) => `順番を待つ実行が既に ${waiting} 件あったため、実行されませんでした`,
  reason_superseded: ({ logId }) => `後の実行 (${logId}) に置き換えられたため、取り消されました`,
  reason_cron_job_disabled: () => 'ジョブが無効化されたため、実行されませんでした',
  reason_cron_job_deleted: () => 'ジョブが削除されたため、実行されませんでした',
  reason_cron_job_retargeted: () =>
    'ジョブが URL の呼び出しからワーカージョブの作成に変更されたため、実行されませんでした',
  reason_worker_job_cancelled: () => 'ワーカージョブがキャンセルされました',

  preview_paused: ({ until }) => `ジョブが ${until} まで一時停止中のため、スキップされます`,
  preview_service_was_down: () => '実行予定の時刻にサービスが停止しており、後から補われることもありません',
  preview_missed_window: ({ windowSeconds }) =>
    `サービスの再開時に補う期間 (${windowSeconds} 秒) を過ぎているため、実行されません`,
  preview_overlap: ({ at }) => `${at} の実行が終わっていないため、スキップされます`,
  preview_overlap_queue_full: ({ waiting }) => `順番を待つ実行が既に ${waiting} 件あるため、スキップされます`,
  preview_superseded: ({ at }) => `${at} の実行に置き換えられるため、取り消されます`,
  preview_dst_gap: () => '夏時間の開始で存在しない時刻のため、実行されません (dstGap)',
  preview_dst_fold: () => '夏時間の終了で 2 回現れる時刻のため、この回は実行されません (dstFold)',

  unauthorized: () => '認証に失敗しました。有効な API トークンを指定してください',
  too_many_failed_logins: ({ seconds }) => `認証の失敗が続いています。${seconds} 秒後に再度お試しください`,
  rate_limited: ({ limit, seconds }) =>
    `1 分あたりのリクエスト数の上限 (${limit} 回) に達しています。${seconds} 秒後に再度お試しください`,
  daily_limit: ({ limit }) =>
    `1 日の API 呼び出し回数の上限 (${limit} 回) に達しています。日付が変わってから再度お試しください`,
  forbidden: ({ scope }) => `この操作には ${scope} スコープが必要です`,
  scopes_beyond_creator: ({ scopes }) =>
    `使用中の API キーが持っていないスコープは付与できません: ${scopes.join('、')}`,
  tenants_beyond_creator: ({ tenantIds }) =>
    `使用中の API キーでは次のテナントを指定できません: ${tenantIds.join('、')}`,
  tenant_forbidden: ({ tenant }) => `この API キーではテナント ${tenant} を指定できません`,
  not_found: () => '指定されたリソースが見つかりません',
  no_such_route: () => 'このパスは存在しません',
  method_not_allowed: ({ method, allowed }) => `このパスでは ${method} は使えません。使えるメソッド: ${allowed}`,
  idempotency_conflict: () => 'この Idempotency-Key は、内容の異なるリクエストですでに使われています',
  idempotency_gone: () => 'この Idempotency-Key で作成されたジョブはすでに削除されています',
  run_not_final: ({ state }) => `終了していない実行のログは削除できません (状態: ${state})`,
  replay_not_final: ({ state }) => `終了していない実行は再実行できません (状態: ${state})`,
  replay_job_deleted: () => 'ジョブが削除されているため、再実行できません',
  backfill_disabled: () => 'ジョブが無効になっています。有効にしてから実行し直してください',
  backfill_too_many: ({ maximum }) => `期間内の実行予定が ${maximum} 件を超えています。期間を短くしてください`,
  backfill_past_retention: ({ days }) => `このプランのログ保存期間 (${days} 日) より前の日時は指定できません`,
  test_needs_a_call: () => 'テストできるのは URL の呼び出しだけです。target.kind に http を指定してください',
  test_under_way: () => '別のテストを実行中です。完了してから再度お試しください',
  tests_full: () => '現在、多くのテストを実行中です。しばらくしてから再度お試しください',
  too_many_streams: () => 'この API キーで開いている通知ストリームが多すぎます。不要なものを閉じてください',
  streams_full: () => '現在、通知ストリームを開けません。しばらくしてから再度お試しください',
  webhook_exists: () =>
    'このジョブにはすでに Webhook があります。変更するには PATCH /api/webhooks/{jobId} を使ってください',
  webhook_disabled: () => 'Webhook が無効になっています。先に有効にしてください',
  delivery_not_ended: () => 'この配信はまだ完了していません (送信待ちまたは送信中)',
  too_large: ({ limitBytes }) => `リクエスト本文が大きすぎます。上限は ${limitBytes} バイトです`,
  unsupported_media_type: () => 'Content-Type は application/json (UTF-8) を指定してください',
  invalid_input: ({ faults, unlisted }) =>
    `入力内容に誤りがあります。${faults.map(({ field, message }) => `${field}: ${message}`).join(' / ')}${unlisted > 0 ? ` / ほか ${unlisted} 件` : ''}`,
  internal: ({ requestId }) =>
    `内部エラーが発生しました。お問い合わせの際はリクエスト ID をお知らせください: ${requestId}`,
  unavailable: () => '一時的にサービスを利用できません。しばらくしてから再度お試しください',

  body_missing: () => 'リクエスト本文がありません。JSON を送信してください',
  body_not_utf8: () => 'リクエスト本文が UTF-8 ではありません',
  body_not_json: () => 'リクエスト本文が正しい JSON ではありません',
  body_undecodable: () => 'リクエスト本文を読み取れません。圧縮形式と長さを確認してください',
  body_too_deep: ({ maximum }) => `入れ子が深すぎます。${maximum} 段以内にしてください`,

  field_required: () => '必須です',
  field_wrong_type: ({ expected, received }) =>
    `${TYPES[expected]}を指定してください (指定された型: ${TYPES[received]})`,
  field_one_of: ({ options }) => `${options.join('、')} のいずれかを指定してください`,
  field_unknown: () => '未知のフィールドです',
  field_repeated: () => '同じ名前が 2 回以上指定されています',
  field_forbidden_key: () => 'この名前は使えません',
  field_nul: () => 'NUL 文字 (U+0000) は使えません',
  field_lone_surrogate: () => '不正な Unicode (対になっていないサロゲート) が含まれています',
  field_too_short: ({ minimum }) => `${minimum} 文字以上で指定してください`,
  field_too_long: ({ maximum }) => `${maximum} 文字以内で指定してください`,
  field_too_many_bytes: ({ maximum }) => `${maximum} バイト以内で指定してください`,
  field_too_few_items: ({ minimum }) => `${minimum} 件以上指定してください`,
  field_too_many_items: ({ maximum }) => `${maximum} 件以内で指定してください`,
  field_too_small: ({ minimum }) => `${minimum} 以上の値を指定してください`,
  field_too_big: ({ maximum }) => `${maximum} 以下の値を指定してください`,
  field_not_an_instant: () => 'ISO 8601 の日時を指定してください (例: 2025-11-05T09:00:00.000Z)',
  field_not_in_future: () => '未来の日時を指定してください',
  field_not_after: ({ field }) => `${field} より後の日時を指定してください`,
  outage_too_long: ({ maximum }) => `期間が長すぎます。実行予定が ${maximum} 件以下になるように指定してください`,
  field_unchangeable: () => '作成後は変更できません。必要な場合は新しく作成してください',
  field_not_a_label: () => '1〜100 文字の英数字と - _ . : で指定してください',
  field_not_a_duration: () => '週、日、時、分、秒からなる ISO 8601 の期間を指定してください (例: PT2M)',
  field_duration_outside: ({ minimum, maximum }) => `${minimum} から ${maximum} までの期間を指定してください`,
  field_bad_cursor: () => '正しいカーソルではありません。X-Next-Cursor ヘッダーの値をそのまま指定してください',
  field_not_a_whole_number: () => '整数を指定してください',
  field_not_a_finite_number: () => '数値として扱える範囲を超えています',
  field_invalid: () => '値が正しくありません',

  url_malformed: () => 'URL の形式が正しくありません (例: https://api.example.com/report)',
  url_scheme: () => 'http:// または https:// で始まる URL を指定してください',
  url_userinfo: () => 'URL にユーザー名やパスワードを含めることはできません。Authorization ヘッダーを使ってください',
  url_not_callable: () =>
    'この URL は呼び出せません。プライベートネットワークのアドレスや名前と、許可されていないポート (使えるのは 80、443 と 1024 以上の大半) は指定できません',
  header_name_malformed: () => 'ヘッダー名に使えない文字が含まれています',
  header_value_control: () => 'ヘッダーの値に改行などの制御文字は使えません',
  header_value_not_latin1: () => 'ヘッダーの値には Latin-1 の文字だけを使えます',
  header_reserved: () => 'このヘッダーは Carillon が設定するか禁止しているため、指定できません',
  header_repeated: () => '同じ名前のヘッダーが 2 回以上指定されています (大文字と小文字は区別されません)',
  header_mask_without_value: () =>
    '値の代わりに表示されるマスクですが、保持できる保存済みの値がありません。実際の値を指定してください',
  body_not_taken: () =>
    'GET と DELETE ではリクエストボディを送信できません。body を null にするか、POST、PUT、PATCH を使ってください',
  unknown_time_zone: ({ value }) => `「${value}」は IANA タイムゾーンではありません (例: Asia/Tokyo)`,
  timeout_above_plan: ({ maximum }) => `このプランの上限は ${maximum} ミリ秒です`,
  not_with_worker_job: () => 'target.kind が workerJob の場合は URL を呼び出さないため、このフィールドは指定できません',
  statuses_malformed: () => '204 のようなステータスコード、または "200-299" のような範囲で指定してください',
  statuses_out_of_range: () => 'ステータスコードは 100 以上 599 以下で指定してください',
  statuses_reversed: () => '範囲の順序が逆です。"200-299" のように小さい方から指定してください',
  at_most_once_retried: ({ maxAttempts }) =>
    `atMostOnce では試行は 1 回だけですが、retry.maxAttempts に ${maxAttempts} が指定されています。1 にするか、atLeastOnce を使ってください`,
  max_delay_below_delay: ({ delayMs, maxDelayMs }) =>
    `retry.delayMs (${delayMs} ミリ秒) 以上の値を指定してください。指定された値: ${maxDelayMs} ミリ秒`,
  end_not_after_start: ({ startAt, endAt }) =>
    `startAt (${startAt}) より後の日時を指定してください。指定された日時: ${endAt}`,
  jitter_not_below_interval: ({ jitterSeconds, intervalSeconds }) =>
    `スケジュールの最小実行間隔 (${intervalSeconds} 秒) より短くしてください。指定された値: ${jitterSeconds} 秒`,

  console_not_built: () => 'コンソールがビルドされていません。API は /api、リファレンスは /docs で利用できます',

  dashboard_off: () =>
    'ダッシュボードは無効です。OPERATOR_USER と OPERATOR_PASSWORD を設定して API を再起動すると有効になります',
  dashboard_title: () => 'Carillon キューダッシュボード',
  dashboard_user: () => 'ユーザー名',
  dashboard_password: () => 'パスワード',
  dashboard_sign_in: () => 'ログイン',
  dashboard_wrong: () => 'ユーザー名またはパスワードが違います',
  dashboard_throttled: ({ seconds }) => `ログインの失敗が続いています。${seconds} 秒後に再度お試しください`,
  dashboard_cross_site: () => '他のサイトからのリクエストは受け付けません',
};

function duration(seconds: number): string {
  return seconds % 60 === 0 ? `${seconds / 60} 分` : `${seconds} 秒`;
}
