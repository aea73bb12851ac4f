/** What the boards' variables are set to: things that the small network has. */
export const BOARD_VARIABLES: Readonly<Record<string, string>> = {
  indicator: "cap.hosts_active",
  metric: "M1",
  host: "gonka1one",
  model: "org/model-one",
};
