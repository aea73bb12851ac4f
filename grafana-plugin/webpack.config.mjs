// Builds the app with its nested data source and panel as Grafana loads them: AMD modules that get what Grafana shares
// (React, its own packages, …) from Grafana, so that there is one React on the page.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import CopyWebpackPlugin from "copy-webpack-plugin";
import { SubresourceIntegrityPlugin } from "webpack-subresource-integrity";

const ROOT = import.meta.dirname;
/** @type {{ version: string }} */
const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
const APP = "gonka-kpi-app";

/** What every Grafana from 11.6 on gives to plugins. Not the JSX runtime: 11.6.0 has none. */
const GIVEN_BY_GRAFANA = [
  "@emotion/css",
  "@emotion/react",
  "@grafana/data",
  "@grafana/runtime",
  "@grafana/ui",
  "lodash",
  "moment",
  "react",
  "react-dom",
  "react-router",
  "rxjs",
  "rxjs/operators",
];

/** Two builds of the same sources are alike where SOURCE_DATE_EPOCH is set. */
const epoch = process.env["SOURCE_DATE_EPOCH"];
const today = new Date(epoch === undefined ? Date.now() : Number(epoch) * 1000).toISOString().slice(0, 10);
/** Grafana takes plugin.json as it stands: it fills in nothing. */
const fillIn = (/** @type {Buffer} */ content) =>
  content.toString().replaceAll("%VERSION%", version).replaceAll("%TODAY%", today).replaceAll("%PLUGIN_ID%", APP);

/** @type {import("webpack").Configuration} */
export default {
  mode: "production",
  target: ["web", "es2020"],
  devtool: "source-map",
  context: join(ROOT, "src"),
  entry: {
    module: ["./public-path.ts", "./module.tsx"],
    "datasource/module": "./datasource/module.ts",
    "panel/module": "./panel/module.ts",
  },
  output: {
    path: join(ROOT, "dist"),
    clean: true,
    filename: "[name].js",
    chunkFilename: "[name].js?_cache=[contenthash]",
    library: { type: "amd" },
    publicPath: `public/plugins/${APP}/`,
    uniqueName: APP,
    crossOriginLoading: "anonymous",
  },
  // "amd-module" stands for the module's own description, which has its address.
  externals: [{ "amd-module": "module" }, ...GIVEN_BY_GRAFANA],
  externalsType: "amd",
  resolve: { extensions: [".ts", ".tsx", ".mjs", ".js"] },
  module: {
    rules: [
      {
        test: /\.tsx?$/,
        exclude: /node_modules/,
        loader: "swc-loader",
        options: {
          jsc: {
            target: "es2020",
            parser: { syntax: "typescript", tsx: true },
            transform: { react: { runtime: "classic" } },
          },
        },
      },
    ],
  },
  plugins: [
    new SubresourceIntegrityPlugin({ hashFuncNames: ["sha256"] }),
    new CopyWebpackPlugin({
      patterns: [
        { from: "**/plugin.json", transform: fillIn },
        { from: "**/img/**" },
        // Without its pictures, whose paths lead into the repository: the catalog shows those that plugin.json names.
        { from: "../README.md", transform: (/** @type {Buffer} */ text) => text.toString().replaceAll(/^!\[.*\n\n/gm, "") },
        { from: "../CHANGELOG.md" },
        { from: "../LICENSE", toType: "file", to: "LICENSE" },
      ],
    }),
  ],
  performance: { maxEntrypointSize: 250_000, maxAssetSize: 400_000 },
};
