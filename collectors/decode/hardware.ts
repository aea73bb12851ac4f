import { type HardwareRow, hardwareRow } from "../../storage/facts/live-rows.ts";
import type { Decoded } from "./decoded.ts";
import { leaf, leaves, type Shape } from "./known.ts";
import { decodeLive, type LeftOut } from "./live-answer.ts";
import { uint32 } from "./live-wire.ts";
import type { ObjectReader } from "./reader.ts";
import { text } from "./wire.ts";

const SHAPE: Shape = {
  nodes: {
    participant: leaf,
    hardware_nodes: { ...leaves("local_id status models host port version"), hardware: leaves("type count") },
  },
};

const PATH = "nodes[].hardware_nodes[]";

/** The rows of one ML node, or none (and a note) where its host wrote something into it that can't be kept. */
function rowsOf(node: ObjectReader, address: string, epoch: number, leftOut: LeftOut): HardwareRow[] {
  const version = node.readOptional("version", text);
  const about = {
    epoch,
    address,
    local_id: node.read("local_id", text),
    status: node.read("status", text),
    models: node.scalars("models", text),
    // A host that doesn't say leaves it empty.
    version: version === "" ? null : version,
  };
  const devices = node.messages("hardware").map((device) => ({
    device: device.read("type", text),
    devices: device.read("count", uint32),
  }));
  const rows = devices.length === 0 ? [{ device: null, devices: null }] : devices;
  const kept = rows.flatMap((device, position) => leftOut.storable(hardwareRow, { ...about, ...device, position }, PATH) ?? []);
  return kept.length === rows.length ? kept : [];
}

/**
 * Self-reported hardware of everybody ever: `GET …/inference/hardware_nodes_all`. One row a device type of an ML node; a node without
 * hardware has one row without a device.
 *
 * Hosts write whatever they like here. A node with text that no row can hold (an empty or over-long id, …) is left out whole and reported:
 * half a node would be a wrong count. The chain keeps each (participant, local_id) once (`MsgSubmitHardwareDiff` puts them in a map);
 * should one come twice, the last one told holds, as it does in the chain's own map, and the earlier one is reported.
 */
export function decodeHardware(body: unknown, asked: { epoch: number }): Decoded<HardwareRow[]> {
  return decodeLive(body, SHAPE, (root, leftOut) => {
    const byNode = new Map<string, HardwareRow[]>();
    for (const host of root.messages("nodes")) {
      const address = host.read("participant", text);
      for (const node of host.messages("hardware_nodes")) {
        const rows = rowsOf(node, address, asked.epoch, leftOut);
        const [first] = rows;
        if (first === undefined) continue;
        const key = JSON.stringify([address, first.local_id]);
        if (byNode.has(key)) leftOut.note(`${PATH} told twice`, byNode.get(key));
        byNode.set(key, rows);
      }
    }
    return [...byNode.values()].flat();
  });
}
