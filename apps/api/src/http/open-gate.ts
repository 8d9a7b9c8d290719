import { createAuthenticator } from '@carillon/core/engine/authenticate-api-key';
import type { ApiDeps } from '../deps.js';
import type { Gatekeeper } from './admit.js';
import { createCounter } from './counters.js';
import { createFailureThrottle } from './failure-throttle.js';

const MINUTE_SECONDS = 60;

/** Puts together what decides about every request. */
export function openGate({ db, counters, meter, adminToken, failedLoginsPerMinute }: ApiDeps): Gatekeeper {
  const failures = createCounter('failed-logins', MINUTE_SECONDS, counters);
  return {
    authenticator: createAuthenticator(db),
    adminToken,
    failures: createFailureThrottle(failures, failedLoginsPerMinute),
    minutes: createCounter('requests', MINUTE_SECONDS, counters),
    meter,
  };
}
