import { sentence } from '@carillon/core/messages/say';
import type { ApiDeps } from '../../deps.js';
import { invalidInput } from '../../http/problem.js';

/**
 * Refuses an endpoint that nothing would be sent to, whatever its host resolves to.
 * @throws Problem 400
 */
export function checkEndpoint({ egress }: Pick<ApiDeps, 'egress'>, endpoint: string | undefined): void {
  if (endpoint === undefined || !egress.refuses(endpoint)) return;
  throw invalidInput([{ path: ['endpoint'], say: sentence('url_not_callable') }], 'egress_denied');
}
