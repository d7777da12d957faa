import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import { type handleUnaryCall, Server, ServerCredentials } from "@grpc/grpc-js";
import { BinaryReader, BinaryWriter } from "google-protobuf";

/** What a key management service keeps to itself: keys of AES-256-GCM by id; the last one encrypts. */
export class KeyService {
  private readonly keys = new Map<string, Buffer>();

  constructor(public current: string) {
    this.rotate(current);
  }

  rotate(id: string): void {
    this.current = id;
    this.keys.set(id, randomBytes(32));
  }

  encrypt(plaintext: Uint8Array): Buffer {
    const iv = randomBytes(12);
    const cipher = createCipheriv("aes-256-gcm", this.key(this.current), iv);
    return Buffer.concat([iv, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
  }

  /** @throws Error for an unknown key and for data that was changed. */
  decrypt(ciphertext: Uint8Array, id: string): Buffer {
    const data = Buffer.from(ciphertext);
    const decipher = createDecipheriv("aes-256-gcm", this.key(id), data.subarray(0, 12));
    decipher.setAuthTag(data.subarray(-16));
    return Buffer.concat([decipher.update(data.subarray(12, -16)), decipher.final()]);
  }

  private key(id: string): Buffer {
    const key = this.keys.get(id);
    if (key === undefined) throw new Error(`There is no key "${id}".`);
    return key;
  }
}

/** Number, and whether it is bytes or text, of each field that we read or write (k8s.io/kms/apis/v2/api.proto). */
const FIELDS = {
  StatusRequest: {},
  StatusResponse: { version: [1, "text"], healthz: [2, "text"], keyId: [3, "text"] },
  EncryptRequest: { plaintext: [1, "bytes"], uid: [2, "text"] },
  EncryptResponse: { ciphertext: [1, "bytes"], keyId: [2, "text"] },
  DecryptRequest: { ciphertext: [1, "bytes"], uid: [2, "text"], keyId: [3, "text"] },
  DecryptResponse: { plaintext: [1, "bytes"] },
} as const;
type Fields = Readonly<Record<string, readonly [number: number, type: "text" | "bytes"]>>;
type Message = Readonly<Record<string, string | Uint8Array>>;

function serialize(fields: Fields, message: Message): Buffer {
  const writer = new BinaryWriter();
  for (const [name, [number]] of Object.entries(fields)) {
    const value = message[name] ?? "";
    if (typeof value === "string") writer.writeString(number, value);
    else writer.writeBytes(number, value);
  }
  return Buffer.from(writer.getResultBuffer());
}

function deserialize(fields: Fields, bytes: Uint8Array): Message {
  const names = new Map(Object.entries(fields).map(([name, [number, type]]) => [number, { name, type }]));
  const message: Record<string, string | Uint8Array> = {};
  const reader = new BinaryReader(bytes);
  while (reader.nextField()) {
    const field = names.get(reader.getFieldNumber());
    if (field === undefined) reader.skipField();
    else message[field.name] = field.type === "text" ? reader.readString() : reader.readBytes();
  }
  return message;
}

const method = (name: "Status" | "Encrypt" | "Decrypt") => ({
  path: `/v2.KeyManagementService/${name}`,
  requestStream: false,
  responseStream: false,
  requestSerialize: (message: Message) => serialize(FIELDS[`${name}Request`], message),
  requestDeserialize: (bytes: Buffer) => deserialize(FIELDS[`${name}Request`], bytes),
  responseSerialize: (message: Message) => serialize(FIELDS[`${name}Response`], message),
  responseDeserialize: (bytes: Buffer) => deserialize(FIELDS[`${name}Response`], bytes),
});

/** A KMS v2 plugin (gRPC on a Unix socket) in front of a key service. */
export class KmsPlugin {
  private server: Server | undefined;
  /** How often each method was called. */
  readonly calls = { Status: 0, Encrypt: 0, Decrypt: 0 };

  constructor(
    readonly socket: string,
    private readonly service: KeyService,
  ) {}

  get endpoint(): string {
    return `unix://${this.socket}`;
  }

  async start(): Promise<void> {
    const server = new Server();
    const answer =
      (name: keyof typeof this.calls, respond: (request: Message) => Message): handleUnaryCall<Message, Message> =>
      ({ request }, callback) => {
        this.calls[name] += 1;
        try {
          callback(null, respond(request));
        } catch (error) {
          callback(error as Error);
        }
      };
    server.addService(
      { Status: method("Status"), Encrypt: method("Encrypt"), Decrypt: method("Decrypt") },
      {
        Status: answer("Status", () => ({ version: "v2", healthz: "ok", keyId: this.service.current })),
        Encrypt: answer("Encrypt", ({ plaintext }) => ({
          ciphertext: this.service.encrypt(plaintext as Uint8Array),
          keyId: this.service.current,
        })),
        Decrypt: answer("Decrypt", ({ ciphertext, keyId }) => ({
          plaintext: this.service.decrypt(ciphertext as Uint8Array, keyId as string),
        })),
      },
    );
    await new Promise<void>((done, failed) =>
      server.bindAsync(this.endpoint, ServerCredentials.createInsecure(), (error) => (error ? failed(error) : done())),
    );
    this.server = server;
  }

  /** As if it had crashed: connections break, the socket is gone. */
  stop(): void {
    this.server?.forceShutdown();
    this.server = undefined;
    rmSync(this.socket, { force: true });
  }
}
