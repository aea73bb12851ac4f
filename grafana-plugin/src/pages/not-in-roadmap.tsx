import React from "react";
import { PageLink } from "../components/page-link.tsx";

/** For an address that names what the roadmap doesn't have. */
export function NotInRoadmap({ what, id }: { readonly what: string; readonly id: string }) {
  return (
    <p>
      The roadmap has no {what} “{id}”.{" "}
      <PageLink page="roadmap" params={{}}>
        All of it
      </PageLink>
      .
    </p>
  );
}
