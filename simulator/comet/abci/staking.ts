import { PubKey } from "cosmjs-types/cosmos/crypto/ed25519/keys";
import {
  QuerySigningInfosRequest,
  QuerySigningInfosResponse,
  QueryParamsResponse as SlashingParamsResponse,
} from "cosmjs-types/cosmos/slashing/v1beta1/query";
import {
  QueryPoolResponse,
  QueryValidatorsRequest,
  QueryValidatorsResponse,
  QueryParamsResponse as StakingParamsResponse,
} from "cosmjs-types/cosmos/staking/v1beta1/query";
import { BondStatus, Validator } from "cosmjs-types/cosmos/staking/v1beta1/staking";
import { SIGNED_BLOCKS_WINDOW } from "../../network/consensus.ts";
import type { SigningInfo, StakingValidator } from "../../network/types.ts";
import { paginate, type Query } from "./query.ts";
import { timestampOf } from "./timestamp.ts";

const STATUS = {
  BOND_STATUS_BONDED: BondStatus.BOND_STATUS_BONDED,
  BOND_STATUS_UNBONDING: BondStatus.BOND_STATUS_UNBONDING,
  BOND_STATUS_UNBONDED: BondStatus.BOND_STATUS_UNBONDED,
};

function validator({ host, tokens, jailed, status }: StakingValidator): Validator {
  return Validator.fromPartial({
    operatorAddress: host.operatorAddress,
    consensusPubkey: {
      typeUrl: "/cosmos.crypto.ed25519.PubKey",
      value: PubKey.encode({ key: Buffer.from(host.validatorKeyBase64, "base64") }).finish(),
    },
    jailed,
    status: STATUS[status],
    tokens: String(tokens),
    delegatorShares: `${tokens}000000000000000000`,
    description: { moniker: host.moniker, website: "", details: "" },
    unbondingTime: timestampOf(0),
    commission: {
      commissionRates: { rate: "100000000000000000", maxRate: "200000000000000000", maxChangeRate: "10000000000000000" },
      updateTime: timestampOf(host.joinTimeMs),
    },
    minSelfDelegation: "1",
  });
}

const signingInfo = ({ host, startHeight, jailedUntilMs, missedBlocks }: SigningInfo, height: number) => ({
  address: host.consensusBech32,
  startHeight: BigInt(startHeight),
  indexOffset: BigInt(Math.max(0, height - startHeight) % SIGNED_BLOCKS_WINDOW),
  jailedUntil: timestampOf(jailedUntilMs),
  tombstoned: false,
  missedBlocksCounter: BigInt(missedBlocks),
});

const utf8 = new TextEncoder();

export const stakingQueries: readonly (readonly [string, Query])[] = [
  [
    "/cosmos.staking.v1beta1.Query/Validators",
    (network, height, request) => {
      const { status, pagination: asked } = QueryValidatorsRequest.decode(request);
      const all = network.stakingValidators(height).filter((one) => status === "" || one.status === status);
      const { page, pagination } = paginate(all, asked);
      return QueryValidatorsResponse.encode({ validators: page.map(validator), pagination }).finish();
    },
  ],
  [
    "/cosmos.staking.v1beta1.Query/Pool",
    // The forked staking module bonds nothing: power is the weight.
    () => QueryPoolResponse.encode({ pool: { notBondedTokens: "0", bondedTokens: "0" } }).finish(),
  ],
  [
    "/cosmos.staking.v1beta1.Query/Params",
    () =>
      StakingParamsResponse.encode({
        params: {
          unbondingTime: { seconds: 1_814_400n, nanos: 0 },
          maxValidators: 10_000,
          maxEntries: 7,
          historicalEntries: 10_000,
          bondDenom: "ngonka",
          minCommissionRate: "0",
        },
      }).finish(),
  ],
  [
    "/cosmos.slashing.v1beta1.Query/SigningInfos",
    (network, height, request) => {
      const { page, pagination } = paginate(network.signingInfos(height), QuerySigningInfosRequest.decode(request).pagination);
      return QuerySigningInfosResponse.encode({ info: page.map((one) => signingInfo(one, height)), pagination }).finish();
    },
  ],
  [
    "/cosmos.slashing.v1beta1.Query/Params",
    () =>
      SlashingParamsResponse.encode({
        params: {
          signedBlocksWindow: BigInt(SIGNED_BLOCKS_WINDOW),
          minSignedPerWindow: utf8.encode("500000000000000000"),
          downtimeJailDuration: { seconds: 600n, nanos: 0 },
          slashFractionDoubleSign: utf8.encode("50000000000000000"),
          slashFractionDowntime: utf8.encode("10000000000000000"),
        },
      }).finish(),
  ],
];
