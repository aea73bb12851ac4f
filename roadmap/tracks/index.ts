import type { Track } from "../types.ts";
import { multiModelNetwork } from "./01-multi-model-network.ts";
import { developerAndAgentAccess } from "./02-developer-and-agent-access.ts";
import { hostsAndCapacity } from "./03-hosts-and-capacity.ts";
import { reliabilityAndObservability } from "./04-reliability-and-observability.ts";
import { protocolSecurity } from "./05-protocol-security.ts";
import { marketAccessAndBridges } from "./06-market-access-and-bridges.ts";
import { sandboxAndTestnet } from "./07-sandbox-and-testnet.ts";
import { enterpriseAndPrivacy } from "./08-enterprise-and-privacy.ts";
import { modelTraining } from "./09-model-training.ts";
import { marketModel } from "./10-market-model.ts";
import { marketingAndDemand } from "./11-marketing-and-demand.ts";
import { communityAndCoordination } from "./12-community-and-coordination.ts";

/** The twelve tracks with their projects, in the roadmap's order. */
export const tracks: readonly Track[] = [
  multiModelNetwork,
  developerAndAgentAccess,
  hostsAndCapacity,
  reliabilityAndObservability,
  protocolSecurity,
  marketAccessAndBridges,
  sandboxAndTestnet,
  enterpriseAndPrivacy,
  modelTraining,
  marketModel,
  marketingAndDemand,
  communityAndCoordination,
];
