import { fireEvent, render, screen } from "@testing-library/react";
import React from "react";
import { expect, it, vi } from "vitest";
import { detail, indicator } from "../testing/answers.ts";
import { madeClient } from "../testing/made-client.ts";
import type { KpiDataSource } from "./datasource.ts";
import { matches } from "./editors/indicator-fields.tsx";
import { DEFAULT_QUERY, type KpiQuery } from "./query.ts";
import { QueryEditor } from "./query-editor.tsx";

vi.mock("@grafana/runtime", () => ({}));

const HOSTS = indicator({ labels: ["model"] });
const TOKENS = indicator({
  id: "use.tokens_day",
  name: "Tokens per day",
  definition: "Settled by sessions.",
  unit: "tokens/day",
});
const method = (version: number) => ({
  version,
  valid_from_epoch: version,
  reason: "r",
  summary: `summary ${version}`,
  estimate: false,
  needs: [],
  history: [],
  min_samples: 0,
  picks: null,
  sql: "SELECT 1",
});

function edit(query: Partial<KpiQuery>, answers: Readonly<Record<string, object>> = {}) {
  const client = madeClient({
    "/indicators": { chain_id: "c", now: "2026-11-21T12:00:00Z", indicators: [HOSTS, TOKENS] },
    "/indicators/cap.hosts_active": detail({ methods: [method(1), method(2)] }),
    "/indicators/use.tokens_day": detail({ indicator: TOKENS, methods: [method(1)] }),
    ...answers,
  });
  const [onChange, onRunQuery] = [vi.fn(), vi.fn()];
  const datasource = { client } as KpiDataSource;
  const shown = { refId: "A", ...DEFAULT_QUERY, ...query };
  render(<QueryEditor datasource={datasource} query={shown} onChange={onChange} onRunQuery={onRunQuery} />);
  return { onChange, onRunQuery };
}

/** Beside radio buttons of the same name. */
const boxOf = (name: string) => screen.getByLabelText(name, { selector: "input[role=combobox]" });

it("finds an indicator by words of its definition and asks for it at once", async () => {
  const { onChange, onRunQuery } = edit({ method: 3 });
  const box = boxOf("Indicator");
  fireEvent.focus(box);
  fireEvent.keyDown(box, { key: "ArrowDown" });
  await screen.findByText("Tokens per day");
  fireEvent.change(box, { target: { value: "settled sess" } });
  expect(screen.queryByText("Active hosts")).toBeNull();
  fireEvent.keyDown(box, { key: "Enter" });
  expect(onChange).toHaveBeenCalledWith({
    refId: "A",
    kind: "indicator",
    axis: "epoch",
    labels: "network",
    indicator: "use.tokens_day",
    method: undefined,
  });
  expect(onRunQuery).toHaveBeenCalledOnce();
});

it("shows definition, unit, target and state beside it, and the way to its page", async () => {
  edit({ indicator: "cap.hosts_active" });
  expect(await screen.findByText(/Hosts in the epoch's group\. Unit: hosts\. Target: 3,000 hosts/)).toBeInTheDocument();
  expect(screen.getByText("measured")).toBeInTheDocument();
  expect(screen.getByRole("link")).toHaveAttribute("href", "/a/gonka-kpi-app/indicators/cap.hosts_active");
});

it("offers labels and methods only where there are several", async () => {
  edit({ indicator: "cap.hosts_active" });
  expect(await screen.findByLabelText("Method")).toBeInTheDocument();
  expect(screen.getByLabelText("each label")).toBeInTheDocument();
});

it("offers neither to an indicator without", async () => {
  edit({ indicator: "use.tokens_day" });
  expect(await screen.findByText(/Settled by sessions/)).toBeInTheDocument();
  expect(screen.queryByLabelText("Method")).toBeNull();
  expect(screen.queryByLabelText("each label")).toBeNull();
});

it("says what failed where the service does not answer, and keeps what was chosen", async () => {
  edit({ indicator: "cap.hosts_active" }, { "/indicators": { login: "page" } });
  expect(await screen.findByRole("alert")).toHaveTextContent("what answers there is not Gonka KPI");
  expect(screen.getByText("cap.hosts_active")).toBeInTheDocument();
});

it("every typed word must be found", () => {
  const option = { label: "Tokens per day", value: "use.tokens_day", data: { description: "Settled by sessions." } };
  expect(matches(option, "sessions tokens")).toBe(true);
  expect(matches(option, "sessions hosts")).toBe(false);
});

it("asks at once for what needs no choice, and waits for what does", async () => {
  const { onChange, onRunQuery } = edit({});
  fireEvent.click(screen.getByLabelText("Sources"));
  expect(onChange).toHaveBeenLastCalledWith(expect.objectContaining({ kind: "sources" }));
  expect(onRunQuery).toHaveBeenCalledOnce();
  fireEvent.click(screen.getByLabelText("Host"));
  expect(onRunQuery).toHaveBeenCalledTimes(2);
});

it("offers the hosts by moniker and address", async () => {
  const member = { address: "gonka1qqqqqqqqwxyz", now: { moniker: "Alpha" } };
  const answers = { "/hosts?limit=1000&offset=0": { chain_id: "c", hosts: [member], next: null } };
  const { onChange } = edit({ kind: "host" }, answers);
  const box = boxOf("Host");
  fireEvent.focus(box);
  fireEvent.keyDown(box, { key: "ArrowDown" });
  fireEvent.click(await screen.findByText("Alpha (gonka1qqq…wxyz)"));
  expect(onChange).toHaveBeenCalledWith(expect.objectContaining({ kind: "host", host: "gonka1qqqqqqqqwxyz" }));
});

it("of a model offers only indicators that have values of models", async () => {
  const answers = {
    "/models": { chain_id: "c", models: [{ model_id: "m" }] },
    "/indicators": { chain_id: "c", indicators: [indicator({ labels: ["model_id"] }), TOKENS] },
  };
  edit({ kind: "model", model: "m" }, answers);
  const box = boxOf("Indicator");
  fireEvent.focus(box);
  fireEvent.keyDown(box, { key: "ArrowDown" });
  expect(await screen.findByText("Active hosts")).toBeInTheDocument();
  expect(screen.queryByText("Tokens per day")).toBeNull();
});
