import { act, render, screen } from "@testing-library/react";
import React from "react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { madeClient } from "../testing/made-client.ts";
import type { KpiClient } from "./client.ts";
import { ClientProvider, EVERY_MINUTE, useAnswer } from "./context.tsx";
import { KpiError } from "./errors.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function Chain() {
  const { data, error } = useAnswer("/now", { params: {}, query: {} }, EVERY_MINUTE);
  return <p>{data?.chain_id ?? error?.message ?? "not yet"}</p>;
}

/** A service that fails with this status until some moment; returns when it was asked, in seconds. */
function failing(status: number, untilSeconds: number): { readonly asked: readonly number[]; readonly client: KpiClient } {
  const asked: number[] = [];
  const began = Date.now();
  const answers = madeClient({ "/now": { chain_id: "c" } });
  const get: KpiClient["get"] = async (route, ask) => {
    const seconds = (Date.now() - began) / 1000;
    asked.push(seconds);
    if (seconds < untilSeconds) throw new KpiError("/now", status, "no");
    return answers.get(route, ask);
  };
  return { asked, client: { ...answers, get } };
}

async function askedIn(seconds: number, { asked, client }: ReturnType<typeof failing>) {
  render(
    <ClientProvider client={client}>
      <Chain />
    </ClientProvider>,
  );
  await act(() => vi.advanceTimersByTimeAsync(seconds * 1000));
  return asked.map(Math.round);
}

it("a service that is not ready yet is asked every second until it is", async () => {
  expect(await askedIn(6, failing(503, 4.5))).toEqual([0, 1, 2, 3, 4, 5]);
  expect(screen.getByText("c")).toBeInTheDocument();
});

it("one that stays so, or fails otherwise, is left in peace longer and longer", async () => {
  expect(await askedIn(40, failing(500, Infinity))).toEqual([0, 1, 3, 7, 15, 30]);
  const lasting = await askedIn(100, failing(503, Infinity));
  expect(lasting.filter((seconds) => seconds <= 60)).toHaveLength(61);
  expect(lasting.filter((seconds) => seconds > 60).length).toBeLessThan(4);
});
