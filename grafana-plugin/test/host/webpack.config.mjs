// Builds the test host: the published packages of one Grafana version, shared with the plugin as Grafana does.
// GRAFANA_PACKAGES: a node_modules folder with another version than the workspace's own.
import { join } from "node:path";

const packages = process.env["GRAFANA_PACKAGES"];

/** @type {import("webpack").Configuration} */
export default {
  mode: "production",
  target: ["web", "es2022"],
  devtool: false,
  context: import.meta.dirname,
  entry: "./host.tsx",
  output: { filename: "host.js", chunkFilename: "[name].js", publicPath: "/host/", clean: true },
  performance: { hints: false },
  // What makes a bundle small takes longer than this one is used.
  optimization: { minimize: false, concatenateModules: false, usedExports: false, mangleExports: false, innerGraph: false },
  resolve: {
    extensions: [".ts", ".tsx", ".mjs", ".js"],
    ...(packages === undefined ? {} : { modules: [packages, "node_modules"] }),
    alias: packages === undefined ? {} : { react: join(packages, "react"), "react-dom": join(packages, "react-dom") },
  },
  module: {
    rules: [
      {
        test: /\.tsx?$/,
        loader: "swc-loader",
        options: {
          jsc: { parser: { syntax: "typescript", tsx: true }, target: "es2022", transform: { react: { runtime: "classic" } } },
        },
      },
      // As Grafana's own build reads it: "default" of a CommonJS package is what it names so, also for a .mjs file that imports it.
      { test: /\.m?js$/, type: "javascript/auto", resolve: { fullySpecified: false } },
      { test: /\.(css|ttf|svg)$/, type: "asset/resource" },
    ],
  },
};
