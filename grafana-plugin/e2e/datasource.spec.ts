import { expect, test } from "@grafana/plugin-e2e";
import { askForActiveHosts, PROVISIONED } from "./active-hosts.ts";

test('"Save & test" says which chain answers', async ({ readProvisionedDataSource, gotoDataSourceConfigPage, page }) => {
  const { uid } = await readProvisionedDataSource({ fileName: PROVISIONED.file, name: PROVISIONED.name });
  await gotoDataSourceConfigPage(uid);
  // Provisioned ones are only tested: nothing is saved.
  await page.getByRole("button", { name: /^(save & test|test)$/i }).click();
  await expect(page.getByText(/Gonka KPI answers for the chain \S+/)).toBeVisible();
});

test("a query in the panel editor draws a series", async ({ panelEditPage }) => {
  await askForActiveHosts(panelEditPage);
  await panelEditPage.timeRange.set({ from: "now-30d", to: "now" });
  await panelEditPage.setVisualization("Table");
  await expect(panelEditPage.panel.fieldNames).toContainText(["time"]);
  await expect(panelEditPage.panel.data).toContainText([/\d/]);
  await expect(panelEditPage.panel.getErrorIcon()).toHaveCount(0);
});
