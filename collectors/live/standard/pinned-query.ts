import {
  type BankExtension,
  type DistributionExtension,
  QueryClient,
  type StakingExtension,
  setupAuthzExtension,
  setupBankExtension,
  setupDistributionExtension,
  setupSlashingExtension,
  setupStakingExtension,
} from "@cosmjs/stargate";
import { Comet38Client, type RpcClient } from "@cosmjs/tendermint-rpc";
import type { CollectContext } from "../../context.ts";
import { isObject } from "../../decode/json.ts";
import { CannotTell, cometRpc } from "../../http/comet.ts";
import type { Source } from "../../http/source.ts";

/** The modules of the Cosmos SDK, asked by protobuf through `abci_query`. */
export type StandardModules = QueryClient &
  StakingExtension &
  ReturnType<typeof setupSlashingExtension> &
  BankExtension &
  DistributionExtension &
  ReturnType<typeof setupAuthzExtension>;

/** The application refused a query: `code` is not 0. Code 6 is a path it doesn't know, any other a failure; neither means "there is none". */
export class AbciRefused extends Error {
  override readonly name = "AbciRefused";
}

/** The application answered, but of another height than the one asked for. */
export class OtherHeight extends Error {
  override readonly name = "OtherHeight";
}

/**
 * The standard modules of one node at one height. The methods throw {@link CannotTell}, {@link AbciRefused} or {@link OtherHeight}; an
 * answer that can't be read makes CosmJS throw a plain Error.
 */
export function standardModulesAt({ http, signal }: CollectContext, source: Source, height: number): StandardModules {
  const comet = Comet38Client.create(pinned(cometRpc(http, source, signal), source, height));
  return QueryClient.withExtensions(
    comet,
    setupStakingExtension,
    setupSlashingExtension,
    setupBankExtension,
    setupDistributionExtension,
    setupAuthzExtension,
  );
}

/** Whether the node itself works and only doesn't offer this way of asking: then another way may be tried. */
export function isRefusal(error: unknown): boolean {
  if (error instanceof AbciRefused) return true;
  if (!(error instanceof CannotTell)) return false;
  const { reason } = error.outcome;
  return error.rpcError !== null || reason === "route_missing" || reason === "client_error" || reason === "not_json";
}

/** CosmJS's modules ask for the newest state and don't tell which height answered: both are put right below them. */
function pinned(rpc: RpcClient, source: Source, height: number): RpcClient {
  return {
    execute: async (request) => {
      const answer = await rpc.execute({ ...request, params: { ...request.params, height: String(height) } });
      const result: unknown = answer.result;
      const response = isObject(result) ? result["response"] : undefined;
      if (!isObject(response)) throw new Error("the answer to abci_query has no response");
      const code = response["code"] ?? 0;
      if (code !== 0) {
        const log = typeof response["log"] === "string" ? response["log"].slice(0, 200) : "";
        throw new AbciRefused(`${source.name}: abci code ${String(code)}: ${log}`);
      }
      if (String(response["height"]) !== String(height))
        throw new OtherHeight(`${source.name}: asked for height ${height}, answered for ${String(response["height"])}`);
      return answer;
    },
    disconnect: () => rpc.disconnect(),
  };
}
