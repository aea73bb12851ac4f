import type { PanelEditPage } from "@grafana/plugin-e2e";

/** The data source that `dashboards/provisioning/grafana` sets up. */
export const PROVISIONED = { file: "gonka-kpi.yaml", name: "Gonka KPI" } as const;

/** Asks the provisioned data source for the active hosts, of which every network has a number, in the panel editor. */
export async function askForActiveHosts(editor: PanelEditPage): Promise<void> {
  const { page } = editor.ctx;
  await editor.datasource.set(PROVISIONED.name);
  await editor.getQueryEditorRow("A").getByRole("combobox", { name: "Indicator" }).fill("cap.hosts_active");
  // Grafana before 12 names its options by a label alone.
  const options = page.getByRole("option").or(page.getByLabel("Select option"));
  await options.filter({ hasText: "Active hosts" }).first().click();
}
