import { expect, test } from "@grafana/plugin-e2e";
import { APP, APP_PATH } from "../src/ids.ts";

test("the Roadmap page opens from the menu and shows a tile", async ({ page }) => {
  await page.goto("/");
  const link = page.locator(`a[href$="${APP_PATH}"]`).first();
  // Depending on its width and version Grafana has the menu closed, and apps in a section of it.
  for (const name of [/open menu/i, /expand section:? (more )?apps/i]) {
    const button = page.getByRole("button", { name }).first();
    if (!(await link.isVisible()) && (await button.isVisible())) await button.click();
  }
  await link.click();
  await expect(page.getByRole("heading", { level: 1, name: "How far is Gonka from its roadmap?" })).toBeVisible();
  await expect(page.locator("[data-value]").first()).toBeVisible();
});

const PAGES = { "/now": "Network now", "/hosts": "Hosts", "/models": "Models and usage", "/quality": "Data quality" };
for (const [path, title] of Object.entries(PAGES))
  test(`the page ${title} opens`, async ({ gotoAppPage, page }) => {
    await gotoAppPage({ pluginId: APP, path });
    await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
    // What stands for what is still loading is gone, and nothing says that it could not be loaded.
    await expect(page.getByText("does not answer")).toHaveCount(0);
    await expect(page.locator("main [role=status]")).toHaveCount(0);
  });
