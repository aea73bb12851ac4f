import type { MaintenanceReservation } from "../../network/types.ts";
import { type Question, type Route, text } from "../route.ts";
import { INFERENCE } from "./bases.ts";

function reservationJson({ id, host, startHeight, durationBlocks, status }: MaintenanceReservation) {
  return {
    reservation_id: String(id),
    participant: host.address,
    start_height: String(startHeight),
    duration_blocks: String(durationBlocks),
    created_by: host.address,
    status: `MAINTENANCE_RESERVATION_STATUS_${status}`,
    activation_warning: "",
  };
}

const CREDIT_BLOCKS = "600";

function ofHost(question: Question, status: MaintenanceReservation["status"]) {
  const all = question.network.maintenance(question.height);
  return all.find((reservation) => reservation.host.address === text(question, 0) && reservation.status === status);
}

function status(question: Question) {
  const host = question.network.host(text(question, 0));
  const active = ofHost(question, "ACTIVE");
  const scheduled = ofHost(question, "SCHEDULED");
  const last = ofHost(question, "COMPLETED");
  const epochOf = (reservation: MaintenanceReservation) => question.network.epochsAt(reservation.startHeight).effective;
  const lastEpoch = last === undefined ? "0" : String(epochOf(last));
  return {
    state:
      host === null
        ? null
        : {
            participant: host.address,
            credit_blocks: CREDIT_BLOCKS,
            last_maintenance_epoch: lastEpoch,
            active_reservation_id: String(active?.id ?? 0),
            scheduled_reservation_id: String(scheduled?.id ?? 0),
            last_maintenance_end_epoch: lastEpoch,
          },
    active_reservation: active === undefined ? null : reservationJson(active),
    scheduled_reservation: scheduled === undefined ? null : reservationJson(scheduled),
    found: host !== null,
  };
}

function scheduled(question: Question) {
  const reservation = ofHost(question, "SCHEDULED");
  return { reservation: reservation === undefined ? null : reservationJson(reservation), found: reservation !== undefined };
}

function credit(question: Question) {
  const found = question.network.host(text(question, 0)) !== null;
  return { credit_blocks: found ? CREDIT_BLOCKS : "0", found };
}

function active({ network, height }: Question) {
  const running = network.maintenance(height).filter((reservation) => reservation.status === "ACTIVE");
  return { reservations: running.map(reservationJson) };
}

export const MAINTENANCE: readonly Route[] = [
  { path: `${INFERENCE}/maintenance_active`, answer: active },
  { path: `${INFERENCE}/maintenance_status/{}`, answer: status },
  { path: `${INFERENCE}/maintenance_scheduled/{}`, answer: scheduled },
  { path: `${INFERENCE}/maintenance_credit/{}`, answer: credit },
];
