import { BlockList } from "node:net";
import fc from "fast-check";
import { expect, test } from "vitest";
import { AddressRefusedError, assertPublic, isPublicAddress } from "./address-rules.ts";

/** IANA's special-purpose IPv4 registry, multicast and class E: the oracle, on Node's own prefix arithmetic. */
const SPECIAL_V4: [string, number][] = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.31.196.0", 24],
  ["192.52.193.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["192.175.48.0", 24],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
];
const special = new BlockList();
for (const [net, bits] of SPECIAL_V4) special.addSubnet(net, bits);

const dotted = (n: number) => [n >>> 24, (n >>> 16) & 255, (n >>> 8) & 255, n & 255].join(".");
const toNumber = (ip: string) => ip.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
const hexPair = (n: number) => `${(n >>> 16).toString(16)}:${(n & 0xffff).toString(16)}`;

const anyV4 = fc.integer({ min: 0, max: 0xffffffff }).map((n) => n >>> 0);
const specialV4 = fc
  .tuple(fc.constantFrom(...SPECIAL_V4), fc.integer({ min: 0, max: 0xffffffff }))
  .map(([[net, bits], noise]) => (toNumber(net) + ((noise >>> 0) % 2 ** (32 - bits))) >>> 0);
const group = fc.integer({ min: 0, max: 0xffff });
const groups = (count: number) => fc.array(group, { minLength: count, maxLength: count });
const v6 = (parts: readonly number[]) => parts.map((part) => part.toString(16)).join(":");

test("IPv4: public exactly when no special range holds it", () => {
  fc.assert(
    fc.property(fc.oneof(anyV4, specialV4), (n) => {
      expect(isPublicAddress(dotted(n))).toBe(!special.check(dotted(n)));
    }),
    { numRuns: 3000 },
  );
});

test("IPv4 inside IPv6 (mapped, NAT64, 6to4) is judged by the IPv4 address", () => {
  fc.assert(
    fc.property(fc.oneof(anyV4, specialV4), groups(5), (n, rest) => {
      const isPublic = !special.check(dotted(n));
      expect(isPublicAddress(`::ffff:${dotted(n)}`)).toBe(isPublic);
      expect(isPublicAddress(`::ffff:${hexPair(n)}`)).toBe(isPublic);
      expect(isPublicAddress(`64:ff9b::${hexPair(n)}`)).toBe(isPublic);
      expect(isPublicAddress(`2002:${hexPair(n)}:${v6(rest)}`)).toBe(isPublic);
    }),
    { numRuns: 2000 },
  );
});

test("IPv4 in deprecated or local forms (compatible, SIIT, local NAT64, Teredo) is refused whatever it is", () => {
  fc.assert(
    fc.property(anyV4, (n) => {
      for (const form of [`::${hexPair(n)}`, `::ffff:0:${hexPair(n)}`, `64:ff9b:1::${hexPair(n)}`, `2001:0:${hexPair(n)}::1`]) {
        expect(isPublicAddress(form)).toBe(false);
      }
    }),
  );
});

const specialV6 = fc.oneof(
  groups(7).map((rest) => v6([0xfc00 + ((rest[0] ?? 0) % 0x200), ...rest])), // ULA fc00::/7
  groups(7).map((rest) => v6([0xfe80 + ((rest[0] ?? 0) % 0x40), ...rest])), // link-local fe80::/10
  groups(7).map((rest) => v6([0xfec0 + ((rest[0] ?? 0) % 0x40), ...rest])), // site-local fec0::/10
  groups(7).map((rest) => v6([0xff00 + ((rest[0] ?? 0) % 0x100), ...rest])), // multicast ff00::/8
  groups(6).map((rest) => v6([0x2001, 0xdb8, ...rest])), // documentation
  groups(7).map((rest) => v6([0x3fff, (rest[0] ?? 0) % 0x1000, ...rest.slice(1)])), // documentation 3fff::/20
  groups(7).map((rest) => v6([0x2001, (rest[0] ?? 0) % 0x200, ...rest.slice(1)])), // protocol assignments 2001::/23
  groups(7).map((rest) => v6([0x4000 + ((rest[0] ?? 0) % 0xbc00), ...rest])), // unassigned 4000:: and up
);

test("every IPv6 address of a special range is refused", () => {
  fc.assert(
    fc.property(specialV6, (address) => {
      expect(isPublicAddress(address), address).toBe(false);
    }),
    { numRuns: 2000 },
  );
});

test.each(["::", "::1", "fe80::1%eth0", "2606:4700::1%eth0", "100::1", "5f00::1", "localhost", "", "1.2.3.4.5", "300.1.1.1"])(
  "refuses %j",
  (address) => {
    expect(isPublicAddress(address)).toBe(false);
  },
);

test.each(["89.149.242.149", "1.1.1.1", "2606:4700:4700::1111", "2a00:1450:4001::8a", "::ffff:8.8.8.8"])(
  "allows %s",
  (address) => {
    expect(isPublicAddress(address)).toBe(true);
  },
);

test("one private address among several refuses the name and is named", () => {
  expect(() => assertPublic("h.example", ["1.1.1.1", "10.0.0.1"])).toThrow(AddressRefusedError);
  expect(() => assertPublic("h.example", ["1.1.1.1", "10.0.0.1"])).toThrow("h.example (10.0.0.1) is not a public address");
  expect(() => assertPublic("h.example", ["1.1.1.1"])).not.toThrow();
});
