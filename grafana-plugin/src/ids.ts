/** The plugin's ids, as their plugin.json say them. */
export const APP = "gonka-kpi-app";
export const DATA_SOURCE = "gonka-kpi-datasource";

/** Path of the app in Grafana, without the part under which Grafana itself is served. */
export const APP_PATH = `/a/${APP}`;
