/** The package brings no types. What it gives of one line without metadata. */
declare module "parse-prometheus-text-format" {
  export default function parsePrometheusTextFormat(text: string): readonly {
    readonly metrics: readonly { readonly value?: string; readonly labels?: Readonly<Record<string, string>> }[];
  }[];
}
