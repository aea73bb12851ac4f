// Runs ClickHouse's own HTTP server out of libchdb, in a process of its own: the library has no server entry point, but its
// command-line entry accepts SYSTEM START LISTEN. Arguments: path of libchdb, data folder, configuration file.

// The owner died without closing: acknowledged inserts are safe on disk, and nobody else may own the folder while we live. Heard from the
// first moment on, and looked at once more below: an owner that dies while the library loads would leave an engine that nobody stops.
const end = () => process.kill(process.pid, "SIGKILL");
process.on("disconnect", end);
// Ctrl-C reaches the whole process group; the owner decides when the engine ends.
process.on("SIGINT", () => {});

const { DataType, load, open } = await import("ffi-rs");
const [, , library = "", data = "", config = ""] = process.argv;
open({ library: "chdb", path: library });

const statements = [
  "SYSTEM START LISTEN HTTP",
  "SELECT sleepEachRow(3) FROM system.numbers SETTINGS max_block_size = 1, max_execution_time = 0 FORMAT Null",
];
const args = ["clickhouse", `--config-file=${config}`, `--path=${data}`, "--multiquery", "--query", statements.join("; ")];

if (!process.connected) end();
load({
  library: "chdb",
  funcName: "chdb_query_cmdline",
  retType: DataType.External,
  paramsType: [DataType.I32, DataType.StringArray],
  paramsValue: [args.length, args],
  runInNewThread: true,
}).finally(() => process.exit(1));
