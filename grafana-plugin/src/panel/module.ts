import { PanelPlugin } from "@grafana/data";
import { KpiPanel } from "./kpi-panel.tsx";

export const plugin = new PanelPlugin(KpiPanel);
