import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** The longest test files, longest first: one that began last would run alone at the end. */
const LONGEST = [
  "test/live/mapping",
  "test/live/kill",
  "test/live/doctor",
  "test/live/localnet",
  "test/live/liars",
  "test/recordings",
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const place = LONGEST.findIndex((name) => moduleId.includes(`/${name}`));
      return place < 0 ? LONGEST.length + (moduleId.includes("/test/") ? 0 : 1) : place;
    };
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}

export default defineConfig({
  test: {
    include: ["**/*.test.ts"],
    exclude: ["**/node_modules/**", "dist/**", "grafana-plugin/**"],
    globalSetup: "storage/testing/template.ts",
    testTimeout: 30_000,
    hookTimeout: 120_000,
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
  },
});
