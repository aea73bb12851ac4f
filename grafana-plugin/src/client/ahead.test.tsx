import { render, screen } from "@testing-library/react";
import React from "react";
import { expect, it } from "vitest";
import { madeClient } from "../testing/made-client.ts";
import { ROADMAP_ANSWERS } from "../testing/roadmap.ts";
import type { KpiClient } from "./client.ts";
import { askAhead, ClientProvider, EVERY_MINUTE, useAnswer } from "./context.tsx";

const ALL = { params: {}, query: {} };

function Names() {
  const { data } = useAnswer("/indicators", ALL, EVERY_MINUTE);
  return <p>{data ? `${data.indicators.length} indicators` : "not yet"}</p>;
}

/** The made-up answers, and how often they were asked for. */
function counted(answers: Readonly<Record<string, object>>) {
  const asked: string[] = [];
  const made = madeClient(answers);
  const client: KpiClient = {
    ...made,
    get: (route, ask) => {
      asked.push(route);
      return made.get(route, ask);
    },
  };
  return {
    asked,
    show: () => render(<Names />, { wrapper: ({ children }) => <ClientProvider client={client}>{children}</ClientProvider> }),
    client,
  };
}

it("what was asked ahead stands there when the page is first drawn, and is not asked for again", async () => {
  const { asked, client, show } = counted(ROADMAP_ANSWERS);
  await askAhead(client, "/indicators", ALL);
  show();
  expect(screen.getByText("10 indicators")).toBeInTheDocument();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(asked).toEqual(["/indicators"]);
});

it("who draws before it has come waits for the same request", async () => {
  const { asked, client, show } = counted(ROADMAP_ANSWERS);
  const ahead = askAhead(client, "/indicators", ALL);
  show();
  expect(screen.getByText("not yet")).toBeInTheDocument();
  expect(await screen.findByText("10 indicators")).toBeInTheDocument();
  await ahead;
  expect(asked).toEqual(["/indicators"]);
});

it("asking ahead in vain leaves it to the page to ask", async () => {
  const { asked, client, show } = counted({});
  await askAhead(client, "/indicators", ALL);
  show();
  expect(screen.getByText("not yet")).toBeInTheDocument();
  expect(asked[0]).toBe("/indicators");
});
