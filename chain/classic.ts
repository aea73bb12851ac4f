/**
 * The first block that takes no classic on-chain inference any more, by chain: v0.2.14 of the chain's software runs from there on
 * (MsgStartInference and MsgFinishInference fail). A chain that isn't named has had none.
 */
const CLASSIC_ENDS: ReadonlyMap<string, number> = new Map([["gonka-mainnet", 5_195_700]]);

/** Whether a chain still took classic inference at a height. */
export const hadClassicInference = (chainId: string, height: number): boolean => height < (CLASSIC_ENDS.get(chainId) ?? 0);
