import { render, screen } from "@testing-library/react";
import React from "react";
import { expect, it } from "vitest";
import { ClientProvider } from "../../client/context.tsx";
import type { NewestValue } from "../../client/types.ts";
import { detail, indicator } from "../../testing/answers.ts";
import { madeClient } from "../../testing/made-client.ts";
import { HowMade, periodWords } from "./how-made.tsx";

const newest = (more: Partial<NewestValue> = {}): NewestValue => ({
  epoch: 4,
  value: 28,
  numerator: null,
  denominator: null,
  coverage: 1,
  samples: 28,
  sources: 3,
  verified_members: null,
  state: "ok",
  note: "",
  method: 1,
  starts_at: "2026-11-20T00:00:00Z",
  ends_at: "2026-11-21T00:00:00Z",
  age_seconds: 3600,
  ...more,
});

it.each([
  ["of an epoch that ended", {}, "2026-11-20 00:00:00 UTC to 2026-11-21 00:00:00 UTC"],
  ["of the running one", { ends_at: null, age_seconds: 0 }, "since 2026-11-20 00:00:00 UTC; the epoch runs"],
  [
    "of a running one whose start is lost",
    { starts_at: null, ends_at: null, age_seconds: 0 },
    "the running epoch; when it began is not known",
  ],
  ["without its end", { ends_at: null, age_seconds: null }, "from 2026-11-20 00:00:00 UTC; when it ended is not known"],
  ["without its start", { starts_at: null }, "to 2026-11-21 00:00:00 UTC; when it began is not known"],
  ["without both", { starts_at: null, ends_at: null, age_seconds: null }, "when it began and ended is not known"],
])("the period %s", (_, more, words) => expect(periodWords(newest(more))).toBe(words));

const show = (value: NewestValue) =>
  render(
    <ClientProvider client={madeClient({})}>
      <HowMade detail={detail({ indicator: indicator({ newest: value }) })} />
    </ClientProvider>,
  );

it("a running epoch has no end yet, rather than never one", () => {
  const { container } = show(newest({ ends_at: null, age_seconds: 0 }));
  expect(container.textContent).not.toMatch(/ended|never|not known/);
});

it("one that ended says when", () => {
  show(newest());
  expect(screen.getByText("ended")).toBeInTheDocument();
});
