import { fireEvent, screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { now } from "../../testing/answers.ts";
import { host, hostNow, hosts } from "../../testing/network-answers.ts";
import { showPage } from "../../testing/show-page.tsx";
import HostsPage from "./page.tsx";
import { hostsInView, viewOf } from "./rows.ts";
import { rowsInSight } from "./window.ts";

const down = { state: "down", agreeing: 1, told: 1, vantages: 1 } as const;
const LIST = [
  host({ address: "gonka1aaa", miss_ratio: null, now: hostNow({ moniker: "Ten 10", confirmation_ratio: null }) }),
  host({ address: "gonka1bbb", miss_ratio: 0, now: hostNow({ moniker: "ten 9", confirmation_ratio: 0.4, agreement: down }) }),
  host({ address: "gonka1ccc", miss_ratio: 0.5, now: hostNow({ confirmation_ratio: 0.9 }) }),
];
const inView = (search: string) => hostsInView(LIST, viewOf(new URLSearchParams(search))).map(({ address }) => address.slice(-3));

describe("the view in the address", () => {
  it.each([
    ["", ["aaa", "bbb", "ccc"]],
    ["q=TEN", ["aaa", "bbb"]],
    ["q=1ccc", ["ccc"]],
    ["state=down", ["bbb"]],
    ["state=nonsense&sort=nonsense", ["aaa", "bbb", "ccc"]],
    ["sort=name", ["bbb", "aaa", "ccc"]],
    // Unknown is neither the least nor the most.
    ["sort=missed", ["ccc", "bbb", "aaa"]],
    ["sort=confirmation", ["bbb", "ccc", "aaa"]],
  ])("%s", (search, addresses) => expect(inView(search)).toEqual(addresses));
});

it.each([
  [1000, 0, { first: 0, end: 23 }],
  [1000, 26_000, { first: 490, end: 523 }],
  [1000, 52_000, { first: 990, end: 1000 }],
  [3, 0, { first: 0, end: 3 }],
])("of %d rows, scrolled to %d, few are rendered", (count, top, window) =>
  expect(rowsInSight(count, 52, top, 640)).toEqual(window),
);

describe("the page", () => {
  const many = Array.from({ length: 1000 }, (_, index) => host({ address: `gonka1${index}`, rank: index + 1 }));

  it("renders some 20 of 1,000 hosts, and others when it is scrolled", async () => {
    showPage(HostsPage, "/hosts", "/hosts", {
      "/now": now(),
      "/hosts?limit=1000&offset=0": hosts(many, { total: 1200, next: "/x" }),
    });
    const table = await screen.findByRole("table");
    expect(table).toHaveAttribute("aria-rowcount", "1001");
    expect(screen.getAllByRole("row").length).toBeLessThan(30);
    const box = screen.getByRole("region", { name: "Hosts" });
    box.scrollTop = 26_000;
    fireEvent.scroll(box);
    expect(screen.getByText("gonka1500")).toBeInTheDocument();
    expect(screen.queryByText("gonka10")).toBeNull();
    expect(screen.getByText(/1,000 of 1,200 members of epoch 4/)).toBeInTheDocument();
    expect(screen.getByRole("button", { name: "lighter ones" })).toBeInTheDocument();
  });

  it("searches as one types", async () => {
    showPage(HostsPage, "/hosts", "/hosts?q=ccc", { "/now": now(), "/hosts?limit=1000&offset=0": hosts(LIST) });
    expect(await screen.findByText("gonka1ccc")).toBeInTheDocument();
    expect(screen.queryByText("Ten 10")).toBeNull();
    fireEvent.change(screen.getByRole("searchbox"), { target: { value: "ten 1" } });
    expect(await screen.findByText("Ten 10")).toBeInTheDocument();
  });

  it("writes – for what nobody knows, and 0 % for nothing missed", async () => {
    showPage(HostsPage, "/hosts", "/hosts", { "/now": now(), "/hosts?limit=1000&offset=0": hosts(LIST) });
    const row = (name: string) => screen.getByText(name).closest("tr")?.textContent ?? "";
    await screen.findByText("Ten 10");
    expect(row("Ten 10")).toContain("––");
    expect(row("ten 9")).toContain("0 %0.4");
  });

  it("says why nobody can be listed", async () => {
    showPage(HostsPage, "/hosts", "/hosts", { "/now": now(), "/hosts?limit=1000&offset=0": hosts([], { epoch: null }) });
    expect(await screen.findByText(/No epoch's members are agreed yet/)).toBeInTheDocument();
  });
});
