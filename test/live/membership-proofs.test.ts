import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { parseSources } from "../../collectors/http/source.ts";
import { decodeParticipantsAnswer } from "../../collectors/proofs/answer.ts";
import { checkMembership } from "../../collectors/proofs/check.ts";
import { askAgreedBlock, judgeBlock } from "../../collectors/proofs/known-block.ts";
import { openTestStore, type TestStore } from "../../collectors/transactions/testing/store.ts";
import { STILL } from "../../simulator/comet/testing/serve.ts";
import { type Simulation, startSimulation } from "../../simulator/server.ts";

const told = z.object({
  active_participants: z.object({ participants: z.array(z.object({ index: z.string(), weight: z.int() })) }),
});

let simulation: Simulation;
let store: TestStore;
beforeAll(async () => {
  [simulation, store] = await Promise.all([
    startSimulation({ ...STILL, hosts: 12 }, { basePort: null, truth: null }),
    openTestStore(),
  ]);
});
afterAll(() => Promise.all([simulation?.close(), store?.close()]));

it.each([0, 1, 2])("the proof of a simulated host is verified as a real one is, %i epochs back", async (back) => {
  const { network, sources, clock } = simulation;
  const epoch = network.epochsAt(clock.height()).effective - back;
  const json = await (await fetch(`${sources[0]}/v1/epochs/${epoch}/participants`)).json();
  const answer = decodeParticipantsAnswer(json);
  if (!answer.ok) throw new Error(answer.reason);
  const height = network.stagesOf(epoch).validationEnd + 1;
  const block = await askAgreedBlock(store.contextOf(), parseSources(sources.join(",")), height);
  // With the validators that the host gives, and with the sources' own.
  for (const offered of [answer.value.validators, []]) {
    const known = await judgeBlock(store.contextOf(), block, offered);
    const verdict = checkMembership(network.chainId, epoch, answer, known);
    expect(verdict).toMatchObject({ height, verified: true, reason: "" });
    const inJson = told.parse(json).active_participants.participants;
    const members = inJson.map(({ index, weight }) => ({ address: index, weight: BigInt(weight) }));
    expect(verdict.proven?.members).toEqual(members);
    expect(members).toEqual(
      network.rootGroup(epoch, height)?.members.map(({ host, weight }) => ({ address: host.address, weight })),
    );
  }
});
