import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** What the engine's configuration depends on. */
export interface EngineConfig {
  readonly folder: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly backups: string;
  readonly memoryBytes: number;
}

const escapeXml = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/**
 * Writes `config.xml` and `users.xml` (0600) into a folder of this start alone and returns the path of `config.xml`.
 * `default` must exist without a password for the engine's own session; it can do nothing but that.
 */
export function writeEngineConfig(config: EngineConfig): string {
  mkdirSync(config.folder, { recursive: true, mode: 0o700 });
  const loopback = "<networks><ip>127.0.0.1</ip></networks><profile>default</profile><quota>default</quota>";
  const digest = createHash("sha256").update(config.password).digest("hex");
  const users = `<clickhouse>
  <profiles><default/></profiles>
  <quotas><default/></quotas>
  <users>
    <default><no_password/>${loopback}<grants><query>GRANT SYSTEM LISTEN ON *.*</query><query>GRANT SELECT ON system.numbers</query></grants></default>
    <${config.user}><password_sha256_hex>${digest}</password_sha256_hex>${loopback}</${config.user}>
  </users>
</clickhouse>`;
  const usersFile = join(config.folder, "users.xml");
  const server = `<clickhouse>
  <users_config>${escapeXml(usersFile)}</users_config>
  <listen_host>127.0.0.1</listen_host>
  <http_port>${config.port}</http_port>
  <max_server_memory_usage>${config.memoryBytes}</max_server_memory_usage>
  <mark_cache_size>67108864</mark_cache_size>
  <uncompressed_cache_size>0</uncompressed_cache_size>
  <background_pool_size>4</background_pool_size>
  <background_schedule_pool_size>8</background_schedule_pool_size>
  <merge_tree>
    <fsync_after_insert>1</fsync_after_insert>
    <fsync_part_directory>1</fsync_part_directory>
    <number_of_free_entries_in_pool_to_execute_mutation>1</number_of_free_entries_in_pool_to_execute_mutation>
    <number_of_free_entries_in_pool_to_lower_max_size_of_merge>1</number_of_free_entries_in_pool_to_lower_max_size_of_merge>
    <number_of_free_entries_in_pool_to_execute_optimize_entire_partition>1</number_of_free_entries_in_pool_to_execute_optimize_entire_partition>
  </merge_tree>
  <timezone>UTC</timezone>
  <backups><allowed_path>${escapeXml(config.backups)}/</allowed_path></backups>
  <logger><level>none</level></logger>
</clickhouse>`;
  writeFileSync(usersFile, users, { mode: 0o600 });
  const serverFile = join(config.folder, "config.xml");
  writeFileSync(serverFile, server, { mode: 0o600 });
  return serverFile;
}
