import { ConfigurationError } from "../storage/errors.ts";

const MOST_EPOCHS = 100_000;
/** What the store can hold. */
const LAST_EPOCH = 4_294_967_295;

/** `247-253,269-271` as sorted, distinct numbers. @throws ConfigurationError naming the part that is none. */
export function parseEpochs(text: string): number[] {
  const epochs = new Set<number>();
  for (const part of text.split(",")) {
    const { from, to } = parseSpan(part.trim(), "--epochs takes epochs and spans such as 247-253,269-271");
    if (to > LAST_EPOCH) throw new ConfigurationError(`--epochs: "${part}" goes beyond ${LAST_EPOCH}`);
    for (let epoch = from; epoch <= to; epoch++) {
      epochs.add(epoch);
      if (epochs.size > MOST_EPOCHS) throw new ConfigurationError(`--epochs: "${text}" is more than ${MOST_EPOCHS} epochs`);
    }
  }
  return [...epochs].sort((a, b) => a - b);
}

/** `A-B` of block heights, both included, A ≥ 1. */
export function parseBlocks(text: string): { from: number; to: number } {
  const span = parseSpan(text.trim(), "--blocks takes a span of heights such as 5000000-5001000");
  if (span.from < 1) throw new ConfigurationError("--blocks: the first block is 1");
  return span;
}

function parseSpan(part: string, usage: string): { from: number; to: number } {
  const [, first, last = first] = /^(\d{1,15})(?:-(\d{1,15}))?$/.exec(part) ?? [];
  if (first === undefined || last === undefined) throw new ConfigurationError(`${usage}; "${part}" is neither`);
  const span = { from: Number(first), to: Number(last) };
  if (span.to < span.from) throw new ConfigurationError(`${usage}; "${part}" ends before it begins`);
  return span;
}
