import { sentence } from '@carillon/core/messages/say';
import type { ApiDeps } from '../../deps.js';
import type { Path } from '../../http/format-path.js';
import { invalidInput, type Fault } from '../../http/problem.js';

type Deps = Pick<ApiDeps, 'egress'>;

/**
 * Refuses a URL that no call would be made to, whatever its host resolves to. What a name resolves to is decided at each
 * call.
 * @throws Problem 400
 */
export function checkEgress(deps: Deps, url: string | null | undefined): void {
  refuse(faultsOf(deps, url, ['url']));
}

/**
 * The same for many jobs; every one at fault is named.
 * @throws Problem 400
 */
export function checkEveryEgress(deps: Deps, jobs: readonly { url: string | null }[]): void {
  refuse(jobs.flatMap(({ url }, index) => faultsOf(deps, url, [index, 'url'])));
}

function faultsOf({ egress }: Deps, url: string | null | undefined, path: Path): Fault[] {
  const isRefused = typeof url === 'string' && egress.refuses(url);
  return isRefused ? [{ path, say: sentence('url_not_callable') }] : [];
}

function refuse(faults: readonly Fault[]): void {
  if (faults.length > 0) throw invalidInput(faults, 'egress_denied');
}
