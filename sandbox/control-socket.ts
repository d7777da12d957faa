import { connect, createServer, type Server } from "node:net";
import { join } from "node:path";
import type { Toolchain } from "./toolchain/index.js";

/** What a running sandbox tells about itself. */
export interface SandboxStatus {
  /** Origin of the API server. */
  readonly server: string;
  readonly kubeconfig: string;
  readonly auditLog: string;
  /** When the control plane was ready, ISO 8601. */
  readonly startedAt: string;
  /** When its certificates end, ISO 8601. */
  readonly expiresAt: string;
  /** Process ids by program, the supervisor included. */
  readonly pids: Readonly<Record<string, number>>;
  /** The programs it was started with. */
  readonly toolchain: Toolchain;
}

type Question = "status" | "stop";

const socketOf = (home: string): string => join(home, "control.sock");

/**
 * Asks the supervisor in `home`; the answer to `stop` comes when everything has ended.
 * @returns undefined when nobody answers: there is no sandbox, whatever files say.
 */
export function ask(home: string, question: Question): Promise<SandboxStatus | undefined> {
  return new Promise((resolve) => {
    let text = "";
    const socket = connect(socketOf(home), () => socket.write(`${question}\n`));
    socket.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk;
    });
    socket.on("error", () => resolve(undefined));
    socket.on("end", () => resolve(text === "" ? undefined : (JSON.parse(text) as SandboxStatus)));
  });
}

/** Answers `ask` until closed; the socket lies in a folder that only the owner can enter. */
export function listen(home: string, status: () => SandboxStatus, stop: () => Promise<void>): Promise<Server> {
  const server = createServer((socket) => {
    socket.setEncoding("utf8").on("error", () => {});
    socket.once("data", async (question: string) => {
      const answer = JSON.stringify(status());
      if (question.trim() === "stop") await stop();
      socket.end(answer);
    });
  });
  return new Promise((resolve, reject) => {
    server.once("error", reject).listen(socketOf(home), () => resolve(server));
  });
}
