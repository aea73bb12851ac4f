import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeMaintenanceActive, decodeMaintenanceStatus } from "./maintenance.ts";
import { gatewayProperties } from "./testing/gateway.ts";
import { heights, type JsonObject, names, uint64s } from "./testing/wire-json.ts";

const STATUS = "MAINTENANCE_RESERVATION_STATUS_";
const reservation = fc.record({
  reservation_id: uint64s("gateway"),
  address: names,
  start_height: heights(),
  duration_blocks: uint64s("gateway"),
  status: fc.constantFrom(`${STATUS}SCHEDULED`, `${STATUS}ACTIVE`, `${STATUS}NEW_IN_V9`),
  created_by: names,
});
type Given = typeof reservation extends fc.Arbitrary<infer T> ? T : never;

const reservationJson = (given: Given): JsonObject => ({
  reservation_id: `${given.reservation_id}`,
  participant: given.address,
  start_height: `${given.start_height}`,
  duration_blocks: `${given.duration_blocks}`,
  created_by: given.created_by,
  status: given.status,
  activation_warning: "",
});

const integers = "reservation_id start_height duration_blocks";

gatewayProperties("decodeMaintenanceActive", {
  cases: fc.uniqueArray(reservation, { maxLength: 4, selector: ({ reservation_id }) => reservation_id }),
  body: (given) => ({ reservations: given.map(reservationJson) }),
  decode: (body) => decodeMaintenanceActive(body, { epoch: 7 }),
  expected: (given) => given.map((row) => ({ epoch: 7, ...row })),
  unsigned: integers,
  // The older host API writes the integer of a status: 7 is none, 2 would be one.
  free: "status",
});

gatewayProperties("decodeMaintenanceStatus", {
  cases: fc
    .tuple(names, fc.uniqueArray(reservation, { minLength: 2, maxLength: 2, selector: ({ reservation_id }) => reservation_id }))
    .map(([address, pair]) => ({ address, pair: pair.map((each) => ({ ...each, address })) })),
  body: ({ pair }) => {
    const [active, scheduled] = pair.map(reservationJson);
    return {
      state: { participant: "a", credit_blocks: "200" },
      active_reservation: active ?? null,
      scheduled_reservation: scheduled ?? null,
      found: true,
    };
  },
  decode: (body, { address }) => decodeMaintenanceStatus(body, { epoch: 7, address }),
  expected: ({ pair }) => pair.map((row) => ({ epoch: 7, ...row })),
  unsigned: integers,
  free: "status active_reservation scheduled_reservation",
});

describe("decodeMaintenanceStatus", () => {
  const asked = { epoch: 7, address: "a" };
  const none = { state: null, active_reservation: null, scheduled_reservation: null, found: false };

  it("knows no window of a host that has none, but doesn't take a field left out for one", () => {
    expect(decodeMaintenanceStatus(none, asked)).toEqual({ ok: true, value: [], unknowns: [] });
    const { scheduled_reservation: _left, ...rest } = none;
    expect(decodeMaintenanceStatus(rest, asked).ok).toBe(false);
  });

  it("doesn't take one host's window for another's", () => {
    const [given] = fc.sample(reservation, 1);
    const window = given && reservationJson({ ...given, address: "b" });
    expect(decodeMaintenanceStatus({ ...none, active_reservation: window }, asked).ok).toBe(false);
  });
});
