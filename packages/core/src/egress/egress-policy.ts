import { isIP } from 'node:net';
import { isInnerName, matchesHost, normalizeHost } from '../domain/target/host-rules.js';
import { checkUrl } from '../domain/target/check-url.js';
import { isOpenPort, portOf } from '../domain/target/port-rules.js';
import { createAddressPolicy, type AddressCheck } from './address-policy.js';

/** What the operator allows beside the public internet. */
export interface EgressRules {
  /** Ranges of addresses, e.g. `10.0.0.0/8`; on every port. */
  allowCidrs: readonly string[];
  /** Names, e.g. `nas.example.com` or `*.lan`: they may resolve to private addresses; on every port. */
  allowHosts: readonly string[];
}

/** Decides what may be called. */
export interface EgressPolicy {
  /** True for a URL that cannot be called, whatever its host resolves to. Another one is decided about at its call. */
  refuses(url: string): boolean;
  /** What each address of a host must pass to be connected to on a port; null when none may. */
  checkFor(host: string, port: number): AddressCheck | null;
}

/** Makes the policy. Without rules only public addresses may be called, on the ports of `isOpenPort`. */
export function createEgressPolicy({ allowCidrs, allowHosts }: EgressRules): EgressPolicy {
  const addresses = createAddressPolicy(allowCidrs);
  const checkFor = (written: string, port: number): AddressCheck | null => {
    const host = normalizeHost(written);
    if (allowHosts.some((pattern) => matchesHost(host, pattern))) return addresses.allowsForAllowedName;
    const check = isOpenPort(port) ? addresses.allows : addresses.isOpened;
    if (isIP(host) !== 0) return check(host) ? check : null;
    // With allowed ranges an inner name may lead into one of them; without, neither it nor a closed port can be right.
    if (allowCidrs.length === 0 && (isInnerName(host) || !isOpenPort(port))) return null;
    return check;
  };
  return {
    checkFor,
    refuses(text) {
      if (checkUrl(text) !== null) return true;
      const url = new URL(text);
      return checkFor(url.hostname, portOf(url)) === null;
    },
  };
}
