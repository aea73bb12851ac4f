import { type MaintenanceWindowRow, maintenanceWindowRow } from "../../storage/facts/live-rows.ts";
import type { Decoded } from "./decoded.ts";
import { leaf, leaves, type Shape } from "./known.ts";
import { decodeLive, messageOrNull } from "./live-answer.ts";
import { checkedRow, type ObjectReader, refuseDuplicates } from "./reader.ts";
import { bool, due, enumOf, height, text, uint64 } from "./wire.ts";

const RESERVATION = leaves("reservation_id participant start_height duration_blocks created_by status activation_warning");

const ACTIVE_SHAPE: Shape = { reservations: RESERVATION };

const STATUS_SHAPE: Shape = {
  state: leaves(
    "participant credit_blocks last_maintenance_epoch active_reservation_id scheduled_reservation_id last_maintenance_end_epoch",
  ),
  active_reservation: RESERVATION,
  scheduled_reservation: RESERVATION,
  found: leaf,
};

/** `MaintenanceReservationStatus` of maintenance.proto, in the order of its integers. */
const status = enumOf("MAINTENANCE_RESERVATION_STATUS_", [
  "MAINTENANCE_RESERVATION_STATUS_UNSPECIFIED",
  "MAINTENANCE_RESERVATION_STATUS_SCHEDULED",
  "MAINTENANCE_RESERVATION_STATUS_ACTIVE",
  "MAINTENANCE_RESERVATION_STATUS_COMPLETED",
  "MAINTENANCE_RESERVATION_STATUS_CANCELED",
]);

function windowOf(reservation: ObjectReader, asked: { epoch: number }): MaintenanceWindowRow {
  const row = {
    epoch: asked.epoch,
    reservation_id: reservation.read("reservation_id", uint64),
    address: reservation.read("participant", text),
    start_height: reservation.read("start_height", due(height)),
    duration_blocks: reservation.read("duration_blocks", uint64),
    status: reservation.read("status", status),
    created_by: reservation.read("created_by", text),
  };
  return checkedRow(maintenanceWindowRow, row, reservation.path);
}

/** Maintenance windows that are open now: `GET …/inference/maintenance_active` (v0.2.14 on). Heights and lengths in blocks. */
export function decodeMaintenanceActive(body: unknown, asked: { epoch: number }): Decoded<MaintenanceWindowRow[]> {
  return decodeLive(body, ACTIVE_SHAPE, (root) => {
    const rows = root.messages("reservations").map((reservation) => windowOf(reservation, asked));
    refuseDuplicates(rows, (row) => row.reservation_id.toString(), "reservations");
    return rows;
  });
}

/**
 * The windows of one participant, open and scheduled: `GET …/inference/maintenance_status/{address}`. `found` is about its credit and not
 * about windows: a host that never took part has none of either.
 */
export function decodeMaintenanceStatus(
  body: unknown,
  asked: { epoch: number; address: string },
): Decoded<MaintenanceWindowRow[]> {
  return decodeLive(body, STATUS_SHAPE, (root) => {
    root.read("found", bool);
    const rows = ["active_reservation", "scheduled_reservation"].flatMap((key) => {
      const reservation = messageOrNull(root, key);
      if (reservation === null) return [];
      reservation.verify("participant", text, asked.address);
      return [windowOf(reservation, asked)];
    });
    refuseDuplicates(rows, (row) => row.reservation_id.toString(), "active_reservation and scheduled_reservation");
    return rows;
  });
}
