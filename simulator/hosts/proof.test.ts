import { createHash } from "node:crypto";
import protobuf from "protobufjs";
import { describe, expect, it } from "vitest";
import { STILL, stillNode } from "../comet/testing/serve.ts";
import { membershipAppHash, membershipProof, proofEpochAt } from "./proof.ts";
import { activeParticipants } from "./proof-members.ts";

const { network } = stillNode({ ...STILL, hosts: 12 });
const { effective } = network.epochsAt(network.clock.height());

const { root } = protobuf.parse(
  `syntax = "proto3";
  message Seed { string participant = 1; uint64 epoch_index = 2; string signature = 3; }
  message Node { string node_id = 1; int64 poc_weight = 3; repeated bool timeslot_allocation = 4; }
  message Nodes { repeated Node ml_nodes = 1; }
  message Power { string model_id = 1; int64 voting_power = 2; }
  message Participant {
    string index = 1; string validator_key = 2; int64 weight = 3; string inference_url = 4; repeated string models = 5;
    Seed seed = 6; repeated Nodes ml_nodes = 7; repeated Power voting_powers = 8;
  }
  message ActiveParticipants {
    repeated Participant participants = 1; uint64 epoch_group_id = 2; int64 poc_start_block_height = 3;
    int64 effective_block_height = 4; int64 created_at_block_height = 5; uint64 epoch_id = 6;
  }
  message LeafOp { int32 hash = 1; int32 prehash_key = 2; int32 prehash_value = 3; int32 length = 4; bytes prefix = 5; }
  message InnerOp { int32 hash = 1; bytes prefix = 2; bytes suffix = 3; }
  message ExistenceProof { bytes key = 1; bytes value = 2; LeafOp leaf = 3; repeated InnerOp path = 4; }
  message CommitmentProof { ExistenceProof exist = 1; }`,
  { keepCase: true },
);
const decoded = (type: string, bytes: Uint8Array) =>
  root.lookupType(type).toObject(root.lookupType(type).decode(bytes), { longs: Number, arrays: true });

const sha256 = (...parts: readonly Uint8Array[]) => createHash("sha256").update(Buffer.concat(parts)).digest();

describe("the proof of a simulated membership", () => {
  it("is of the bytes of what the answer says", () => {
    const proof = membershipProof(network, effective);
    expect(decoded("ActiveParticipants", proof?.bytes ?? Buffer.of())).toEqual(activeParticipants(network, effective));
  });

  it("leads from the bytes to the app hash, through the store to the multistore", () => {
    const proof = membershipProof(network, effective);
    if (proof === null) throw new Error("no members");
    let value: Uint8Array = proof.bytes;
    for (const { key, data } of proof.ops) {
      const { exist } = decoded("CommitmentProof", Buffer.from(data, "base64"));
      expect(exist.leaf).toMatchObject({ hash: 1, prehash_value: 1, length: 1 });
      expect(Buffer.from(exist.key).toString("base64")).toBe(key);
      expect(Buffer.from(exist.value).equals(value)).toBe(true);
      const [name, hashed] = [Buffer.from(key, "base64"), sha256(value)];
      value = sha256(exist.leaf.prefix, Buffer.of(name.length), name, Buffer.of(32), hashed);
      for (const { prefix, suffix } of exist.path) value = sha256(prefix ?? Buffer.of(), value, suffix ?? Buffer.of());
    }
    expect(value).toEqual(proof.appHash);
  });

  it("is covered by the header of one block an epoch", () => {
    const { pocStart, validationEnd } = network.stagesOf(effective);
    const heights = Array.from({ length: 300 }, (_, index) => pocStart - 100 + index);
    expect(heights.filter((height) => proofEpochAt(network, height) === effective)).toEqual([validationEnd + 1]);
    expect(membershipAppHash(network, validationEnd + 1)).toEqual(membershipProof(network, effective)?.appHash);
    expect(membershipAppHash(network, validationEnd)).toBeNull();
    expect(membershipProof(network, 0)).toBeNull();
  });
});
