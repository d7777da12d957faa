import { createServer } from "node:net";

const LOOPBACK = "127.0.0.1";

/** Opens and closes a listener. @throws Error `EADDRINUSE` or `EACCES` when the port cannot be had. */
function probe(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen({ host: LOOPBACK, port, exclusive: true }, () => {
      const address = server.address();
      server.close(() =>
        address && typeof address === "object" ? resolve(address.port) : reject(new Error("no port")),
      );
    });
  });
}

/** As many free loopback ports as asked for, all different. */
export async function freePorts(count: number): Promise<number[]> {
  const ports = new Set<number>();
  while (ports.size < count) ports.add(await probe(0));
  return [...ports];
}

/** @throws Error naming the port when something else listens on it or the user may not. */
export async function assertPortFree(port: number): Promise<void> {
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new Error(`port: must be a number from 1 to 65535, got ${port}.`);
  await probe(port).catch((error: NodeJS.ErrnoException) => {
    const reason = error.code === "EACCES" ? "is reserved for root" : "is taken by another program";
    throw new Error(`Port ${port} on ${LOOPBACK} ${reason}. Choose another one, or leave the port out for a free one.`);
  });
}
