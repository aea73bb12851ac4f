import { InvalidSourceError } from "../../collectors/http/source.ts";
import { examine } from "../doctor/examine.ts";
import { asText, type Finding, fine, inOrder, wrong } from "../doctor/finding.ts";
import { diskFinding } from "../doctor/storage.ts";
import { withDemoSettings } from "../service/demo-settings.ts";
import { CommandFailed, type Session, withStorage } from "../session.ts";

/**
 * `doctor`: looks at sources, chain, hosts, jobs and storage; says what is wrong and what to do. Beside a running service or demo, or alone.
 * Exit code 1 when anything is wrong with what runs here; what is the network's own is said without failing.
 */
export async function doctor(session: Session): Promise<void> {
  const { config, signal } = session;
  const here: Finding[] = [fine("version", `Node ${process.versions.node} on ${process.platform}-${process.arch}`)];
  try {
    await withStorage(session, async ({ client, engine, version }) => {
      here.push(fine("storage", `ClickHouse ${version}, ${engine.role}, schema up to date`));
      if (engine.role !== "server") here.push(await diskFinding(config.dataDir));
      // A demo's folder names its network, whose clock is its own.
      const isDemo = withDemoSettings(config) !== config;
      here.unshift(...(await examine({ config, client, signal, now: () => new Date(), followsWall: !isDemo })));
    });
  } catch (error) {
    // A wrong setting is no finding: it ends like every other command's.
    if (signal.aborted || error instanceof InvalidSourceError) throw error;
    here.push(wrong("storage", error instanceof Error ? error.message : String(error), "mend that first"));
  }
  const findings = inOrder(here);
  process.stdout.write(findings.map(asText).join(""));
  const [faults, notices] = (["wrong", "notice"] as const).map((level) => findings.filter((one) => one.level === level).length);
  if (faults) throw new CommandFailed(`${faults} of ${findings.length} findings need attention, ${notices} are worth knowing`);
}
