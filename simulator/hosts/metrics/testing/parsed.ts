/** A family of a scrape; its samples carry their whole names, `_sum` and `_bucket` included. */
export interface ParsedFamily {
  readonly name: string;
  readonly help: string;
  readonly type: string;
  readonly samples: readonly ParsedSample[];
}

export interface ParsedSample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const SAMPLE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/;

/** Reads what is written line by line, as recorded hosts write it: help, type, samples. @throws when a line is something else. */
export function parsed(text: string): readonly ParsedFamily[] {
  return text
    .split(/^# HELP /m)
    .slice(1)
    .map((block) => {
      const [about = "", kind = "", ...lines] = block.trimEnd().split("\n");
      const [name = "", ...help] = about.split(" ");
      const type = new RegExp(`^# TYPE ${name} (\\w+)$`).exec(kind)?.[1];
      if (type === undefined) throw new TypeError(`no type: ${kind}`);
      return { name, help: help.join(" "), type, samples: lines.map(parsedSample) };
    });
}

function parsedSample(line: string): ParsedSample {
  const [, name, inside = "", value] = SAMPLE.exec(line) ?? [];
  if (name === undefined) throw new TypeError(`no sample: ${line}`);
  const labels = [...inside.matchAll(/([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"/g)].map(([, label = "", text = ""]) => [label, text]);
  return { name, labels: Object.fromEntries(labels), value: Number(value) };
}
