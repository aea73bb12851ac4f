import * as emotionCss from "@emotion/css";
import * as emotionReact from "@emotion/react";
import * as grafanaData from "@grafana/data";
import * as grafanaRuntime from "@grafana/runtime";
import * as grafanaUi from "@grafana/ui";
import * as lodash from "lodash";
import * as moment from "moment";
import * as react from "react";
import * as reactDom from "react-dom";
import * as reactRouter from "react-router";
import * as rxjs from "rxjs";
import * as rxjsOperators from "rxjs/operators";

/** SystemJS, as its script leaves it on the page. */
declare const System: {
  set(id: string, module: object): void;
  addImportMap(map: { readonly imports: Readonly<Record<string, string>> }): void;
  import(url: string): Promise<object>;
};

/** What Grafana from 11.6 on gives to plugins, of what ours asks for. */
const SHARED: Readonly<Record<string, object>> = {
  "@emotion/css": emotionCss,
  "@emotion/react": emotionReact,
  "@grafana/data": grafanaData,
  "@grafana/runtime": grafanaRuntime,
  "@grafana/ui": grafanaUi,
  lodash,
  moment,
  react,
  "react-dom": reactDom,
  "react-router": reactRouter,
  rxjs,
  "rxjs/operators": rxjsOperators,
};

/** Gives plugins what Grafana shares with them, under the names by which they ask for it. */
export function share(): void {
  const imports = Object.fromEntries(Object.keys(SHARED).map((name) => [name, `package:${name}`]));
  for (const [name, module] of Object.entries(SHARED)) System.set(`package:${name}`, withDefault(module));
  System.addImportMap({ imports });
}

/** A CommonJS package is its own default export to AMD modules. */
const withDefault = (module: object) => ({
  ...module,
  default: "default" in module ? module.default : module,
  __useDefault: false,
});

/** Loads a built module of the plugin and gives what it exports as `plugin`. @throws where it has none */
export async function loadPlugin(path: string): Promise<unknown> {
  const module = await System.import(`/public/plugins/gonka-kpi-app/${path}`);
  if (!("plugin" in module)) throw new Error(`${path} exports no plugin`);
  return module.plugin;
}
