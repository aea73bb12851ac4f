import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@grafana/plugin-e2e";

const BOARDS = join(import.meta.dirname, "../../dashboards/json");
const boards = readdirSync(BOARDS).map(
  (file) => JSON.parse(readFileSync(join(BOARDS, file), "utf8")) as { uid: string; title: string },
);

for (const { uid, title } of boards)
  test(`the provisioned board "${title}" opens without errors`, async ({ gotoDashboardPage, page }) => {
    const board = await gotoDashboardPage({ uid });
    await expect(page).toHaveTitle(new RegExp(title.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")));
    await board.waitForPanelsQueriesToComplete({ scrollAll: true });
    await expect(board).not.toHavePanelErrors();
  });
