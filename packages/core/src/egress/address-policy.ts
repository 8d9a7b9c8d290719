import ipaddr from 'ipaddr.js';

/** Decides whether an address may be called. */
export interface AddressPolicy {
  allows(address: string): boolean;
}

type Range = [ipaddr.IPv4 | ipaddr.IPv6, number];

/** Public-looking addresses that are not public: Azure's host service, and documentation space newer than the library. */
const NEVER: Range[] = [ipaddr.parseCIDR('168.63.129.16/32'), ipaddr.parseCIDR('3fff::/20')];

/** All of IPv6 that is handed out to the public today. */
const GLOBAL_IPV6 = ipaddr.parseCIDR('2000::/3');

/**
 * An allow-list by range: public unicast addresses and what the operator adds. Everything else (loopback, private,
 * link-local, metadata services, IPv4 inside IPv6, unallocated) is refused.
 * @param allowedCidrs the operator's additions, e.g. `10.0.0.0/8`.
 * @throws when one is not a CIDR; see `isCidr`.
 */
export function createAddressPolicy(allowedCidrs: readonly string[]): AddressPolicy {
  const allowed = allowedCidrs.map((cidr) => ipaddr.parseCIDR(cidr));
  return {
    allows(address) {
      if (!ipaddr.isValid(address)) return false;
      const parsed = ipaddr.parse(address);
      return allowed.some((range) => within(parsed, range)) || isPublic(parsed);
    },
  };
}

/** True for a range in CIDR notation. */
export const isCidr = (text: string): boolean => ipaddr.isValidCIDR(text);

function isPublic(address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  if (address.range() !== 'unicast' || NEVER.some((range) => within(address, range))) return false;
  return address.kind() === 'ipv4' || within(address, GLOBAL_IPV6);
}

function within(address: ipaddr.IPv4 | ipaddr.IPv6, [network, bits]: Range): boolean {
  return address.kind() === network.kind() && address.match(network, bits);
}
