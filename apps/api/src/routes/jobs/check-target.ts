import type { CronTarget } from '@carillon/core/domain/target/cron-target';
import type { Principal } from '@carillon/core/engine/authenticate-api-key';
import { checkScope } from '../../http/check-scope.js';
import { checkTenants } from '../worker-jobs/tenants.js';

/**
 * Holds a key that sets or fires a target to what it takes to create the worker job by itself: no schedule does for its
 * owner what the key may not.
 * @throws Problem 403 for a key without the scope `job`, or of other tenants.
 */
export function checkTarget(principal: Principal, target: CronTarget | null | undefined): void {
  if (target === null || target === undefined) return;
  checkScope(principal, 'job');
  checkTenants(principal, [target.tenantId]);
}
