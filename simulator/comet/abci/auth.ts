import { BaseAccount } from "cosmjs-types/cosmos/auth/v1beta1/auth";
import { QueryAccountRequest, QueryAccountResponse } from "cosmjs-types/cosmos/auth/v1beta1/query";
import { PubKey } from "cosmjs-types/cosmos/crypto/secp256k1/keys";
import type { Network } from "../../network/network.ts";
import type { Account } from "../../network/types.ts";
import { type Query, QueryFailure } from "./query.ts";

/** Whose account it is: a host's, a host's warm key or an account of the plot. */
function accountOf(
  network: Network,
  address: string,
  height: number,
): { readonly account: Account; readonly number: number } | null {
  const host = network.host(address);
  if (host !== null && host.joinHeight <= height) return { account: { address, keys: host.keys }, number: host.index };
  const hosts = network.hosts(height);
  const warm = hosts.find((one) => one.warm.address === address);
  if (warm !== undefined) return { account: warm.warm, number: 100_000 + warm.index };
  const others = network.accounts();
  const at = others.findIndex((one) => one.address === address);
  const other = others[at];
  return other === undefined ? null : { account: other, number: 200_000 + at };
}

export const authQueries: readonly (readonly [string, Query])[] = [
  [
    "/cosmos.auth.v1beta1.Query/Account",
    (network, height, request) => {
      const { address } = QueryAccountRequest.decode(request);
      const found = accountOf(network, address, height);
      if (found === null) throw new QueryFailure(`account ${address} not found`);
      const key = PubKey.encode({ key: found.account.keys.publicKey }).finish();
      const account = BaseAccount.fromPartial({
        address,
        pubKey: { typeUrl: "/cosmos.crypto.secp256k1.PubKey", value: key },
        accountNumber: BigInt(found.number),
        sequence: 0n,
      });
      const value = BaseAccount.encode(account).finish();
      return QueryAccountResponse.encode({ account: { typeUrl: "/cosmos.auth.v1beta1.BaseAccount", value } }).finish();
    },
  ],
];
