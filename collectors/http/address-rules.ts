import ipaddr from "ipaddr.js";

/** Thrown where a connection to a host named by the chain, or by a redirect, would leave the public internet. */
export class AddressRefusedError extends Error {
  override readonly name = "AddressRefusedError";
  readonly code = "ADDRESS_REFUSED";
}

const GLOBAL_UNICAST_V6: [ipaddr.IPv6, number] = [ipaddr.IPv6.parse("2000::"), 3];
const NAT64_WELL_KNOWN: [ipaddr.IPv6, number] = [ipaddr.IPv6.parse("64:ff9b::"), 96];

/**
 * Whether an IP address is public unicast. IPv4-mapped, NAT64 (64:ff9b::/96) and 6to4 addresses are judged by the
 * IPv4 address inside; every other range with a special meaning is refused, and so is text that isn't an address.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const ip = ipaddr.parse(address);
  return ip instanceof ipaddr.IPv4 ? isPublicV4(ip) : isPublicV6(ip);
}

function isPublicV4(ip: ipaddr.IPv4): boolean {
  return ip.range() === "unicast";
}

function isPublicV6(ip: ipaddr.IPv6): boolean {
  if (ip.zoneId !== undefined) return false;
  const bytes = ip.toByteArray();
  switch (ip.range()) {
    case "unicast":
      // Outside 2000::/3 nothing is assigned, and ::127.0.0.1 (IPv4-compatible) would count as unicast.
      return ip.match(GLOBAL_UNICAST_V6);
    case "ipv4Mapped":
      return isPublicV4(new ipaddr.IPv4(bytes.slice(12)));
    case "rfc6052":
      return ip.match(NAT64_WELL_KNOWN) && isPublicV4(new ipaddr.IPv4(bytes.slice(12)));
    case "6to4":
      return isPublicV4(new ipaddr.IPv4(bytes.slice(2, 6)));
    default:
      return false;
  }
}

/**
 * Checks every address a host name resolved to; one that isn't public refuses the name, so that a mixed answer can't
 * slip a private address through.
 * @throws AddressRefusedError
 */
export function assertPublic(host: string, addresses: readonly string[]): void {
  const refused = addresses.find((address) => !isPublicAddress(address));
  if (refused === undefined) return;
  const where = refused === host ? host : `${host} (${refused})`;
  throw new AddressRefusedError(`${where} is not a public address`);
}
