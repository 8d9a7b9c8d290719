import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Decides about an address; false for what is none. */
export type AddressCheck = (address: string) => boolean;

/** What may be said of an address before it is called. */
export interface AddressPolicy {
  /** It is public, or the operator has allowed its range. */
  allows: AddressCheck;
  /** The operator has allowed its range. */
  isOpened: AddressCheck;
  /** It is public, allowed, or of a private network: good for a name that the operator has allowed. */
  allowsForAllowedName: AddressCheck;
}

type Address = ipaddr.IPv4 | ipaddr.IPv6;
type Range = [Address, number];

/** Public-looking addresses that are not public: Azure's host service, and documentation space newer than the library. */
const NEVER: Range[] = [ipaddr.parseCIDR('168.63.129.16/32'), ipaddr.parseCIDR('3fff::/20')];

/** Metadata services in private ranges: an allowed name does not lead there, only an allowed range does. */
const METADATA: Range[] = [ipaddr.parseCIDR('100.100.100.200/32'), ipaddr.parseCIDR('fd00:ec2::/32')];

const PRIVATE = new Set(['private', 'loopback', 'uniqueLocal', 'carrierGradeNat']);

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
  const isAllowed = (address: Address) => allowed.some((range) => within(address, range));
  return {
    allows: check((address) => isAllowed(address) || isPublic(address)),
    isOpened: check(isAllowed),
    allowsForAllowedName: check((address) => isAllowed(address) || isPublic(address) || isPrivate(address)),
  };
}

/** True for a range in CIDR notation. */
export const isCidr = (text: string): boolean => ipaddr.isValidCIDR(text);

function check(decide: (address: Address) => boolean): AddressCheck {
  return (address) => isIP(address) !== 0 && decide(ipaddr.parse(address));
}

function isPublic(address: Address): boolean {
  if (address.range() !== 'unicast' || NEVER.some((range) => within(address, range))) return false;
  return address.kind() === 'ipv4' || within(address, GLOBAL_IPV6);
}

function isPrivate(address: Address): boolean {
  return PRIVATE.has(address.range()) && !METADATA.some((range) => within(address, range));
}

function within(address: Address, [network, bits]: Range): boolean {
  return address.kind() === network.kind() && address.match(network, bits);
}
