/** What a plugin.json of ours may say, by Grafana's reference for the file. A key that is not here is one that Grafana may not know: add it first. */
const text = { type: "string", minLength: 1 };
const version = "(0|[1-9]\\d*)\\.(0|[1-9]\\d*)\\.(0|[1-9]\\d*)";

/**
 * @param {string[]} required
 * @param {Record<string, object>} properties
 */
const object = (required, properties) => ({ type: "object", additionalProperties: false, required, properties });

export const METADATA_SCHEMA = object(["type", "name", "id", "info", "dependencies"], {
  $schema: text,
  type: { enum: ["app", "datasource", "panel"] },
  name: text,
  id: { type: "string", pattern: "^[0-9a-z]+-([0-9a-z]+-)?(app|datasource|panel)$" },
  metrics: { type: "boolean" },
  annotations: { type: "boolean" },
  info: object(["description", "keywords", "logos", "version", "updated"], {
    description: text,
    keywords: { type: "array", minItems: 1, items: text },
    author: object(["name"], { name: text, url: text }),
    logos: object(["small", "large"], { small: text, large: text }),
    links: { type: "array", items: object(["name", "url"], { name: text, url: text }) },
    screenshots: { type: "array", items: object(["name", "path"], { name: text, path: text }) },
    version: { type: "string", pattern: `^${version}(-[0-9A-Za-z.-]+)?$` },
    updated: { type: "string", pattern: "^\\d{4}-\\d{2}-\\d{2}$" },
  }),
  includes: {
    type: "array",
    items: object(["type", "name", "path"], {
      type: { enum: ["page", "dashboard", "datasource", "panel"] },
      name: text,
      path: text,
      role: { enum: ["Viewer", "Editor", "Admin"] },
      addToNav: { type: "boolean" },
      defaultNav: { type: "boolean" },
      icon: text,
    }),
  },
  dependencies: object(["grafanaDependency", "plugins"], {
    // Not one release alone, nor patches of one: those would shut out the next Grafana.
    grafanaDependency: { type: "string", pattern: `^>=${version}( <${version})?$` },
    plugins: { type: "array", items: { type: "object", required: ["id", "name", "type", "version"] } },
  }),
});
