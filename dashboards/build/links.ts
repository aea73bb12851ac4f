import type { Builder } from "@grafana/grafana-foundation-sdk/cog";
import * as dashboard from "@grafana/grafana-foundation-sdk/dashboard";

/** Where the app plugin's pages are. */
export const APP_PATH = "/a/gonka-kpi-app";

/** What a panel is about: an indicator, or a page of the app where it is about none. */
export type About = { readonly indicator: string } | { readonly page: "/" | "/now" | "/hosts" | "/models" | "/quality" };

/** The SDK puts links into a menu that older versions don't have; without a placement they stand where they always did. */
export function plainly<Placed extends { placement?: unknown }>(builder: Builder<Placed>): Builder<Placed> {
  return {
    build: () => {
      const built = builder.build();
      delete built.placement;
      return built;
    },
  };
}

export function linkTo(about: About) {
  const [title, path] =
    "indicator" in about
      ? [`How ${about.indicator} is measured`, `/indicators/${about.indicator}`]
      : ["More on this", about.page];
  const link = new dashboard.DashboardLinkBuilder(title)
    .type(dashboard.DashboardLinkType.Link)
    .url(APP_PATH + path)
    .icon("external link")
    .tooltip("");
  return plainly(link);
}
