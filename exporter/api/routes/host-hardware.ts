import { z } from "zod";
import { AT, at, queryRows } from "../../../storage/read/query.ts";
import { groupBy } from "../../group-by.ts";
import type { Reading } from "../../state.ts";
import type { hardware } from "../schemas/host-standing.ts";

const deviceRow = z.object({
  local_id: z.string(),
  status: z.string(),
  models: z.array(z.string()),
  device: z.string().nullable(),
  devices: z.int().nullable(),
});

const HARDWARE = `
  SELECT local_id, status, models, device, devices FROM agreed_hardware(${AT})
  WHERE epoch = {epoch:UInt32} AND address = {address:String} ORDER BY local_id, position`;

/** The host's ML nodes as it registered them, by the newest answer that was asked for. */
export async function hardwareOf({ store, snapshot }: Reading, address: string): Promise<z.input<typeof hardware>> {
  const asked = snapshot.questions.filter(({ topic, epoch }) => topic === "hardware" && epoch !== null);
  const newest = asked.reduce<(typeof asked)[number] | null>((a, b) => (a && (a.epoch ?? 0) >= (b.epoch ?? 0) ? a : b), null);
  if (!newest || newest.epoch === null) return null;
  const { epoch, verdict } = newest;
  if (verdict !== "agreed") return { epoch, verdict, nodes: null };
  const rows = await queryRows(store.client, deviceRow, HARDWARE, { ...at(snapshot.chain, snapshot.asOf), epoch, address });
  const nodes = [...groupBy(rows, ({ local_id }) => local_id)].map(([node_id, devices]) => ({
    node_id,
    status: devices[0]?.status ?? "",
    models: devices[0]?.models ?? [],
    devices: devices.flatMap(({ device, devices: count }) => (device === null ? [] : [{ device, count }])),
  }));
  return { epoch, verdict, nodes };
}
