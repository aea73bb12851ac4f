import { controlHandler, type Truth } from "./control/control.ts";
import { RequestCounter } from "./control/counter.ts";
import { FaultBoard } from "./faults/board.ts";
import { nodeView, trueNetwork } from "./faults/views.ts";
import { DevshardService } from "./hosts/devshard/service.ts";
import { type HostsState, hostsHandler } from "./hosts/handler.ts";
import { HostService } from "./hosts/routes.ts";
import { type Listener, listen } from "./http/listener.ts";
import { SimulationClock } from "./network/clock.ts";
import { createNetwork, type Network } from "./network/network.ts";
import type { SimulationOptions } from "./network/options.ts";
import { sandboxOptions } from "./sandbox/sandbox.ts";
import { type SourceState, sourceHandler } from "./sources/source.ts";

/** A running simulation and where to reach it. */
export interface Simulation {
  /** Base URLs of the public nodes: `/chain-api`, `/chain-rpc`, `/v1` below them. */
  readonly sources: readonly string[];
  /** Base URL of the sandbox's node. */
  readonly sandbox: string;
  readonly control: string;
  readonly hostPort: number;
  /** What is true now, faults that change the truth included. */
  readonly network: Network;
  readonly sandboxNetwork: Network;
  readonly clock: SimulationClock;
  readonly faults: FaultBoard;
  readonly requests: RequestCounter;
  setSpeed(speed: number): void;
  /** Moves all clocks by simulated milliseconds. */
  advance(ms: number): void;
  close(): Promise<void>;
}

export interface Placement {
  /** First of the ports: control, the sources, the sandbox, then the hosts' one; null takes free ones. */
  readonly basePort: number | null;
  /** Who says what is true of a network; null: this simulation doesn't tell. */
  readonly truth: ((network: Network) => Truth) | null;
}

const LOCAL = "127.0.0.1";

/** Starts every face of a simulated network. @throws when a port is taken or the options make no network. */
export async function startSimulation(options: SimulationOptions, { basePort, truth }: Placement): Promise<Simulation> {
  const port = (offset: number) => (basePort === null ? 0 : basePort + offset);
  const board = new FaultBoard();

  // The hosts' port is in their URLs, so it is taken before there is a network.
  let answerHosts: Parameters<typeof listen>[2] = async (request) => {
    request.socket.destroy();
  };
  const listeners: Listener[] = [];
  const open = async (host: string, at: number, handler: Parameters<typeof listen>[2]) => {
    const listener = await listen(host, at, handler);
    listeners.push(listener);
    return listener;
  };
  const closeAll = async () => {
    await Promise.all(listeners.map((listener) => listener.close()));
  };
  try {
    const hosts = await open("0.0.0.0", port(options.sources + 2), (request, response, url) =>
      answerHosts(request, response, url),
    );
    const settled = { ...options, hostPort: hosts.port };
    const clock = new SimulationClock(settled);
    const network = createNetwork(settled, clock);
    const sandboxSettings = sandboxOptions(settled);
    const sandboxClock = new SimulationClock(sandboxSettings);
    const sandboxNetwork = createNetwork(sandboxSettings, sandboxClock);
    const counter = new RequestCounter(() => clock.now());
    const states = new States(network, sandboxNetwork, board);
    board.watch(() => {
      if (board.ofKind("halt").length > 0) clock.halt();
      else clock.resume();
    });
    const setSpeed = (speed: number) => {
      clock.setSpeed(speed);
      sandboxClock.setSpeed(speed);
    };
    const advance = (ms: number) => {
      clock.advance(ms);
      sandboxClock.advance(ms);
    };

    answerHosts = hostsHandler(board, counter, () => states.hosts());
    const sources: string[] = [];
    for (let index = 0; index < options.sources; index += 1) {
      const listener = await open(
        LOCAL,
        port(index + 1),
        sourceHandler(`source:${index}`, counter, () => states.source(index)),
      );
      sources.push(`http://${LOCAL}:${listener.port}`);
    }
    const sandbox = await open(
      LOCAL,
      port(options.sources + 1),
      sourceHandler("sandbox", counter, () => states.sandbox()),
    );
    const tell: Truth | null = truth === null ? null : (indicator, epoch) => truth(states.hosts().network)(indicator, epoch);
    const control = await open(LOCAL, port(0), controlHandler({ clock, board, counter, setSpeed, advance, truth: tell }));
    return {
      sources,
      sandbox: `http://${LOCAL}:${sandbox.port}`,
      control: `http://${LOCAL}:${control.port}`,
      hostPort: hosts.port,
      get network() {
        return states.hosts().network;
      },
      sandboxNetwork,
      clock,
      faults: board,
      requests: counter,
      setSpeed,
      advance,
      close: closeAll,
    };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

/** What every place makes of the network, worked out anew when the faults change. */
class States {
  readonly #base: Network;
  readonly #sandboxNetwork: Network;
  readonly #sandboxService: HostService;
  readonly #board: FaultBoard;
  #hosts: HostsState | null = null;
  #faultsChanged = false;
  readonly #sources = new Map<number, SourceState>();

  constructor(base: Network, sandboxNetwork: Network, board: FaultBoard) {
    this.#base = base;
    this.#sandboxNetwork = sandboxNetwork;
    this.#sandboxService = new HostService(sandboxNetwork);
    this.#board = board;
    board.watch(() => {
      this.#faultsChanged = true;
      this.#sources.clear();
    });
  }

  hosts(): HostsState {
    if (this.#hosts !== null && !this.#faultsChanged) return this.#hosts;
    const network = trueNetwork(this.#base, this.#board);
    this.#faultsChanged = false;
    // Few faults change the truth itself: what was written of the same network stays true.
    if (this.#hosts?.network !== network) {
      const service = new HostService(network);
      this.#hosts = { network, service, devshards: new DevshardService(network, service.work) };
    }
    return this.#hosts;
  }

  source(index: number): SourceState {
    let state = this.#sources.get(index);
    if (state === undefined) {
      const honest = this.hosts();
      const node = nodeView(honest.network, index, this.#board.ofSource(index));
      const service = node.network === honest.network ? honest.service : new HostService(node.network);
      state = { node, faults: this.#board.at(`source:${index}`), service };
      this.#sources.set(index, state);
    }
    return state;
  }

  sandbox(): SourceState {
    const node = { network: this.#sandboxNetwork, moniker: "sandbox", hostIndex: 0, keepBlocks: null, indexedFrom: 1 };
    return { node, faults: this.#board.at("sandbox"), service: this.#sandboxService };
  }
}
