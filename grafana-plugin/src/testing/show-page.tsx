import { render } from "@testing-library/react";
import React, { type ComponentType } from "react";
import { MemoryRouter, Route, Routes } from "react-router-dom";
import { ClientProvider } from "../client/context.tsx";
import { madeClient } from "./made-client.ts";

/** Renders a page at an address, with these answers by their path. */
export const showPage = (Page: ComponentType, route: string, at: string, answers: Readonly<Record<string, object>>) =>
  render(
    <ClientProvider client={madeClient(answers)}>
      <MemoryRouter initialEntries={[at]}>
        <Routes>
          <Route path={route} element={<Page />} />
        </Routes>
      </MemoryRouter>
    </ClientProvider>,
  );
