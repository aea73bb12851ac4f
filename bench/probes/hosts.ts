// The hosts of a network for the benchmark, in a process of their own: one listener for all loopback addresses. Hosts 127.1.x.y whose number
// ends in 0, 1 or 2 accept and never answer; all others, and the control target, answer at once.
import { createServer } from "node:http";

const HANGING = /^127\.1\.\d+\.\d*[0-2]$/;

const server = createServer((request, response) => {
  if (HANGING.test(request.socket.localAddress ?? "")) return;
  response.end(request.url === "/v1/status" ? '{"status":"ok"}' : "healthy");
});
server.listen({ port: 0, host: "0.0.0.0", backlog: 4096 }, () => {
  const at = server.address();
  process.send?.(at !== null && typeof at === "object" ? at.port : 0);
});
process.on("disconnect", () => process.exit());
