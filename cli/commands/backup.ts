import { backupTo, restoreFrom } from "../../storage/backup.ts";
import { ConfigurationError } from "../../storage/errors.ts";
import { type Session, withStorage } from "../session.ts";

/** `backup`: writes the store into a folder and prints its path. */
export async function backup(session: Session, to: string | null): Promise<void> {
  await withStorage(session, async (storage) => {
    process.stdout.write(`${await backupTo(storage, session.config.dataDir, to)}\n`);
  });
}

/** `restore`: fills an empty data folder from such a folder. */
export async function restore({ config, log }: Session, from: string): Promise<void> {
  if (config.clickhouseUrl)
    throw new ConfigurationError("restore is for the embedded store; a ClickHouse server restores by its own means");
  await restoreFrom(config.dataDir, from);
  log.info({ from, to: config.dataDir }, "restored");
}
