import { projectsOf } from "../../../roadmap/index.ts";
import type { Family } from "../family.ts";

export const indicatorProjectInfo: Family = {
  name: "gonka_indicator_project_info",
  help: "1 for each project that the indicator shows, with its role there.",
  labels: ["indicator", "project", "role"],
  *samples({ indicators }) {
    for (const { id } of indicators)
      for (const { project, role } of projectsOf(id)) yield [{ indicator: id, project: project.id, role }, 1];
  },
};
