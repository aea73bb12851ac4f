import { expect, test } from "@grafana/plugin-e2e";
import { askForActiveHosts } from "./active-hosts.ts";

test("the panel shows a query's newest value as a tile", async ({ panelEditPage }) => {
  await askForActiveHosts(panelEditPage);
  await panelEditPage.setVisualization("Gonka KPI tile");
  const tile = panelEditPage.panel.locator.locator("[data-value]").first();
  await expect(tile).toBeVisible();
  await expect(tile.locator("[data-state]")).toBeVisible();
});
