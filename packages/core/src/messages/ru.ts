import type { Catalogue, JsonType } from './messages.js';

const TYPES: Readonly<Record<JsonType, string>> = {
  string: 'строка',
  number: 'число',
  integer: 'целое число',
  boolean: 'true или false',
  object: 'объект',
  array: 'массив',
  null: 'null',
};

const PLURAL = new Intl.PluralRules('ru');

export const ru: Catalogue = {
  success: () => 'success',
  created: () => 'created',
  jobs_created: ({ count }) => `Создано: ${counted(count, 'задание', 'задания', 'заданий')}`,
  job_updated: () => 'Задание обновлено',
  job_deleted: () => 'Задание удалено',
  key_updated: () => 'Ключ API обновлён',
  key_deleted: () => 'Ключ API удалён',
  log_deleted: () => 'Запись журнала удалена',
  run_accepted: ({ logId }) => `Запуск начат. Результат появится по адресу GET /api/logs/${logId}`,
  webhook_updated: () => 'Вебхук обновлён',
  webhook_deleted: () => 'Вебхук удалён',
  deliveries_replayed: ({ count }) => `Доставок будет отправлено повторно: ${count}`,

  job_limit: ({ limit, current }) => `Достигнут предел тарифа (заданий: ${limit}). Сейчас заданий: ${current}`,
  batch_limit: ({ requested, limit, current }) =>
    `Создание запрошенных заданий (${requested}) превысит предел тарифа (${limit}). Сейчас заданий: ${current}`,
  activity_limit: ({ limit, created, deleted }) =>
    `Будет превышен дневной предел созданий и удалений (${limit}). Сегодня создано: ${created}, удалено: ${deleted}`,
  key_limit: ({ limit, current }) => `Достигнут предел ключей API (${limit}). Сейчас ключей: ${current}`,
  key_activity_limit: ({ limit, created, deleted }) =>
    `Будет превышен дневной предел созданий и удалений ключей API (${limit}). Сегодня создано: ${created}, удалено: ${deleted}`,
  interval_too_short: ({ minimumSeconds, actualSeconds }) =>
    `Наименьший интервал на этом тарифе: ${duration(minimumSeconds)}. Указанный интервал: ${duration(actualSeconds)}`,

  beyond_job_limit: ({ limit }) => `Сверх предела тарифа (заданий: ${limit}): первыми отключаются самые старые`,
  beyond_key_limit: ({ limit }) => `Сверх предела ключей API (${limit}): первыми отключаются самые старые`,
  jobs_disabled: ({ count }) => `Отключаемых заданий: ${count}`,
  api_keys_disabled: ({ count }) => `Отключаемых ключей API: ${count}`,
  timeouts_lowered: ({ count, maximum }) => `Заданий, у которых тайм-аут уменьшается до ${maximum} мс: ${count}`,
  no_new_jobs: ({ limit, current }) =>
    `Новые задания создать нельзя. Предел тарифа: ${limit}, сейчас заданий: ${current}`,
  runs_used_up: ({ limit, current }) =>
    `Остальные запуски этого месяца будут пропущены. Месячный предел запусков: ${limit}, сейчас: ${current}`,
  self_service_plans_off: () => 'Сменить тариф здесь нельзя. Обратитесь к оператору службы',
  email_taken: () => 'Этот адрес электронной почты уже занят',
  field_not_an_email: () => 'неверный адрес электронной почты',
  field_not_a_plan_name: () =>
    'не более 32 заглавных латинских букв, цифр и знаков подчёркивания; первой должна быть буква (например, TEAM_2)',
  default_plan_missing: ({ plan }) =>
    `Тарифа по умолчанию ${plan} (DEFAULT_PLAN) нет. Укажите тариф или исправьте настройку`,

  reason_monthly_runs: ({ limit, current }) => `Достигнут месячный предел запусков (${limit}). Сейчас: ${current}`,
  reason_service_was_down: () => 'Не выполнено: в назначенное время служба не работала',
  reason_missed_window: ({ windowSeconds }) =>
    `Не выполнено: пропущено, и прошло больше ${windowSeconds} с, за которые пропуски восполняются`,
  reason_paused: ({ until }) => `Не выполнено: задание приостановлено до ${until}`,
  reason_overlap: ({ logId }) => `Не выполнено: предыдущий запуск ${logId} ещё не закончился`,
  reason_overlap_queue_full: ({ waiting }) => `Не выполнено: своей очереди уже ждало запусков: ${waiting}`,
  reason_superseded: ({ logId }) => `Отменено: место занял более поздний запуск ${logId}`,
  reason_cron_job_disabled: () => 'Не выполнено: задание отключено',
  reason_cron_job_deleted: () => 'Не выполнено: задание удалено',
  reason_cron_job_retargeted: () =>
    'Не выполнено: задание изменено и теперь создаёт задачи для исполнителей, а не вызывает URL',
  reason_worker_job_cancelled: () => 'Задача исполнителя отменена',

  preview_paused: ({ until }) => `Будет пропущено: задание приостановлено до ${until}`,
  preview_service_was_down: () => 'Не будет выполнено: в назначенное время служба не работает',
  preview_missed_window: ({ windowSeconds }) =>
    `Не будет выполнено: к возвращению службы пройдёт больше ${windowSeconds} с, за которые пропуски восполняются`,
  preview_overlap: ({ at }) => `Будет пропущено: запуск, назначенный на ${at}, ещё не закончится`,
  preview_overlap_queue_full: ({ waiting }) => `Будет пропущено: своей очереди уже будет ждать запусков: ${waiting}`,
  preview_superseded: ({ at }) => `Будет отменено: место займёт запуск, назначенный на ${at}`,
  preview_dst_gap: () => 'Опускается: часы переводятся вперёд, и такого времени в этот день нет (dstGap)',
  preview_dst_fold: () => 'Опускается: часы переводятся назад, и это время наступает дважды (dstFold)',

  unauthorized: () => 'Доступ не подтверждён. Укажите действующий токен API',
  too_many_failed_logins: ({ seconds }) =>
    `Слишком много неудачных попыток входа. Повторите через ${counted(seconds, 'секунду', 'секунды', 'секунд')}`,
  rate_limited: ({ limit, seconds }) =>
    `Достигнут предел запросов в минуту (${limit}). Повторите через ${counted(seconds, 'секунду', 'секунды', 'секунд')}`,
  daily_limit: ({ limit }) => `Достигнут дневной предел вызовов API (${limit}). Повторите завтра`,
  forbidden: ({ scope }) => `Для этой операции нужно право ${scope}`,
  scopes_beyond_creator: ({ scopes }) => `Ключ не может выдать права, которых у него нет: ${scopes.join(', ')}`,
  tenants_beyond_creator: ({ tenantIds }) =>
    `Ключ не может открыть арендаторов, которых не видит сам: ${tenantIds.join(', ')}`,
  tenant_forbidden: ({ tenant }) => `Этот ключ не может действовать от имени арендатора ${tenant}`,
  not_found: () => 'Запрошенный ресурс не найден',
  no_such_route: () => 'Такого пути нет',
  method_not_allowed: ({ method, allowed }) => `Метод ${method} здесь недоступен. Доступные методы: ${allowed}`,
  idempotency_conflict: () => 'Этот Idempotency-Key уже использован с другим запросом',
  idempotency_gone: () => 'Задание, созданное с этим Idempotency-Key, уже удалено',
  run_not_final: ({ state }) => `Нельзя удалить запись о незавершённом запуске (состояние: ${state})`,
  replay_not_final: ({ state }) => `Нельзя повторить незавершённый запуск (состояние: ${state})`,
  replay_job_deleted: () => 'Нельзя повторить запуск: его задание удалено',
  backfill_disabled: () => 'Задание отключено. Включите его, прежде чем навёрстывать запуски',
  backfill_too_many: ({ maximum }) => `за этот срок приходится больше ${maximum} запусков. Укажите более короткий срок`,
  backfill_past_retention: ({ days }) => `не раньше срока, за который этот тариф хранит записи (в днях: ${days})`,
  test_needs_a_call: () => 'Проверить можно только вызов URL. Укажите http в target.kind',
  test_under_way: () => 'Другая ваша проверка ещё выполняется. Повторите, когда она завершится',
  tests_full: () => 'Сейчас выполняется много проверок. Повторите попытку чуть позже',
  too_many_streams: () => 'По этому ключу API открыто слишком много потоков событий. Закройте ненужные',
  streams_full: () => 'Сейчас нельзя открыть ещё один поток событий. Повторите попытку чуть позже',
  webhook_exists: () => 'У этого задания уже есть вебхук. Измените его через PATCH /api/webhooks/{jobId}',
  webhook_disabled: () => 'Вебхук отключён. Сначала включите его',
  delivery_not_ended: () => 'Эта доставка ещё не завершена: она ожидает отправки или отправляется',
  too_large: ({ limitBytes }) => `Тело запроса слишком велико. Предел: ${counted(limitBytes, 'байт', 'байта', 'байт')}`,
  unsupported_media_type: () => 'Укажите Content-Type: application/json (UTF-8)',
  invalid_input: ({ faults, unlisted }) =>
    `Ошибка во входных данных. ${faults.map(({ field, message }) => `${field}: ${message}`).join(' / ')}${unlisted > 0 ? ` / и ещё ${unlisted}` : ''}`,
  internal: ({ requestId }) => `Внутренняя ошибка. Обращаясь в поддержку, назовите номер запроса: ${requestId}`,
  unavailable: () => 'Служба временно недоступна. Повторите запрос чуть позже',

  body_missing: () => 'В запросе нет тела. Отправьте JSON',
  body_not_utf8: () => 'Тело запроса не в кодировке UTF-8',
  body_not_json: () => 'Тело запроса не является правильным JSON',
  body_undecodable: () => 'Тело запроса не удаётся прочитать. Проверьте сжатие и длину',
  body_too_deep: ({ maximum }) =>
    `Слишком глубокая вложенность. Не более ${counted(maximum, 'уровня', 'уровней', 'уровней')}`,

  field_required: () => 'обязательное поле',
  field_wrong_type: ({ expected, received }) => `ожидается ${TYPES[expected]}, а получено: ${TYPES[received]}`,
  field_one_of: ({ options }) => `допустимые значения: ${options.join(', ')}`,
  field_unknown: () => 'неизвестное поле',
  field_repeated: () => 'указано более одного раза',
  field_forbidden_key: () => 'такое имя недопустимо',
  field_nul: () => 'символ NUL (U+0000) недопустим',
  field_lone_surrogate: () => 'содержит неверный Unicode (одиночный суррогат)',
  field_too_short: ({ minimum }) => `не менее ${counted(minimum, 'символа', 'символов', 'символов')}`,
  field_too_long: ({ maximum }) => `не более ${counted(maximum, 'символа', 'символов', 'символов')}`,
  field_too_many_bytes: ({ maximum }) => `не более ${counted(maximum, 'байта', 'байт', 'байт')}`,
  field_too_few_items: ({ minimum }) => `не менее ${counted(minimum, 'элемента', 'элементов', 'элементов')}`,
  field_too_many_items: ({ maximum }) => `не более ${counted(maximum, 'элемента', 'элементов', 'элементов')}`,
  field_too_small: ({ minimum }) => `не меньше ${minimum}`,
  field_too_big: ({ maximum }) => `не больше ${maximum}`,
  field_not_an_instant: () => 'ожидаются дата и время ISO 8601 (например, 2025-11-05T09:00:00.000Z)',
  field_not_in_future: () => 'ожидается момент в будущем',
  field_not_after: ({ field }) => `ожидается момент позже ${field}`,
  outage_too_long: ({ maximum }) => `слишком поздно: до этого момента назначено больше ${maximum} запусков`,
  field_unchangeable: () => 'после создания изменить нельзя. Создайте заново',
  field_not_a_label: () => 'от 1 до 100 латинских букв, цифр и знаков - _ . :',
  field_not_a_duration: () => 'ожидается длительность ISO 8601 из недель, дней, часов, минут и секунд (например, PT2M)',
  field_duration_outside: ({ minimum, maximum }) => `ожидается длительность от ${minimum} до ${maximum}`,
  field_bad_cursor: () => 'неверный курсор. Передайте значение заголовка X-Next-Cursor без изменений',
  field_not_a_whole_number: () => 'ожидается целое число',
  field_not_a_finite_number: () => 'число выходит за допустимые пределы',
  field_invalid: () => 'недопустимое значение',

  url_malformed: () => 'неверный URL (пример: https://api.example.com/report)',
  url_scheme: () => 'URL должен начинаться с http:// или https://',
  url_userinfo: () => 'URL не должен содержать имя пользователя и пароль. Используйте заголовок Authorization',
  url_not_callable: () =>
    'этот URL нельзя вызвать: закрыты частные и локальные адреса и имена, а также все порты, кроме 80, 443 и большинства начиная с 1024',
  header_name_malformed: () => 'недопустимое имя заголовка',
  header_value_control: () => 'переводы строк и другие управляющие символы недопустимы',
  header_value_not_latin1: () => 'допустимы только символы Latin-1',
  header_reserved: () => 'этот заголовок задаёт или запрещает Carillon, выбрать его нельзя',
  header_repeated: () => 'заголовок с таким именем уже указан (регистр не учитывается)',
  header_mask_without_value: () =>
    'это маска, которой в ответах заменяется значение, но сохранённого значения нет. Передайте само значение',
  body_not_taken: () => 'GET и DELETE не передают тело. Задайте body: null или используйте POST, PUT, PATCH',
  unknown_time_zone: ({ value }) => `«${value}» не является часовым поясом IANA (пример: Asia/Tokyo)`,
  timeout_above_plan: ({ maximum }) => `на этом тарифе не больше ${maximum} мс`,
  not_with_worker_job: () => 'не указывается, если target.kind равно workerJob: URL не вызывается. Уберите это поле',
  statuses_malformed: () => 'ожидается код состояния (например, 204) или промежуток кодов (например, "200-299")',
  statuses_out_of_range: () => 'коды состояния должны быть от 100 до 599',
  statuses_reversed: () => 'промежуток задан в обратном порядке. Сначала укажите меньший код, как в "200-299"',
  at_most_once_retried: ({ maxAttempts }) =>
    `atMostOnce допускает лишь одну попытку, а retry.maxAttempts равно ${maxAttempts}. Задайте 1 или выберите atLeastOnce`,
  max_delay_below_delay: ({ delayMs, maxDelayMs }) =>
    `указано ${maxDelayMs} мс; должно быть не меньше retry.delayMs (${delayMs} мс)`,
  end_not_after_start: ({ startAt, endAt }) => `ожидается момент позже startAt (${startAt}), а указано ${endAt}`,
  jitter_not_below_interval: ({ jitterSeconds, intervalSeconds }) =>
    `указано ${counted(jitterSeconds, 'секунда', 'секунды', 'секунд')}; должно быть меньше наименьшего интервала расписания (${counted(intervalSeconds, 'секунда', 'секунды', 'секунд')})`,

  console_not_built: () => 'Консоль здесь не собрана. API находится по адресу /api, его описание — /docs',

  dashboard_off: () =>
    'Панель отключена. Задайте OPERATOR_USER и OPERATOR_PASSWORD и перезапустите API, чтобы включить её',
  dashboard_title: () => 'Панель очередей Carillon',
  dashboard_user: () => 'Пользователь',
  dashboard_password: () => 'Пароль',
  dashboard_sign_in: () => 'Войти',
  dashboard_wrong: () => 'Неверное имя пользователя или пароль',
  dashboard_throttled: ({ seconds }) =>
    `Слишком много неудачных попыток. Повторите через ${counted(seconds, 'секунду', 'секунды', 'секунд')}`,
  dashboard_cross_site: () => 'Запросы с других сайтов не принимаются',
};

function counted(count: number, one: string, few: string, many: string): string {
  const form = PLURAL.select(count);
  return `${count} ${form === 'one' ? one : form === 'few' ? few : many}`;
}

function duration(seconds: number): string {
  return seconds % 60 === 0
    ? counted(seconds / 60, 'минута', 'минуты', 'минут')
    : counted(seconds, 'секунда', 'секунды', 'секунд');
}
