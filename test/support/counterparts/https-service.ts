import type { IncomingMessage } from "node:http";
import { createServer, type Server } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import { stringify } from "yaml";
import { webhookKubeconfig } from "../../../components/control-plane/index.js";
import { CertificateAuthority, type KeyPair } from "../../../sandbox/control-plane/pki.js";

/** What a service answers to a request. */
export type Answer = (path: string, body: string, request: IncomingMessage) => { status: number; body: object };

/** A service on loopback with a certificate of its own authority, which can be stopped and comes back at its address. */
export class HttpsService {
  private readonly sockets = new Set<Socket>();

  private constructor(
    /** PEM of the authority. */
    readonly authority: string,
    /** Client certificate of the authority, for the API server. */
    readonly client: KeyPair,
    private readonly server: Server,
    private port: number,
  ) {
    server.on("connection", (socket: Socket) => {
      this.sockets.add(socket);
      socket.on("close", () => this.sockets.delete(socket));
    });
  }

  /** @param mutual whether clients must show a certificate of the authority. */
  static async create(answer: Answer, mutual: boolean): Promise<HttpsService> {
    const authority = await CertificateAuthority.create("rampart-counterpart");
    const { certificate, privateKey } = await authority.issue({ commonName: "counterpart", hosts: ["127.0.0.1"] });
    const server = createServer(
      {
        cert: certificate,
        key: privateKey,
        ca: authority.certificate,
        requestCert: mutual,
        rejectUnauthorized: mutual,
      },
      (request, response) => {
        let text = "";
        request.setEncoding("utf8").on("data", (chunk: string) => {
          text += chunk;
        });
        request.on("end", () => {
          const { status, body } = answer(request.url ?? "/", text, request);
          response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
        });
      },
    );
    const service = new HttpsService(
      authority.certificate,
      await authority.issue({ commonName: "kube-apiserver" }),
      server,
      0,
    );
    await service.start();
    return service;
  }

  get origin(): string {
    return `https://127.0.0.1:${this.port}`;
  }

  /** The file by which the API server finds the service, and both show who they are. */
  get kubeconfig(): string {
    return stringify(
      webhookKubeconfig({
        server: this.origin,
        certificateAuthority: this.authority,
        clientCertificate: this.client.certificate,
        clientKey: this.client.privateKey,
      }),
    );
  }

  async start(): Promise<void> {
    await new Promise<void>((done, failed) =>
      this.server.once("error", failed).listen(this.port, "127.0.0.1", () => {
        this.server.off("error", failed);
        done();
      }),
    );
    this.port = (this.server.address() as AddressInfo).port;
  }

  /** Refuses new connections and breaks the open ones. */
  async stop(): Promise<void> {
    const closed = new Promise((done) => this.server.close(done));
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }
}
